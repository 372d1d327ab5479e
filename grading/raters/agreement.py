"""What the agreement pages show, read from the counted cells in a fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from grading.engine.kappa import Pairs, kappa, share_agreed
from grading.engine.verdict import CREDIT, STATES
from grading.models import AgreementCell, RatedQuestion
from grading.raters.words import state_label
from interview.models import Question

Between, Facet = AgreementCell.Between, AgreementCell.Facet
Tables = Mapping[tuple[str, str, str], Pairs]
WORST = 20


def tables_of(question: Question | None) -> Tables:
    """Return the contingency tables by (between, facet, value): a question's own, or all questions'."""
    found: defaultdict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    rows = AgreementCell.objects.filter(question=question)
    for between, facet, value, one, other, n in rows.values_list(
        "between", "facet", "value", "one", "other", "n"
    ):
        found[between, facet, value][one, other] += n
    return found


def whole(tables: Tables, between: str) -> Counter[tuple[str, str]]:
    """Return the table over everything: every pair has one language."""
    sum_of: Counter[tuple[str, str]] = Counter()
    for (kind, facet, _value), pairs in tables.items():
        if (kind, facet) == (between, Facet.LANGUAGE):
            sum_of.update(pairs)
    return sum_of


def describe_whole(tables: Tables) -> dict[str, Any]:
    machine, people = whole(tables, Between.MACHINE), whole(tables, Between.PEOPLE)
    return {
        "kappa_machine": kappa(machine),
        "kappa_people": kappa(people),
        "n_machine": sum(machine.values()),
        "n_people": sum(people.values()),
        "confusion_machine": describe_confusion(machine),
        "confusion_people": describe_confusion(people),
        "languages": describe_slices(tables, Facet.LANGUAGE, ("ko", "en")),
        "lengths": describe_slices(tables, Facet.LENGTH, ("short", "medium", "long")),
        "months": describe_slices(tables, Facet.MONTH, months_of(tables)),
    }


def months_of(tables: Tables) -> list[str]:
    return sorted({value for _kind, facet, value in tables if facet == Facet.MONTH})


def describe_slices(tables: Tables, facet: str, values: Iterable[str]) -> list[dict[str, Any]]:
    """Return one row a value, with both kappas and which way the machine leans."""
    found = []
    for value in values:
        machine = tables.get((Between.MACHINE, facet, value), {})
        people = tables.get((Between.PEOPLE, facet, value), {})
        if machine or people:
            found.append(
                {
                    "label": slice_label(value),
                    "kappa_machine": kappa(machine),
                    "kappa_people": kappa(people),
                    "n_machine": sum(machine.values()),
                    "n_people": sum(people.values()),
                    "lean": lean(machine),
                }
            )
    return found


def slice_label(value: str) -> str:
    named = {
        "ko": "한국어",
        "en": "English",
        "short": _("under 250 characters"),
        "medium": _("250 to 699"),
        "long": _("700 and more"),
    }
    return named.get(value, value)


def lean(pairs: Pairs) -> float | None:
    """How much credit of 100 the machine gives beyond what people give, on average."""
    total = sum(pairs.values())
    if not total:
        return None
    more = sum(n * (CREDIT[other] - CREDIT[one]) for (one, other), n in pairs.items())
    return round(100 * more / total, 1)


def describe_confusion(pairs: Pairs) -> list[dict[str, Any]]:
    """Return rows of a table, people's state down and the other's across; `shade` is 0 to 5."""
    rows = []
    for one in STATES:
        total = sum(n for (first, _other), n in pairs.items() if first == one)
        cells = [
            {
                "n": pairs.get((one, other), 0),
                "shade": round(5 * pairs.get((one, other), 0) / total) if total else 0,
                "same": one == other,
            }
            for other in STATES
        ]
        rows.append({"label": state_label(one), "cells": cells, "total": total})
    return rows


def describe_points(tables: Tables, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return a row for each point of a question: how far people, and the machine, agree on it."""
    rows = []
    for key in keys:
        machine = tables.get((Between.MACHINE, Facet.POINT, key), {})
        people = tables.get((Between.PEOPLE, Facet.POINT, key), {})
        rows.append(
            {
                "key": key,
                "kappa_machine": kappa(machine),
                "kappa_people": kappa(people),
                "agreed": share_agreed(machine),
                "n": sum(machine.values()),
                "wrong": sum(n for (one, other), n in machine.items() if one != other),
                "lean": lean(machine),
            }
        )
    return rows


def worst_points() -> list[dict[str, Any]]:
    """Return the points on which the machine and people part most often, over all questions.

    All of them lie in the questions whose own worst points are the worst.
    """
    rows = RatedQuestion.objects.filter(most_wrong__gt=0).order_by("-most_wrong", "question")
    found = [
        {"question__key": question, "value": key, "wrong": wrong, "total": total}
        for question, points in rows.values_list("question__key", "points")[:WORST]
        for key, wrong, total in points
    ]
    return sorted(found, key=lambda row: (-row["wrong"], row["question__key"]))[:WORST]


def draw(rows: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """Return a chart's data as the page holds it; the tables beside it say the same in words."""
    return {
        "kind": kind,
        "labels": [row["label"] for row in rows],
        "series": [
            {"label": _("people with the machine"), "values": [r["kappa_machine"] for r in rows]},
            {"label": _("people among themselves"), "values": [r["kappa_people"] for r in rows]},
        ],
    }
