"""Counting agreement beforehand: a question at a time, then the sums over all questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Length

from grading.engine.kappa import kappa
from grading.engine.verdict import STATES
from grading.models import (
    AgreementCell,
    Grade,
    GradeStatus,
    PointScore,
    RatedPoint,
    RatedQuestion,
    Rating,
    RatingState,
)
from grading.raters.queue import open_places, ratable
from grading.raters.settling import settle
from interview.models import Question, Room, Turn

Between, Facet = AgreementCell.Between, AgreementCell.Facet
Cells = Counter[tuple[str, str, str, str, str]]
# characters; Korean says more with fewer, so languages stand beside this and not in it
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
BANDS = ((250, "short"), (700, "medium"))


@dataclass
class Rated:
    """An answer with the states that up to three people gave."""

    language: str
    length: str
    month: str
    by: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def settled(self) -> dict[str, str]:
        return settle(self.by[1], self.by.get(2), self.by.get(3)) if 1 in self.by else {}


def refresh_question(question: Question, now: datetime) -> None:
    """Count one question's ratings again; run twice it writes the same."""
    with transaction.atomic():
        RatedQuestion.objects.get_or_create(question=question, defaults={"refreshed_at": now})
        row = RatedQuestion.objects.select_for_update().get(question=question)
        rated = read_ratings(question)
        machine = read_machine(list(rated))
        cells = count_cells(rated, machine)
        places = open_places(question, now).aggregate(
            conflicts=Count("pk", filter=Q(place=3)), waiting=Count("pk", filter=Q(place__lt=3))
        )
        AgreementCell.objects.filter(question=question).delete()
        AgreementCell.objects.bulk_create(
            AgreementCell(
                question=question,
                between=between,
                facet=facet,
                value=value,
                one=one,
                other=other,
                n=n,
            )
            for (between, facet, value, one, other), n in cells.items()
        )
        with_machine = pairs_of(cells, Between.MACHINE)
        row.answers = ratable().filter(turn__version__question=question).count()
        row.rated = sum(1 in one.by for one in rated.values())
        row.rated_twice = sum(2 in one.by for one in rated.values())
        row.waiting, row.conflicts = places["waiting"], places["conflicts"]
        row.kappa_people = kappa(pairs_of(cells, Between.PEOPLE))
        row.kappa_machine = kappa(with_machine)
        row.compared = sum(bool(one.settled()) and pk in machine for pk, one in rated.items())
        row.wrong = sum(n for (one, other), n in with_machine.items() if one != other)
        row.points = wrong_points(cells)
        row.most_wrong = max((wrong for _key, wrong, _total in row.points), default=0)
        row.refreshed_at = now
        row.save()


def read_ratings(question: Question) -> dict[int, Rated]:
    """Return each graded answer of a question, by its id."""
    rows = RatedPoint.objects.filter(
        rating__state=RatingState.DONE, rating__answer__turn__version__question=question
    ).order_by()
    found: dict[int, Rated] = {}
    for answer, sequence, key, state, language, length, finished in rows.values_list(
        "rating__answer",
        "rating__sequence",
        "point__key",
        "state",
        "rating__answer__turn__session__language",
        Length("rating__answer__text"),
        "rating__finished_at",
    ):
        if answer not in found:
            found[answer] = Rated(language, band_of(length), f"{finished:%Y-%m}")
        found[answer].by[sequence][key] = state
    return found


def read_machine(answers: list[int]) -> dict[int, dict[str, str]]:
    """Return the likeliest state of each point in the grades that stand, by answer."""
    standing = Grade.objects.newest_scored().filter(answer__in=answers)
    rows = PointScore.objects.filter(grade__in=standing).order_by()
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for answer, key, state, chances in rows.values_list(
        "grade__answer", "point__key", "state", "probabilities"
    ).iterator():
        found[answer][key] = likeliest(state, chances)
    return found


def likeliest(state: str, chances: Mapping[str, float]) -> str:
    """Return the machine's state, and where it is unsure the one it would bet on."""
    if state in STATES:
        return state
    return max(STATES, key=lambda one: chances.get(one, 0.0))


def band_of(length: int) -> str:
    return next((name for limit, name in BANDS if length < limit), "long")


