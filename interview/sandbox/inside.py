"""The runner behind the wall: one request a line comes in, one outcome a line goes out.

python -m interview.sandbox.inside CACHE
"""

from __future__ import annotations

import sys
from pathlib import Path

from interview.sandbox.run import run_here
from interview.sandbox.wire import read_request, write_outcome


def serve(cache: Path) -> None:
    for line in sys.stdin.buffer:
        program, calls, setup, limits = read_request(line)
        outcome = run_here(program, calls, cache=cache, setup=setup, limits=limits)
        sys.stdout.buffer.write(write_outcome(outcome))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
