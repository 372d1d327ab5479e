"""Programs in the code runner against the same programs in native CPython, and the runner's memory."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from bench.measure import Measure
from bench.stage import Stage
from interview.sandbox import Limits, Outcome, State, run, stand_behind, warm_up
from interview.sandbox.run import run_here

ROUNDS = 9
LIMITS = Limits()
NO_OP = "x = 1\n"
NUMPY = "import numpy as np\nx = np.arange(1000).sum()\n"
K_MEANS = """
import numpy as np

rng = np.random.default_rng(0)
X = rng.normal(0, 1, (4000, 4)) + rng.integers(0, 8, 4000)[:, None]
centers = X[:8].copy()
for _ in range(20):
    labels = ((X[:, None, :] - centers[None]) ** 2).sum(axis=2).argmin(axis=1)
    centers = np.array([X[labels == j].mean(axis=0) if (labels == j).any() else centers[j] for j in range(8)])
"""
# Runs that ask for much, one after another, in a process of their own whose peak is read at its end.
MEMORY = """
import json, re, sys
from pathlib import Path
from interview.sandbox import run

programs = json.loads(sys.argv[2])
for program in programs * 5:
    run(program, cache=Path(sys.argv[1]))
# not ru_maxrss: that begins with what the process that started this one had
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def measure(stage: Stage) -> Iterator[Measure]:
    cache = settings.SANDBOX_CACHE
    warm_up(cache, wait=True)
    walled = stand_behind(cache)
    for name, program, goal in (
        ("no-op", NO_OP, 2.0),
        ("numpy", NUMPY, 4.0),
        ("k-means", K_MEANS, 4.0),
    ):
        best = best_times(program, cache, walled=walled)
        yield Measure(f"code run, {name}", best["guest"] * 1000, "ms")
        ratio = best["guest"] / best["native"]
        yield Measure(f"code run, {name} : native CPython", ratio, at_most=goal)
        if walled:
            ratio = best["walled"] / best["native"]
            yield Measure(f"code run behind bubblewrap, {name} : native", ratio, at_most=goal)
            ratio = best["walled"] / best["guest"]
            yield Measure(f"code run behind bubblewrap, {name} : without", ratio)
    yield Measure("peak memory of the code runner", peak_memory(cache), "MB", at_most=600)


def best_times(program: str, cache: Path, *, walled: bool) -> dict[str, float]:
    """Return the shortest seconds in the sandbox, behind the second wall, and natively, by turns."""
    ways: dict[str, Callable[[], object]] = {
        "guest": lambda: finished(
            run_here(program, cache=cache, setup=None, calls=(), limits=LIMITS)
        ),
        "native": lambda: subprocess.run([sys.executable, "-I", "-c", program], check=True),
    }
    if walled:
        ways["walled"] = lambda: finished(run(program, cache=cache))
    times: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - began)
    return {name: min(found) for name, found in times.items()}


def finished(outcome: Outcome) -> None:
    assert outcome.state == State.FINISHED


def peak_memory(cache: Path) -> float:
    programs = json.dumps([NO_OP, K_MEANS, "x = bytearray(200 * 2**20)"])
    command = [sys.executable, "-c", MEMORY, str(cache), programs]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024
