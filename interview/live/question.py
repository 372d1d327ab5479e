"""A question in a room's plan; once it was put to the candidate it has a turn in their session."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _t
from pycrdt import Doc, Text

from interview.coding.program import program_of
from interview.design.board import board_of
from interview.errors import RequestError
from interview.live.clock import Clock
from interview.live.document import BOARD, read_board
from interview.live.room import Room
from interview.live.stages import keep_ledger, open_stage, visit_stage
from interview.live.timed import Timed
from interview.practice.answer import Answer, AnswerQuerySet, AnswerState
from interview.practice.beginning import stages_of
from interview.practice.session import Session
from interview.practice.turn import Turn
from interview.questions.models import Round, RubricVersion

logger = logging.getLogger(__name__)


class RoomQuestion(Timed):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    # pinned, as a session's turns are
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="+")
    turn = models.OneToOneField(
        Turn, null=True, blank=True, on_delete=models.CASCADE, related_name="room_question"
    )
    pushed_at = models.DateTimeField(null=True, blank=True)
    # of a design case that was asked: the stage on the table; empty elsewhere
    stage = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["room", "position"]
        constraints = [
            models.UniqueConstraint(fields=["room", "position"], name="room_question_position"),
            models.UniqueConstraint(fields=["room", "version"], name="room_asks_once"),
        ]

    def __str__(self) -> str:
        return f"room question {self.pk}"

    @property
    def text_name(self) -> str:
        """The name of the shared text that holds the answer, or that of the stage on the table."""
        return self.text_name_of(self.stage)

    def text_name_of(self, stage: str) -> str:
        return f"text:{self.pk}:{stage}" if stage else f"text:{self.pk}"

    @property
    def code_name(self) -> str:
        return f"code:{self.pk}"

    @property
    def board_name(self) -> str:
        """The name of the shared whiteboard; empty for questions that nobody draws for."""
        draws = self.version.question.round == Round.SYSTEM_DESIGN
        return f"{BOARD}{self.pk}" if draws else ""

    def push(self, now: datetime) -> bool:
        """Put this question before the candidate; False when it is there already.

        Its clock runs from here, and that of the one before rests; coming back goes on with both.
        A design case begins with its first stage.
        """
        with transaction.atomic():
            room = Room.objects.locked(self.room)
            if not room.is_live or room.session is None:
                raise RequestError(_t("Start the interview first."), status=409)
            self.refresh_from_db()
            if room.current_id == self.pk:
                return False
            if room.current is not None:
                room.current.set_clock(room.current.clock.pause(now))
            if self.turn is None:
                self.turn = self._ask(room.session)
                self.pushed_at = now
                self.save(update_fields=["turn", "pushed_at", "stage"])
                self._write_starter(room, now)
            if room.clock.running:
                self.set_clock(self.clock.start(now))
            Session.objects.filter(pk=room.session.pk).update(current_position=self.turn.position)
            room.current = self
            room.save(update_fields=["current"])
            room.events.create(kind="pushed", at=now, question=self)
            room.touch()
        return True

    def move_to(self, stage: str, now: datetime) -> bool:
        """Put a stage of the case on the table before the candidate; False when it is there already."""
        with transaction.atomic():
            room = Room.objects.locked(self.room)
            self.refresh_from_db()
            if not room.is_live or room.current_id != self.pk or self.turn is None:
                raise RequestError(_t("Ask this case first."), status=409)
            if stage == self.stage:
                return False
            answer = open_stage(self.turn, stage)
            self.stage = stage
            self.save(update_fields=["stage"])
            if self.clock.running:
                visit_stage(self.turn, stage, now)
            room.events.create(kind="stage", at=now, question=self, amount=answer.sequence + 1)
            room.touch()
        return True

    def set_clock(self, clock: Clock) -> None:
        before = self.clock
        super().set_clock(clock)
        if self.turn is not None and self.stage:
            keep_ledger(self.turn, self.stage, before, clock)

    def _write_starter(self, room: Room, now: datetime) -> None:
        """Let the code begin as the question has it: once, whoever's page comes first."""
        if self.version.coding is None:
            return
        doc: Doc[Any] = Doc()
        doc.get(self.code_name, type=Text).insert(0, self.version.coding["starter"])
        room.stored += 1
        room.save(update_fields=["stored"])
        room.updates.create(number=room.stored, at=now, late=True, data=doc.get_update())

    def _ask(self, session: Session) -> Turn:
        last = session.turns.aggregate(last=Max("position"))["last"] or 0
        turn = Turn.objects.create(
            session=session,
            position=last + 1,
            version=self.version,
            allotted_seconds=int(self.allotted.total_seconds()),
        )
        self.stage = next(iter(stages_of(self.version)), "")
        open_stage(turn, self.stage)
        return turn

    def show_hint(self, after: int, now: datetime) -> bool:
        """Reveal the next rung of the ladder; asked twice with the same `after` it reveals one."""
        if self.turn is None or not self.room.is_live:
            return False
        before = self.turn.hints_shown
        self.turn.show_hint(after=after)
        if self.turn.hints_shown == before:
            return False
        self.room.events.create(kind="hint", at=now, question=self, amount=self.turn.hints_shown)
        self.room.touch()
        return True

    def answers(self) -> AnswerQuerySet:
        """Return the answer to the question, or one for each stage that was opened."""
        rows = Answer.objects.to_questions().filter(turn__room_question=self)
        return rows.select_related("turn__session", "turn__version").order_by("sequence")

    def answer(self) -> Answer:
        return self.answers().get(sequence=0)

    def close(self, texts: Mapping[str, str], now: datetime) -> None:
        """Hand in what stands in the document; the whole of it stays in the recording."""
        answers = list(self.answers().filter(state=AnswerState.OPEN))
        if not answers:
            return
        Turn.objects.filter(room_question=self).update(
            spent_seconds=int(self.clock.spent(now).total_seconds())
        )
        if self.version.coding is not None and (code := texts.get(self.code_name)):
            program = program_of(answers[0])
            program.save_draft(storable(code), revision=program.revision, now=now)
        if self.board_name:
            self._keep_board(answers[0], now)
        for answer in answers:
            text = texts.get(self.text_name_of(answer.stage), "")
            answer.save_draft(storable(text), revision=answer.revision, now=now)
        self.set_clock(self.clock.pause(now))

    def _keep_board(self, answer: Answer, now: datetime) -> None:
        """Put what was drawn beside the answer; a drawing that cannot be kept costs no text."""
        board = board_of(answer.turn)
        try:
            board.save_draft(
                read_board(self.room, self.board_name), revision=board.revision, now=now
            )
        except RequestError:
            logger.warning("board not kept", extra={"question": self.pk})


def storable(text: str) -> str:
    """Return the text as an answer can hold it, cut at the limit."""
    return text.replace("\x00", "\ufffd").replace("\r\n", "\n")[: settings.ANSWER_MAX_CHARACTERS]
