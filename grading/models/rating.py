"""What people say of an answer, point by point, blind to the machine and to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from interview.models import Answer, RequestError, RubricPoint, User


class PersonState(models.TextChoices):
    """The four states a person may give; being unsure is the machine's."""

    SAID = "said", _("said")
    PARTLY = "partly", _("partly said")
    NOT_SAID = "not_said", _("not said")
    CONTRADICTED = "contradicted", _("contradicted")


class RatingState(models.TextChoices):
    OPEN = "open", _("In work")
    DONE = "done", _("Finished")
    LAPSED = "lapsed", _("Taken over by somebody else")


class RatingTakenOver(RequestError):
    def __init__(self) -> None:
        super().__init__(
            _t("This answer was kept for you too long and has gone to somebody else."), status=410
        )


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, user: User) -> RatingQuerySet:
        """A rater sees only their own: what others said would bend what they say."""
        return self.filter(rater=user)

    def done(self) -> RatingQuerySet:
        return self.filter(state=RatingState.DONE)

    def holding(self, now: datetime) -> RatingQuerySet:
        """Those that keep an answer from others: finished, or in work and not run out."""
        return self.filter(
            Q(state=RatingState.DONE) | Q(state=RatingState.OPEN, locked_until__gte=now)
        )


class Rating(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="ratings")
    rater = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="ratings")
    # 1 is the first person, 2 the second of a sample, 3 whoever decides where those two differ
    sequence = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=RatingState, default=RatingState.OPEN)
    locked_until = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # of a second rating: on how many points the first one says something else
    differs = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["answer", "sequence"]
        permissions = [
            ("rate_answer", "Can grade candidates' answers without names"),
            ("adjudicate_answer", "Can decide on points, appeals and calibrations"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "sequence"],
                condition=~Q(state="lapsed"),
                name="rating_sequence",
            ),
            models.UniqueConstraint(
                fields=["answer", "rater"], condition=~Q(state="lapsed"), name="rating_once_each"
            ),
            models.CheckConstraint(
                name="rating_done_has_time",
                condition=~Q(state="done") | Q(finished_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["finished_at"], condition=Q(state="done"), name="rating_finished"),
            models.Index(fields=["rater"], condition=Q(state="open"), name="rating_in_work"),
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"

    def states(self) -> dict[int, str]:
        """Return what was said so far, by the point's id."""
        return {row.point_id: row.state for row in self.rated_points.all()}

    def save_states(
        self,
        states: Mapping[int, str],
        quotes: Mapping[int, Sequence[int]],
        *,
        now: datetime | None = None,
    ) -> None:
        """Keep what was said so far, and keep the answer a while longer.

        Raises RatingTakenOver where somebody else has it by now; what is finished stays as it is.
        """
        now = now or timezone.now()
        with transaction.atomic():
            row = Rating.objects.select_for_update().get(pk=self.pk)
            if row.state == RatingState.LAPSED:
                raise RatingTakenOver
            if row.state == RatingState.DONE:
                raise RequestError(_t("This answer is finished; its states stay."), status=409)
            for point, state in states.items():
                start, end = quotes.get(point) or (None, None)
                RatedPoint.objects.update_or_create(
                    rating=row,
                    point_id=point,
                    defaults={"state": state, "quote_start": start, "quote_end": end},
                )
            Rating.objects.filter(pk=self.pk).update(locked_until=now + lock_time())

    def finish(self, points: Sequence[RubricPoint], *, now: datetime | None = None) -> None:
        """Close it, once every point has a state; RequestError where one is missing."""
        now = now or timezone.now()
        with transaction.atomic():
            row = Rating.objects.select_for_update().get(pk=self.pk)
            if row.state == RatingState.LAPSED:
                raise RatingTakenOver
            if row.state == RatingState.DONE:
                return
            states = row.states()
            if missing := [p.key for p in points if p.pk not in states]:
                text = _t("These points have no state yet: %(points)s.")
                raise RequestError(text % {"points": ", ".join(missing)})
            first = Rating.objects.done().filter(answer=row.answer_id, sequence=1).first()
            if row.sequence == 2 and first is not None:
                other = first.states()
                row.differs = sum(other.get(point) != state for point, state in states.items())
            row.state, row.finished_at = RatingState.DONE, now
            row.save(update_fields=["state", "finished_at", "differs"])
        self.refresh_from_db()


class RatedPoint(models.Model):
    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="rated_points")
    point = models.ForeignKey(RubricPoint, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PersonState)
    # code points into the answer's text, where the rater marked the words
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    quote_end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["rating", "point__position"]
        constraints = [
            models.UniqueConstraint(fields=["rating", "point"], name="point_rated_once"),
        ]

    def __str__(self) -> str:
        return f"rated point {self.pk}"


class TrainingRating(models.Model):
    """A prepared answer that somebody scored to learn how it is done here."""

    rater = models.ForeignKey(User, on_delete=models.CASCADE, related_name="training_ratings")
    # the labelled answer's key: it comes from curators or with the questions, never from candidates
    sample = models.CharField(max_length=120)
    question = models.CharField(max_length=20)
    # point key → state; the label as it was then; and on how many of them it says the same
    states = models.JSONField()
    labels = models.JSONField(default=dict)
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rater", "sample"], name="training_once_each"),
        ]

    def __str__(self) -> str:
        return f"training rating {self.pk}"


def lock_time() -> timedelta:
    return timedelta(minutes=settings.RATING_LOCK_MINUTES)
