"""What question files and release checks have keys for, in the words of whoever reads the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from interview.accounts.models import Language
from interview.questions.samples import SampleKind

Finding = dict[str, Any]


def named(findings: list[Finding]) -> list[Finding]:
    """Return the findings with the kinds of answers and attacks named in words; keys stay keys."""
    return [
        finding
        | {"cases": [case | {"name": name_of(finding, case)} for case in finding.get("cases", ())]}
        for finding in findings
    ]


def name_of(finding: Finding, case: Finding) -> str:
    name = str(case.get("name", ""))
    if finding["rule"] == "missing":
        kind, _space, language = name.partition(" ")
        label = str(SampleKind(kind).label) if kind in SampleKind.values else kind
        return f"{label} · {Language(language).label}" if language in Language.values else label
    if finding["rule"] == "attack":
        # several strong answers to other topics are told apart by a number
        return attack_names().get(name.rstrip("-0123456789"), name)
    return name


def attack_names() -> dict[str, str]:
    return {
        "restated": _("the question restated"),
        "list": _("its terms as a list"),
        "elsewhere": _("a strong answer to another topic"),
        "empty": _("nothing at all"),
        "injection": _("orders to the grader"),
        "injection-restated": _("the question and orders to the grader"),
        "negated": _("every wrong version in a row"),
        "repeated": _("one true sentence again and again"),
    }


def contrast_kinds() -> list[tuple[str, str]]:
    """Return the kinds of wrong versions as the schema has them, each with its words."""
    return [
        ("swapped", _("two things swapped")),
        ("reversed", _("direction reversed")),
        ("negated", _("effect denied")),
        ("wrong_advice", _("harmful advice")),
        ("wrong_fact", _("wrong fact")),
        ("wrong_number", _("wrong number")),
    ]
