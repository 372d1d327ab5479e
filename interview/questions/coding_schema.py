"""The coding part of a question file: code to begin with, tests to pass, and mistakes to catch."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
CheckName = Literal["close", "exact", "unordered", "partition", "same", "frequencies"]
FindingName = Literal[
    "shape", "dtype", "vectorised", "stability", "determinism", "leakage", "mutation"
]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CodeTest(Part):
    """One call and what must come of it.

    call: an expression over the program's names, the setup's names, and `np`.
    expected: the value, as YAML; or `from_reference`, what the reference solution returns.
    check: how the two are compared, on the server: `same` wants all items of the value alike,
        `frequencies` wants each outcome of `expected` ([outcome, share] pairs) as often as it says.
    finds: what a failure means beyond being wrong.
    slower: at most so many times the reference's own time; a failure finds `vectorised`.
    dtype: the array's type, such as float64; a failure finds `dtype`.
    """

    id: Key
    call: Code
    expected: Any = None
    from_reference: bool = False
    check: CheckName = "close"
    atol: Annotated[float, Field(ge=0)] = 1e-6
    rtol: Annotated[float, Field(ge=0)] = 1e-6
    hidden: bool = False
    finds: FindingName | None = None
    slower: Annotated[float, Field(gt=1)] | None = None
    dtype: str = ""

    @model_validator(mode="after")
    def check_expected(self) -> CodeTest:
        try:
            json.dumps(self.expected, allow_nan=False)
        except ValueError as error:
            raise ValueError(
                _("an expected value is stored as JSON: write str(…) of a NaN")
            ) from error
        return self

    @property
    def needs_reference(self) -> bool:
        return self.from_reference or self.slower is not None


class WrongSolution(Part):
    """A mistake people make: the reference with one text replaced, and the tests that notice."""

    id: Key
    replace: tuple[Code, str]
    fails: Annotated[list[Key], Field(min_length=1)]


class CodingSpec(Part):
    entry: Annotated[list[str], Field(min_length=1)]
    starter: Code
    reference: Code
    setup: str = ""
    tests: Annotated[list[CodeTest], Field(min_length=4)]
    wrong: Annotated[list[WrongSolution], Field(min_length=3)]

    @model_validator(mode="after")
    def check_whole(self) -> CodingSpec:
        ids = [test.id for test in self.tests]
        if len(set(ids)) < len(ids):
            raise ValueError(_("test ids are repeated"))
        if sum(test.hidden for test in self.tests) < 2 or all(test.hidden for test in self.tests):
            raise ValueError(_("at least one test is visible and two are hidden"))
        for wrong in self.wrong:
            if self.reference.count(wrong.replace[0]) != 1:
                raise ValueError(
                    _("%(id)s: what it replaces must stand once in the reference")
                    % {"id": wrong.id}
                )
            if unknown := set(wrong.fails) - set(ids):
                raise ValueError(
                    _("%(id)s: no test is called %(names)s")
                    % {"id": wrong.id, "names": ", ".join(sorted(unknown))}
                )
        for name in self.entry:
            if f"def {name}(" not in self.starter + self.reference and (
                f"class {name}" not in self.starter
            ):
                raise ValueError(_("the starter code does not define %(name)s") % {"name": name})
        return self

    def wrong_program(self, wrong: WrongSolution) -> str:
        return self.reference.replace(*wrong.replace)
