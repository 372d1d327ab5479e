"""The whiteboard of a case or a topic: saved under the rules of drafts, its versions kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import F

from interview.accounts.models import User
from interview.design.elements import Element, read_board, read_element, write_board
from interview.practice.answer import Answer, AnswerClosed, AnswerState, StaleDraft
from interview.practice.turn import Turn

# what is drawn within this time is one version
ONE_VERSION = timedelta(seconds=60)
VERSIONS_OFFERED = 10


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: User) -> BoardQuerySet:
        return self.filter(turn__session__user=user)


class Board(models.Model):
    turn = models.OneToOneField(Turn, on_delete=models.CASCADE, related_name="board")
    elements: models.JSONField[list[Element], list[Element]] = models.JSONField(
        default=list, blank=True
    )
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["turn"]

    def __str__(self) -> str:
        return f"board {self.pk}"

    @property
    def text(self) -> str:
        # the database keeps fields in an order of its own
        return write_board([kept for one in self.elements if (kept := read_element(one))])

    def is_open(self, now: datetime) -> bool:
        """Say whether it may still be drawn on: as long as something of its turn may be written."""
        turn = self.turn
        if turn.session.is_finished or turn.is_overdue(now) or turn.session.is_overdue(now):
            return False
        return turn.answers.to_questions().filter(state=AnswerState.OPEN).exists()

    def save_draft(self, text: str, *, revision: int, now: datetime, apart: bool = False) -> int:
        """Store what was drawn if `revision` is the newest one known; return the new revision.

        apart: what stood there before stays a version, however new it is. Raises StaleDraft,
        AnswerClosed or BadBoard as `Answer.save_draft` does; the turn and its session must be loaded.
        """
        elements = read_board(text)
        if not self.is_open(now):
            raise AnswerClosed
        with transaction.atomic():
            saved = Board.objects.filter(pk=self.pk, revision=revision).update(
                elements=elements, revision=F("revision") + 1, saved_at=now
            )
            self.refresh_from_db(fields=["elements", "revision", "saved_at"])
            if saved:
                keep_version(self, now, apart=apart)
        if not saved and self.elements != elements:
            raise StaleDraft(revision=self.revision, text=self.text)
        return self.revision


class BoardVersion(models.Model):
    """How a board stood at some time; rows are about a minute apart."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="versions")
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    elements: models.JSONField[list[Element], list[Element]] = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["board", "-id"]

    def __str__(self) -> str:
        return f"board version {self.pk}"


def keep_version(board: Board, now: datetime, *, apart: bool = False) -> None:
    """Keep this state as a version of its own, or as the newest state of the last one.

    What was drawn minutes long and is cleared in one second must not go with the second.
    """
    state: dict[str, Any] = {
        "elements": board.elements, "revision": board.revision, "saved_at": now
    }  # fmt: skip
    recent = board.versions.filter(begun_at__gt=now - ONE_VERSION).first()
    if recent is None or apart or loses_most(recent.elements, board.elements):
        board.versions.create(begun_at=now, **state)
    else:
        board.versions.filter(pk=recent.pk).update(**state)


def loses_most(before: list[Element], after: list[Element]) -> bool:
    """Say whether of what stood there less than half stands there still."""
    left = {element["id"] for element in after}
    return 2 * sum(element["id"] in left for element in before) < len(before)


def board_of(turn: Turn) -> Board:
    """Return the turn's board, empty at first."""
    board, _ = Board.objects.get_or_create(turn=turn)
    board.turn = turn
    return board


def describe_board(turn: Turn, answer: Answer) -> dict[str, Any]:
    """Return what ``design/_board.html`` needs, while there is something to draw for."""
    if not answer.is_open:
        return {}
    board = board_of(turn)
    return {"board": board, "board_versions": list(board.versions.all()[:VERSIONS_OFFERED])}
