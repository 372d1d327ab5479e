"""Release checks: what must have passed, for exactly this content, before a draft is published.

Whoever can judge a rubric names itself in `JUDGES` when it starts, listens to
`release_check_requested` and writes its finding here. With nobody to judge, an approval is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import User
from interview.questions.models import RubricVersion
from interview.signals import release_check_requested

# each judge's name, and which versions it has something to say about
JUDGES: dict[str, Callable[[RubricVersion], bool]] = {}
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3


def judges_of(version: RubricVersion) -> list[str]:
    """Return who must have passed this version before it is published."""
    return sorted(judge for judge, concerns in JUDGES.items() if concerns(version))


class CheckState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    BROKEN = "broken", _("Could not be run")


class ReleaseCheckQuerySet(models.QuerySet["ReleaseCheck"]):
    def due(self) -> ReleaseCheckQuerySet:
        """Those nobody has taken up, and those whose worker died, a few times at most."""
        again = self.abandoned().filter(attempts__lt=MOST_ATTEMPTS)
        return self.filter(state=CheckState.WAITING) | again

    def abandoned(self) -> ReleaseCheckQuerySet:
        return self.filter(state=CheckState.RUNNING, claimed_at__lt=timezone.now() - LEASE)

    def give_up(self) -> int:
        """Say of what has ended a worker each time that it could not be run; return how many."""
        spent = self.abandoned().filter(attempts__gte=MOST_ATTEMPTS)
        return spent.update(state=CheckState.BROKEN, finished_at=timezone.now())

    def newest(self, version: RubricVersion, judge: str) -> ReleaseCheck | None:
        return self.filter(version=version, judge=judge).order_by("-pk").first()


class ReleaseCheck(models.Model):
    """One judgement of one draft's content.

    `findings` is a list of {"rule", "title", "text", "score", "limit", "language", "other"…}: what
    failed, with its text. It is about labelled and made-up answers, never about a candidate's.
    """

    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="checks")
    judge = models.CharField(max_length=20)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=CheckState, default=CheckState.WAITING)
    findings = models.JSONField(default=list)
    # what was measured, whether it passed or not: {"scores": {…}, "engine": …}
    measured = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseCheckQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["version", "pk"]

    def __str__(self) -> str:
        return f"check {self.pk}"

    @classmethod
    def ask(
        cls, version: RubricVersion, judge: str, content_hash: str, by: User | None
    ) -> ReleaseCheck:
        """Ask for a judgement of this content; asking again while one waits gives that one."""
        with transaction.atomic():
            RubricVersion.objects.select_for_update().get(pk=version.pk)
            waiting = cls.objects.due().filter(
                version=version, judge=judge, content_hash=content_hash
            )
            check = waiting.first() or cls.objects.create(
                version=version, judge=judge, content_hash=content_hash, by=by
            )
            release_check_requested.send(sender=cls, check_id=check.pk, judge=judge)
        return check

    def claim(self) -> bool:
        now = timezone.now()
        mine = ReleaseCheck.objects.due().filter(pk=self.pk)
        claimed = bool(
            mine.update(state=CheckState.RUNNING, claimed_at=now, attempts=models.F("attempts") + 1)
        )
        self.claimed_at = now if claimed else self.claimed_at
        return claimed

    def put_back(self) -> bool:
        """Wait on, as if never taken up: what judges is not ready yet."""
        return bool(self.mine().update(state=CheckState.WAITING, attempts=models.F("attempts") - 1))

    def mine(self) -> models.QuerySet[ReleaseCheck]:
        return ReleaseCheck.objects.filter(
            pk=self.pk, state=CheckState.RUNNING, claimed_at=self.claimed_at
        )

    def finish(
        self, state: CheckState, findings: list[dict[str, Any]], measured: dict[str, Any]
    ) -> bool:
        """Write the finding, once; False when another worker took the row over meanwhile."""
        return bool(
            self.mine().update(
                state=state, findings=findings, measured=measured, finished_at=timezone.now()
            )
        )

    @property
    def is_open(self) -> bool:
        return self.state in (CheckState.WAITING, CheckState.RUNNING)
