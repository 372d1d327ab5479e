"""`python3 -m bootstrap [--dev]`: environment, front end, translations; quick when all is there."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from bootstrap import frontend
from bootstrap.environment import PYTHON, SetupError, install, install_model, say
from bootstrap.stamps import ROOT


def main() -> int:
    dev = "--dev" in sys.argv[1:]
    place = os.open(ROOT, os.O_RDONLY)
    try:
        # Two at once in one folder would spoil each other's work: the second waits.
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this folder…")
            fcntl.flock(place, fcntl.LOCK_EX)
        install(dev=dev)
        if dev:
            install_model()
        frontend.build(dev=dev)
        compile_messages()
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Set-up was interrupted; `make setup` goes on where it can.")
        return 130
    finally:
        os.close(place)
    return 0


def compile_messages() -> None:
    """Compile the translations that are newer than what was compiled of them."""
    stale = [
        source
        for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
        if not (compiled := source.with_suffix(".mo")).exists()
        or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns
    ]
    command: list[str | Path] = [PYTHON, "-m", "bootstrap.messages", *stale]
    if stale and subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetupError("The translations were not compiled.")


if __name__ == "__main__":
    sys.exit(main())
