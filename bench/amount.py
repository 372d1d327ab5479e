"""A site that has been used: 2,000 questions, 100,000 grades, and people's word on some of them."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from grading.engine.verdict import STATES
from grading.models import (
    Appeal,
    Grade,
    GradeStatus,
    PointScore,
    RatedPoint,
    Rating,
    TrainingRating,
)
from interview.accounts.models import Role, User
from interview.models import (
    Answer,
    AnswerState,
    Question,
    RubricPoint,
    RubricVersion,
    SampleAnswer,
    Session,
    Topic,
    Turn,
)
from tests.factories import make_user

QUESTIONS, GRADES, POINTS = 2_000, 100_000, 5
RATED, RATED_TWICE = 20_000, 5_000
SAMPLES, APPEALS = 6, 3_000
TEXT = "Bagging averages many deep trees and so lowers the variance. " * 6


def fill() -> list[User]:
    """Make the amount: questions, answers graded by the machine, some of them by people too."""
    chance = random.Random(1)
    now = timezone.now()
    topic = Topic.objects.order_by("pk")[0]
    questions = Question.objects.bulk_create(
        Question(
            key=f"X{n}", slug=f"made-{n}", topic=topic, round="fundamentals", level="mid", minutes=8
        )
        for n in range(QUESTIONS)
    )
    versions = RubricVersion.objects.bulk_create(
        RubricVersion(
            question=question, number=1, prompt_ko="무엇", prompt_en="What", model_answer_ko="답",
            model_answer_en="Answer",
        )
        for question in questions
    )  # fmt: skip
    points = RubricPoint.objects.bulk_create(
        RubricPoint(
            version=version, key=f"point-{n}", position=n, dimension="knowledge", weight=2,
            text_ko="주장", text_en="Claim", probe_ko="?", probe_en="?", phrasings={}, contrasts=[],
        )
        for version in versions
        for n in range(POINTS)
    )  # fmt: skip
    SampleAnswer.objects.bulk_create(
        SampleAnswer(
            question=question, key=f"{question.key}-{n}", language=("ko", "en")[n % 2],
            kind="partial", text=TEXT, score=50,
            states={f"point-{place}": "said" for place in range(POINTS)},
        )
        for question in questions
        for n in range(SAMPLES)
    )  # fmt: skip
    RubricVersion.objects.filter(question__in=questions).update(state="published", published_at=now)
    for question, version in zip(questions, versions, strict=True):
        question.current = version
    Question.objects.bulk_update(questions, ["current"], batch_size=500)
    people = [make_user(f"bench-rater{n}", role=Role.REVIEWER) for n in range(3)]
    for person in people:
        TrainingRating.objects.bulk_create(
            TrainingRating(rater=person, sample=f"s{n}", question="X1", states={}, right=5, of=5)
            for n in range(6)
        )
    candidate = make_user("bench-candidate")
    of = {v.pk: points[i * POINTS : (i + 1) * POINTS] for i, v in enumerate(versions)}
    for start in range(0, GRADES, 5_000):
        fill_some(chance, start, candidate, versions, of, people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people


def fill_some(
    chance: random.Random,
    start: int,
    candidate: User,
    versions: list[RubricVersion],
    of: dict[int, list[RubricPoint]],
    people: list[User],
) -> None:
    now = timezone.now()
    when = [now - timedelta(days=chance.randrange(360)) for _ in range(5_000)]
    sessions = Session.objects.bulk_create(
        Session(
            user=candidate, round="fundamentals", language=chance.choice(["ko", "en"]), minutes=10,
            deadline=at, finished_at=at,
        )
        for at in when
    )  # fmt: skip
    turns = Turn.objects.bulk_create(
        Turn(
            session=session,
            position=1,
            version=versions[(start + n) % len(versions)],
            allotted_seconds=480,
        )
        for n, session in enumerate(sessions)
    )
    answers = Answer.objects.bulk_create(
        Answer(
            turn=turn, text=TEXT[: chance.randrange(80, len(TEXT))], state=AnswerState.SUBMITTED,
            submitted_at=at,
        )
        for turn, at in zip(turns, when, strict=True)
    )  # fmt: skip
    grades = Grade.objects.bulk_create(
        Grade(
            answer=answer, version=answer.turn.version, status=GradeStatus.SCORED, score=50.0,
            low=40.0, high=60.0, finished_at=answer.submitted_at, calibration="bench",
        )
        for answer in answers
    )  # fmt: skip
    states = [[chance.choice(STATES) for _ in range(POINTS)] for _ in grades]
    PointScore.objects.bulk_create(
        (
            PointScore(
                grade=grade, point=point, state=state, credit=0.5, probabilities={state: 1.0}
            )
            for grade, own in zip(grades, states, strict=True)
            for point, state in zip(of[grade.version_id], own, strict=True)
        ),
        batch_size=5_000,
    )
    share = len(answers) / GRADES
    Appeal.objects.bulk_create(
        Appeal(grade=grade, point=of[grade.version_id][0], reason="It says so in its first line.")
        for grade in grades[: int(APPEALS * share)]
    )
    for sequence, wanted in ((1, RATED), (2, RATED_TWICE)):
        chosen = range(int(wanted * share))
        ratings = Rating.objects.bulk_create(
            Rating(
                answer=answers[n], rater=people[sequence], sequence=sequence, state="done",
                locked_until=now, finished_at=when[n], differs=0 if sequence == 2 else None,
            )
            for n in chosen
        )  # fmt: skip
        RatedPoint.objects.bulk_create(
            (
                RatedPoint(
                    rating=rating,
                    point=point,
                    state=state if chance.random() < 0.8 else chance.choice(STATES),
                )
                for rating, n in zip(ratings, chosen, strict=True)
                for point, state in zip(of[answers[n].turn.version_id], states[n], strict=True)
            ),
            batch_size=5_000,
        )
