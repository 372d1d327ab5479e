"""A program for the supervisor's tests: notes when it starts and ends, and ends as it is told."""

import signal
import sys
import time
from pathlib import Path


def main() -> None:
    diary, manner = Path(sys.argv[1]), sys.argv[2]

    def note(what: str) -> None:
        with diary.open("a", encoding="utf-8") as lines:
            lines.write(f"{manner} {what}\n")

    def leave(*_: object) -> None:
        note("ends")
        sys.exit(0)

    signal.signal(signal.SIGTERM, signal.SIG_IGN if manner == "stubborn" else leave)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    note("starts")
    if manner == "broken":
        sys.exit(3)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
