"""What the tests say of a program, with and without what only the server may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from interview.sandbox import Failure, State


@dataclass(frozen=True)
class Finding:
    """Something an ML engineer would remark on; `line` is where, if the code shows it."""

    kind: str
    test: str
    line: int | None = None


@dataclass(frozen=True)
class TestResult:
    """One test. Of a hidden one only its id, state and verdict are filled in."""

    __test__ = False

    id: str
    hidden: bool
    passed: bool
    state: State
    call: str = ""
    expected: Any = None
    actual: Any = None
    stdout: str = ""
    error: Failure | None = None
    ms: float | None = None


@dataclass(frozen=True)
class Judgement:
    """`state` is how the program's own import ended; tests count only if it is FINISHED."""

    state: State
    tests: tuple[TestResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    stdout: str = ""
    error: Failure | None = None
    ms: float = 0.0
    peak_memory: int | None = None

    @property
    def passed(self) -> int:
        return sum(test.passed for test in self.tests)

    @property
    def total(self) -> int:
        return len(self.tests)
