"""Curation's lists with 2,000 questions, against a view that makes one UPDATE."""

import http.client
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from bench.measure import Measure
from bench.stage import Stage
from interview.accounts.models import Role
from interview.questions.models import Question, RubricPoint, RubricVersion
from tests.factories import make_user

QUESTIONS = 2000
TRIES = 15
# the pages that people wait for, and how many times the yardstick they may cost
PAGES = {
    "list of questions": "/curation/",
    "questions by text": "/curation/?q=gradient",
    "questions by state": "/curation/?state=in_review",
    "questions by health": "/curation/?health=few",
    "last page of questions": "/curation/?page=40",
    "points by text": "/curation/points/?q=momentum",
    "one question": "/curation/questions/A2.13/",
}


class Visitor:
    """A curator's browser with a connection that stays open."""

    def __init__(self, url: str, ticket: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={ticket}"}

    def ask(self, path: str) -> None:
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")


def measure(stage: Stage) -> Iterator[Measure]:
    fill_up()
    curator = make_user("curator-bench", role=Role.CURATOR)
    ticket = stage.visitor(curator).cookies[settings.SESSION_COOKIE_NAME].value
    visitor = Visitor(stage.site.url, ticket)
    yardstick = seconds(partial(visitor.ask, f"/bench/{curator.pk}/"))
    yield Measure("one-UPDATE view", 1000 * yardstick, "ms")
    for name, path in PAGES.items():
        taken = seconds(partial(visitor.ask, path))
        yield Measure(f"{name}, 2,000 questions", 1000 * taken, "ms")
        yield Measure(f"{name} : one-UPDATE view", taken / yardstick, "×", at_most=30)


def fill_up() -> None:
    """Copy the bank until there are 2,000 questions, each with a published version of its own."""
    originals = [
        (question, question.current)
        for question in Question.objects.published()
        .select_related("current", "topic")
        .order_by("pk")
        if question.current is not None
    ]
    missing = QUESTIONS - Question.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE interview_rubricpoint DISABLE TRIGGER rubric_point_frozen")
    copies = [
        Question(
            key=f"{original.topic.key}-{1000 + number}", slug=original.slug, topic=original.topic,
            round=original.round, level=original.level, minutes=original.minutes,
        )
        for number, (original, _) in enumerate((originals * 12)[: max(0, missing)])
    ]  # fmt: skip
    Question.objects.bulk_create(copies)
    versions = RubricVersion.objects.bulk_create(
        RubricVersion(
            question=copy, number=1, state="published",
            prompt_ko=current.prompt_ko, prompt_en=current.prompt_en,
            model_answer_ko="…", model_answer_en="…",
        )
        for copy, (_, current) in zip(copies, originals * 12, strict=False)
    )  # fmt: skip
    for copy, version in zip(copies, versions, strict=True):
        copy.current = version
    Question.objects.bulk_update(copies, ["current"], batch_size=500)
    points = {
        current.pk: list(RubricPoint.objects.filter(version=current)) for _, current in originals
    }
    RubricPoint.objects.bulk_create(
        (
            RubricPoint(
                version=version, key=point.key, position=point.position, dimension=point.dimension,
                weight=point.weight, text_ko=point.text_ko, text_en=point.text_en,
                probe_ko=point.probe_ko, probe_en=point.probe_en, phrasings=point.phrasings,
                contrasts=point.contrasts,
            )
            for version, (_, current) in zip(versions, originals * 12, strict=False)
            for point in points[current.pk]
        ),
        batch_size=2000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE interview_rubricpoint ENABLE TRIGGER rubric_point_frozen")
        cursor.execute("ANALYZE")


def seconds(act: Callable[[], None]) -> float:
    act()
    taken = []
    for _ in range(TRIES):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