def count_cells(rated: Mapping[int, Rated], machine: Mapping[int, Mapping[str, str]]) -> Cells:
    """Return how often two states met: first and second person's, people's and the machine's."""
    cells: Cells = Counter()

    def add(between: str, answer: Rated, key: str, one: str, other: str) -> None:
        values = {
            Facet.POINT: key,
            Facet.LANGUAGE: answer.language,
            Facet.LENGTH: answer.length,
            Facet.MONTH: answer.month,
        }
        for facet, value in values.items():
            cells[between, facet, value, one, other] += 1

    for pk, answer in rated.items():
        if 2 in answer.by:
            for key, state in answer.by[1].items():
                if key in answer.by[2]:
                    add(Between.PEOPLE, answer, key, state, answer.by[2][key])
        for key, state in answer.settled().items():
            if key in machine.get(pk, {}):
                add(Between.MACHINE, answer, key, state, machine[pk][key])
    return cells


def pairs_of(cells: Cells, between: str) -> Counter[tuple[str, str]]:
    pairs: Counter[tuple[str, str]] = Counter()
    for (kind, facet, _value, one, other), n in cells.items():
        if (kind, facet) == (between, Facet.POINT):
            pairs[one, other] += n
    return pairs


def wrong_points(cells: Cells) -> list[tuple[str, int, int]]:
    """Return the points on which the machine parted from people: key, how often, of how many."""
    wrong: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for (between, facet, key, one, other), n in cells.items():
        if (between, facet) == (Between.MACHINE, Facet.POINT):
            total[key] += n
            wrong[key] += n if one != other else 0
    found = [(key, wrong[key], total[key]) for key in total if wrong[key]]
    return sorted(found, key=lambda point: (-point[1], point[0]))


def refresh_sums() -> None:
    """Add up all questions by language, length and month; a few hundred rows at most."""
    sums = (
        AgreementCell.objects.filter(question__isnull=False)
        .exclude(facet=Facet.POINT)
        .order_by()
        .values_list("between", "facet", "value", "one", "other")
        .annotate(sum=Sum("n"))
    )
    # two at once: the one that comes second finds the first one's rows, which say the same
    with suppress(IntegrityError), transaction.atomic():
        AgreementCell.objects.filter(question__isnull=True).delete()
        AgreementCell.objects.bulk_create(
            AgreementCell(between=between, facet=facet, value=value, one=one, other=other, n=n)
            for between, facet, value, one, other, n in sums.iterator()
        )


def outdated(now: datetime, limit: int, *, since: datetime = LONG_AGO) -> list[Question]:
    """Return questions where something has happened, `since` then, after they were counted."""
    counted = F("turn__version__question__rated__refreshed_at")
    new = ratable().filter(
        Q(turn__version__question__rated__isnull=True) | Q(submitted_at__gt=counted),
        submitted_at__gt=since,
    )
    before = F("answer__turn__version__question__rated__refreshed_at")
    ratings = Rating.objects.filter(
        Q(created_at__gt=before, created_at__gte=since)
        | Q(finished_at__gt=before, finished_at__gte=since)
        | Q(state=RatingState.OPEN, locked_until__gt=before, locked_until__lte=now)
    )
    before = F("version__question__rated__refreshed_at")
    # a live room's answers are to be graded once none of its cards is waited for
    opened = Turn.objects.filter(
        Q(session__room__scorecards__submitted_at__gt=before)
        | Q(session__room__scorecards__seat__revoked_at__gt=before)
    )
    done = Rating.objects.done().filter(answer=OuterRef("answer"))
    grades = Grade.objects.filter(
        Exists(done), status=GradeStatus.SCORED, finished_at__gt=since
    ).filter(finished_at__gt=before)
    return list(
        Question.objects.filter(
            Q(pk__in=new.order_by().values("turn__version__question"))
            | Q(pk__in=ratings.order_by().values("answer__turn__version__question"))
            | Q(pk__in=opened.order_by().values("version__question"))
            | Q(pk__in=grades.order_by().values("answer__turn__version__question"))
        ).order_by("pk")[:limit]
    )


def forget_count(room: Room) -> None:
    """Have the questions of a room counted again, as if last counted before it was opened."""
    asked = Turn.objects.filter(session__room=room).order_by().values("version__question")
    RatedQuestion.objects.filter(question__in=asked).update(refreshed_at=room.created_at)
