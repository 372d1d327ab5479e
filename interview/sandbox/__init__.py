"""Candidate code in WebAssembly: one fresh, sealed interpreter a run. Knows no Django.

`run` is the whole API, `stand_behind` its second wall; the rest is what they take and return.
Nothing here loads wasmtime until `run` is called, so that web processes may import the types.
"""

from interview.sandbox.limits import Limits
from interview.sandbox.outcome import CallOutcome, Failure, Outcome, State
from interview.sandbox.run import run, stand_behind
from interview.sandbox.values import Array, Opaque, plain
from interview.sandbox.warm import is_warm, warm_up

__all__ = [
    "Array",
    "CallOutcome",
    "Failure",
    "Limits",
    "Opaque",
    "Outcome",
    "State",
    "is_warm",
    "plain",
    "run",
    "stand_behind",
    "warm_up",
]
