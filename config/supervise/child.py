"""Runs one of the site's programs, and ends it when the supervisor is gone without saying so."""

import atexit
import os
import runpy
import signal
import sys
import threading
import time
import warnings

LOOK_SECONDS = 1.0
LEAVE_SECONDS = 20.0


def watch(parent: int) -> None:
    """Ask this process to end once its parent is another one than it was, then insist."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    atexit.register(os.killpg, os.getpgrp(), signal.SIGKILL)  # What it has started goes with it.
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LEAVE_SECONDS)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main() -> None:
    parent, program = int(sys.argv[1]), sys.argv[2]
    # Said of pickled messages, which are not accepted here; in a container everybody is root.
    warnings.filterwarnings("ignore", message="\\s*You're running the worker with superuser")
    sys.argv = sys.argv[2:]
    threading.Thread(target=watch, args=(parent,), daemon=True).start()
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
