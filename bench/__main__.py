"""Run the cases: `python -m bench [case …] [--json] [--strict]`."""

import tests.servers  # isort: skip  # noqa: F401 (first: it starts the servers and sets Django up)

import argparse
import json
import sys

from bench import autosave, coding, curation, grading, live, memory, raters, waiting
from bench.measure import Measure
from bench.stage import Stage

CASES = {
    "grading": grading.measure,
    "autosave": autosave.measure,
    "coding": coding.measure,
    "waiting": waiting.measure,
    "live": live.measure,
    # The processes have worked by then, and no table holds a large site's rows yet.
    "memory": memory.measure,
    "curation": curation.measure,
    "raters": raters.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("case", nargs="*", choices=[[], *CASES], help="all of them by default")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--strict", action="store_true", help="fail when a goal is missed")
    chosen = parser.parse_args()
    found: list[Measure] = []
    with Stage() as stage:
        for name, case in CASES.items():
            if chosen.case and name not in chosen.case:
                continue
            for measure in case(stage):
                found.append(measure)
                print(measure, file=sys.stderr if chosen.json else sys.stdout, flush=True)
    if chosen.json:
        print(json.dumps([measure.as_json() for measure in found], indent=2))
    return int(chosen.strict and not all(measure.met for measure in found))


if __name__ == "__main__":
    sys.exit(main())
