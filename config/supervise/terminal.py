"""What the supervisor and its children print, each line with the name of who said it."""

import contextlib
import sys
import threading
from typing import IO

COLOURS = {"web": 36, "grading": 35, "worker": 34, "sandbox": 32, "beat": 33}
WIDTH = 8
_lock = threading.Lock()


def say(text: str) -> None:
    """Print a line of the supervisor's own; a terminal that has gone away is no error."""
    with _lock, contextlib.suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def relay(name: str, lines: IO[bytes]) -> None:
    """Print another process's lines under its name until it closes its output."""
    label = f"{name:<{WIDTH}}│"
    if sys.stderr.isatty():
        label = f"\033[{COLOURS.get(name, 37)}m{label}\033[0m"
    for line in lines:
        if text := line.decode(errors="replace").rstrip():
            say(f"{label} {text}")
