"""Which answer a rater gets next: by question, in an order that is random and always the same.

Sorting by a hash that begins with the question keeps answers of one session, or of one day, from
following one another, and everybody meets a question's answers in the same order.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import MD5, Cast, Concat, Left

from grading.models import Override, PointOpinion, RatedQuestion, Rating, RatingState, lock_time
from interview.models import Answer, Mode, Question, RubricPoint, Scorecard, Seat, User

TRIES = 5


def ratable() -> QuerySet[Answer]:
    """Answers that people may grade: handed in, to a question itself, not to a follow-up.

    Those of a live room only once all its scorecards are in: its interviewers may be raters too.
    """
    answers = Answer.objects.submitted().filter(asked_point__isnull=True)
    return answers.filter(~Q(turn__session__mode=Mode.LIVE) | ~Exists(open_cards()))


def open_cards(session: str = "turn__session") -> QuerySet[Scorecard]:
    """Scorecards that an answer's room still waits for: the machine's marks are sealed until then."""
    return Scorecard.objects.filter(
        room__session=OuterRef(session),
        submitted_at__isnull=True,
        seat__taken_at__isnull=False,
        seat__revoked_at__isnull=True,
    )


def open_places(question: Question, now: datetime) -> QuerySet[Any]:
    """Return the answers with a free place, annotated with it: `place` and the hash `chance`."""
    own = Rating.objects.filter(answer=OuterRef("pk"))
    held = {n: Exists(own.holding(now).filter(sequence=n)) for n in (1, 2, 3)}
    done = {n: Exists(own.done().filter(sequence=n)) for n in (1, 2)}
    differs = Exists(own.done().filter(sequence=2, differs__gt=0))
    return (
        ratable()
        .filter(turn__version__question=question)
        .annotate(drawn=Left(chance_of("second"), 4), chance=chance_of(question.key))
        .annotate(
            place=Case(
                When(Q(done[2]) & Q(differs) & ~Q(held[3]), then=Value(3)),
                When(Q(done[1]) & ~Q(held[2]) & in_sample(), then=Value(2)),
                When(~Q(held[1]), then=Value(1)),
                default=Value(0),
            )
        )
        .filter(place__gt=0)
    )


def waiting_for(user: User, question: Question, now: datetime) -> QuerySet[Any]:
    """Return the answers this rater may take: those in conflict first, then disputed ones.

    Never one that they cannot be blind to: their own, of a room they sat in, or decided on already.
    """
    mine = Rating.objects.filter(answer=OuterRef("pk"), rater=user)
    seated = Seat.objects.filter(room__session=OuterRef("turn__session"), user=user)
    decided = Override.objects.filter(answer=OuterRef("pk"), by=user)
    waiting: QuerySet[Any] = (
        open_places(question, now)
        .exclude(turn__session__user=user)
        .exclude(Exists(mine.exclude(state=RatingState.LAPSED)))
        .exclude(Exists(seated))
        .exclude(Exists(decided))
        .annotate(disputed=Exists(disputes()))
        .order_by("-place", "-disputed", "chance")
    )
    return waiting


def disputes() -> QuerySet[PointOpinion]:
    """Points on which a critique disagrees with the score; raters are not told which."""
    return PointOpinion.objects.filter(critique__grade__answer=OuterRef("pk"), disagrees=True)


def chance_of(seed: str) -> MD5:
    return MD5(Concat(Value(f"{seed}:"), Cast("pk", CharField()), output_field=CharField()))


def in_sample() -> Q:
    """The stable sample of answers that a second person grades too, by their annotation `drawn`."""
    share = settings.RATING_SECOND_PERCENT
    return Q(pk__gt=0) if share >= 100 else Q(drawn__lt=f"{int(share * 65536 / 100):04x}")


def take_next(user: User, question: Question, now: datetime) -> Rating | None:
    """Keep this question's next answer for the rater for a while; None when nothing waits.

    What the rater has in work comes first. Two who ask at once never get the same place.
    """
    mine = (
        Rating.objects.visible_to(user)
        .filter(state=RatingState.OPEN, answer__turn__version__question=question)
        .first()
    )
    if mine is not None:
        return mine
    waiting = waiting_for(user, question, now).values_list("pk", "place")
    for answer, place in waiting[:TRIES]:
        if rating := take(answer, user, place, now):
            return rating
    return None


def take(answer: int, user: User, place: int, now: datetime) -> Rating | None:
    """Take one place at an answer; None when somebody was quicker."""
    try:
        with transaction.atomic():
            Rating.objects.filter(
                answer_id=answer, sequence=place, state=RatingState.OPEN, locked_until__lt=now
            ).update(state=RatingState.LAPSED)
            return Rating.objects.create(
                answer_id=answer, rater=user, sequence=place, locked_until=now + lock_time()
            )
    except IntegrityError:
        return None


def question_to_rate(user: User, now: datetime) -> Question | None:
    """Return the question to go on with: the one in work, else where most waits."""
    mine = Rating.objects.visible_to(user).filter(state=RatingState.OPEN)
    mine = mine.select_related("answer__turn__version__question")
    if rating := mine.first():
        return rating.answer.turn.version.question
    rows = RatedQuestion.objects.filter(Q(waiting__gt=0) | Q(conflicts__gt=0))
    rows = rows.select_related("question").order_by("-conflicts", "-waiting")
    for row in rows[:TRIES]:
        if waiting_for(user, row.question, now).exists():
            return row.question
    return None


def points_of(answer: Answer) -> list[RubricPoint]:
    """Return the points that an answer is graded on; of a design case those of its stage."""
    points = list(answer.turn.version.points.all())
    return [point for point in points if not answer.stage or point.stage == answer.stage]
