"""Asking for one judgement: some samples, one repair, each call in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from grading.backends.language_model import LanguageModel, Message, ModelError, Reply, Trouble
from grading.critique.breaker import note_failure, note_success
from grading.critique.budget import OverBudgetError, reserve, settle
from grading.critique.prompt import Assignment, write_messages, write_repair
from grading.critique.reply import Reading, read, schema
from grading.models import Purpose, Spend
from interview.models import User


@dataclass
class Judgement:
    """The readings of all samples, the first with its comments, and what they took."""

    readings: list[Reading] = field(default_factory=list)
    raw: list[dict[str, Any]] = field(default_factory=list)
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    milliseconds: int = 0

    def book(self, spend: Spend) -> None:
        self.tokens_in += spend.tokens_in
        self.tokens_out += spend.tokens_out
        self.cost += spend.cost
        self.milliseconds += spend.milliseconds


@dataclass
class Asker:
    """Who asks: the model, on whose account, and what is told of the words as they come."""

    model: LanguageModel
    user: User | None
    purpose: Purpose
    hear: Callable[[str], None] | None = None
    # raises when the work is no longer wanted
    go_on: Callable[[], None] = lambda: None
    # of all that was asked so far, whatever came of it
    tokens: int = 0
    cost: Decimal = Decimal(0)

    def judge(self, work: Assignment, *, samples: int, comments: bool = True) -> Judgement:
        """Return what could be read of `samples` replies.

        Raises ModelError or OverBudgetError if the first fails; when a later one does, the samples
        that there are must do: fewer of them agree less easily.
        """
        judgement = Judgement()
        messages = write_messages(work)
        reading = self.ask(judgement, messages, work, comments=comments, hear=self.hear)
        if reading.problems:
            self.repair(judgement, messages, work, reading, comments=comments)
        if reading.is_empty():
            raise ModelError(Trouble.UNREADABLE)
        judgement.readings.append(reading)
        for sample in range(1, samples):
            self.go_on()
            try:
                more = write_messages(work, sample=sample)
                judgement.readings.append(self.ask(judgement, more, work, comments=False))
            except (ModelError, OverBudgetError):
                break
        return judgement

    def repair(
        self,
        judgement: Judgement,
        messages: Sequence[Message],
        work: Assignment,
        reading: Reading,
        *,
        comments: bool,
    ) -> None:
        """Ask once for what is missing; what is still missing then stays blank."""
        self.go_on()
        again = write_repair(messages, judgement.raw[-1]["text"], reading.problems, work.language)
        try:
            reading.mend(self.ask(judgement, again, work, comments=comments))
        except (ModelError, OverBudgetError):
            return

    def ask(
        self,
        judgement: Judgement,
        messages: Sequence[Message],
        work: Assignment,
        *,
        comments: bool,
        hear: Callable[[str], None] | None = None,
    ) -> Reading:
        spend = reserve(self.user, messages, model=self.model.id, purpose=self.purpose)
        reply: Reply | None = None
        heard = ""

        def listen(text: str) -> None:
            nonlocal heard
            heard = text
            if hear:
                hear(text)

        try:
            wanted = schema(work.keys, verdicts_only=not comments)
            reply = self.model.write(messages, wanted, hear=listen)
        except ModelError as error:
            # a refusal is about this request or this site's settings, not about the provider's health
            if error.trouble != Trouble.REFUSED:
                note_failure(self.model.id, wanted=error.retry_after)
            raise
        finally:
            settle(spend, reply, heard=heard)
            judgement.book(spend)
            self.tokens += spend.tokens_in + spend.tokens_out
            self.cost += spend.cost
        note_success(self.model.id)
        judgement.raw.append({"text": reply.text, "seconds": round(reply.seconds, 3)})
        return read(reply.text, work.keys, work.language, verdicts_only=not comments)
