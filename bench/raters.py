"""Pages of graders and curators with 2,000 questions and 100,000 grades, against one UPDATE."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from bench.amount import QUESTIONS, fill
from bench.measure import Measure
from bench.stage import Stage
from grading.curation.previewing import past_grades
from grading.models import JobState, Preview, PreviewRow, RatedQuestion, Rating, Regrade
from grading.raters.summarising import outdated, refresh_question, refresh_sums
from interview.accounts.models import User
from interview.authoring.drafting import begin_draft
from interview.models import Question

TRIES = 15


def measure(stage: Stage) -> Iterator[Measure]:
    """Build the amount once, count it, and time each page by turns with the yardstick."""
    people = fill()
    with override_settings(ROOT_URLCONF="bench.urls"):
        yield from time_pages(people)


def time_pages(people: list[User]) -> Iterator[Measure]:
    now = timezone.now()
    began = time.perf_counter()
    questions = outdated(now, QUESTIONS + 500)
    for question in questions:
        refresh_question(question, now)
    refresh_sums()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield Measure(
        "counting agreement anew, a question",
        (time.perf_counter() - began) / len(questions) * 1000,
        "ms",
    )
    began = time.perf_counter()
    now = timezone.now()
    assert not outdated(now, 10, since=now - timedelta(hours=2))
    yield Measure("finding what has changed", (time.perf_counter() - began) * 1000, "ms")
    reviewer = browser(people[0])
    worst = RatedQuestion.objects.order_by("-compared")[0].question
    rated = Rating.objects.done().filter(answer__turn__version__question=worst).first()
    assert rated is not None
    update = yardstick(people[0])
    yield Measure("one-UPDATE view", min(seconds(update) for _ in range(TRIES)) * 1000, "ms")
    for path, name, goal in (
        ("/raters/", "queue", 8.0),
        ("/raters/agreement/", "agreement", 12.0),
        ("/raters/agreement/?page=40", "agreement, its last page", 12.0),
        (f"/raters/agreement/{worst.key}/", "agreement on a question", 12.0),
        (f"/raters/answers/{rated.answer_id}/", "an answer", 10.0),
        ("/raters/training/", "training", 12.0),
        ("/raters/appeals/", "appeals", 20.0),
        ("/raters/calibrations/", "calibrations", 6.0),
        ("/curation/", "list of questions", 20.0),
        ("/curation/?health=few", "questions by health", 20.0),
        (f"/curation/questions/{worst.key}/", "a question's own page", 12.0),
        (
            f"/curation/versions/{previewed(worst, people[0])}/preview/",
            "preview of a regrade",
            12.0,
        ),
    ):
        yield ratio(name, lambda path=path: fetch(reviewer, path), update, goal)  # type: ignore[misc]
    rater = browser(people[1])
    yield ratio("taking the next answer", lambda: take(rater), update, 16.0)


def previewed(question: Question, by: User) -> int:
    """Draft the question, with a preview over its past answers and a regrade that goes on."""
    draft = begin_draft(question, by)
    draft.structure_hash = question.current.structure_hash if question.current else ""
    draft.save(update_fields=["structure_hash"])
    grades = list(past_grades(draft)[:200])
    preview = Preview.objects.create(version=draft, state=JobState.DONE, answers=len(grades))
    PreviewRow.objects.bulk_create(
        PreviewRow(
            preview=preview, grade=grade, before=50.0, after=60.0, change=10.0,
            states={"point-0": ["said", "partly"]},
        )
        for grade in grades
    )  # fmt: skip
    Regrade.objects.create(version=draft, by=by)
    return int(draft.pk)


def ratio(name: str, act: Callable[[], None], update: Callable[[], None], goal: float) -> Measure:
    """Time both by turns, so that what else the machine does falls on both; the best of each counts."""
    act()
    pairs = [(seconds(act), seconds(update)) for _ in range(TRIES)]
    quickest = min(own for own, _ in pairs), min(other for _, other in pairs)
    return Measure(f"{name} : one-UPDATE view", quickest[0] / quickest[1], at_most=goal)


def seconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def browser(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def fetch(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200, path


def take(client: Client) -> None:
    """Take an answer and leave it, so that the next try takes one too."""
    assert client.post("/raters/next/")["Location"].startswith("/raters/ratings/")
    Rating.objects.filter(state="open").delete()


def yardstick(user: User) -> Callable[[], None]:
    client = browser(user)

    def update() -> None:
        assert client.get(f"/bench/{user.pk}/").status_code == 200

    return update
