"""Starting a run: one at a time for each answer, so many a minute for each person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from interview.coding.models import CodeRun, Program, RunKind
from interview.errors import RequestError
from interview.practice.answer import Answer, AnswerState, check_text

LONGEST_CALL = 500
MOST_CALLS = 5


def start_run(program: Program, *, kind: str, calls: Sequence[str], now: datetime) -> CodeRun:
    """Queue a run of the program as it was last saved; RequestError when it is too soon."""
    answer = program.answer
    calls = [call.strip() for call in map(check_text, calls) if call.strip()]
    if len(calls) > MOST_CALLS:
        raise RequestError(_("At most five calls of your own at a time."))
    if any(len(call) > LONGEST_CALL for call in calls):
        raise RequestError(_("A call of your own may have 500 characters."))
    mine = CodeRun.objects.filter(answer__turn__session__user_id=answer.turn.session.user_id)
    if mine.unfinished().exclude(kind=RunKind.FINAL).exists():
        # of whichever session: many at a time are no way to get before everybody else
        raise RequestError(_("A run is still under way."), status=409)
    recent = mine.filter(created_at__gt=now - timedelta(minutes=1)).count()
    if recent >= settings.CODE_RUNS_PER_MINUTE:
        raise RequestError(_("Too many runs in a minute. Wait a moment."), status=429)
    try:
        with transaction.atomic():
            return CodeRun.objects.create(
                answer=answer, kind=kind, program=program.text, calls=calls
            )
    except IntegrityError as error:
        raise RequestError(_("A run is still under way."), status=409) from error


def start_final_runs() -> list[CodeRun]:
    """Queue the judging of every closed answer whose program has not been judged as handed in."""
    final = CodeRun.objects.filter(answer=OuterRef("answer"), kind=RunKind.FINAL)
    busy = CodeRun.objects.unfinished().filter(answer=OuterRef("answer"))
    programs = (
        Program.objects.written()
        .exclude(answer__state=AnswerState.OPEN)
        .filter(~Exists(final), ~Exists(busy))
    )
    return [
        run
        for program in programs[: settings.CODE_SWEEP_LIMIT]
        if (run := start_final_run(program.answer_id, program.text)) is not None
    ]


def start_final_run(answer_id: int, text: str) -> CodeRun | None:
    try:
        with transaction.atomic():
            return CodeRun.objects.create(
                answer_id=answer_id, kind=RunKind.FINAL, program=text, calls=[]
            )
    except IntegrityError:
        return None  # another sweep was quicker


def final_run_of(answer: Answer) -> CodeRun | None:
    """Return the newest finished judgement of what was handed in; `code_runs` may be prefetched."""
    return next((run for run in answer.code_runs.all() if run.kind == RunKind.FINAL), None)
