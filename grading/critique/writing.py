"""Writing one critique, from its claimed row to its opinions. Nothing here can touch a score."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from grading.backends.language_model import ModelError, Trouble
from grading.critique.asking import Asker, Judgement
from grading.critique.breaker import LONGEST_REST, rest_of
from grading.critique.budget import OverBudgetError
from grading.critique.consent import is_on, is_wanted_for
from grading.critique.model import the_model
from grading.critique.neutral import neutralise
from grading.critique.opinions import Opinion, combine, disagrees
from grading.critique.prompt import PROMPT_VERSION, Assignment, content_hash
from grading.critique.quotes import find_quote
from grading.critique.reply import Content
from grading.critique.trust import newest_measurement, trusted_states
from grading.models import Critique, CritiqueReason, CritiqueStatus, Grade, PointOpinion, Purpose
from grading.push import report_changed
from interview.models import Answer, Consent, Mode

logger = logging.getLogger(__name__)

SHOW_EVERY = 0.7
BACKOFF = 15.0
FORGOTTEN_AFTER = timedelta(hours=24)


class OvertakenError(Exception):
    """The answer was graded again, or somebody else writes this by now."""


def ensure_critique(answer: Answer) -> Critique | None:
    """Give the answer's standing grade its critique row, if one is wanted; older ones are let go."""
    grade = standing_grade(answer.pk) if is_on() else None
    if grade is None or not is_wanted_for(grade):
        return None
    for old in Critique.objects.filter(grade__answer=answer).exclude(grade=grade):
        old.cancel()
    asked = manner_of(assignment(grade))
    critique, _ = Critique.objects.get_or_create(grade=grade, defaults=asked)
    # it was let go when the person said no, and is wanted again
    critique.revive()
    return critique


def manner_of(work: Assignment) -> dict[str, Any]:
    """Return what a critique is asked for by now: how, of whom, and a name for what is sent."""
    model, samples = settings.CRITIQUE_MODEL, settings.CRITIQUE_SAMPLES
    return {
        "language": work.language,
        "prompt_version": PROMPT_VERSION,
        "model": model,
        "samples": samples,
        "content_hash": content_hash(work, model=model, samples=samples),
    }


def forgotten_by_critiques(now: datetime) -> QuerySet[Answer]:
    """Return answers scored lately whose person wants a critique and that have none."""
    wanted = Grade.objects.newest_scored().filter(
        finished_at__gt=now - FORGOTTEN_AFTER,
        critiques__isnull=True,
        answer__asked_point__isnull=True,
        answer__turn__session__user__model_consent=Consent.YES,
        answer__turn__session__mode__in=(Mode.STUDY, Mode.REAL),
    )
    return Answer.objects.filter(grades__in=wanted)


def standing_grade(answer_id: int) -> Grade | None:
    grades = Grade.objects.newest_scored().filter(answer=answer_id)
    return (
        grades.select_related("answer__turn__session__user", "version__question")
        .prefetch_related("version__points", "point_scores__point")
        .first()
    )


def assignment(grade: Grade) -> Assignment:
    session, stage = grade.answer.turn.session, grade.answer.stage
    points = [p for p in grade.version.points.all() if not stage or p.stage == stage]
    return Assignment(
        question=grade.version.prompt(session.language),
        points=tuple((point.key, point.text(session.language)) for point in points),
        answer=grade.answer.text,
        language=session.user.language,
    )


def write(critique_id: int) -> None:
    """Write this critique if it is due; run twice, or for a row somebody else took, it does nothing."""
    critique = Critique.objects.claim(critique_id, timezone.now())
    if critique is None:
        return
    tell(critique)
    try:
        compose(critique)
    except OvertakenError:
        critique.cancel()
    except OverBudgetError as refusal:
        critique.fail(refusal.reason, again_in=None)
    except ModelError as error:
        logger.warning("no critique", extra={"critique": critique.pk, "why": error.trouble})
        critique.fail(CritiqueReason(error.trouble), again_in=again_in(critique, error))
    except Exception:
        logger.exception("critique failed", extra={"critique": critique.pk})
        critique.fail(CritiqueReason.BROKEN, again_in=None)
    tell(critique)


def compose(critique: Critique) -> None:
    grade = critique.grade
    check_standing(critique)
    work = assignment(grade)
    # it may have waited while the site took another model or the person another language
    critique.ask_for(**manner_of(work))
    earlier = copy_of(critique)
    if earlier is not None:
        opinions = [copied(critique, opinion) for opinion in earlier.opinions.all()]
        critique.finish(flagged(opinions, grade), content=earlier.content, copied=True)
        return
    if wait := rest_of(critique.model):
        too_old = timezone.now() - critique.created_at > FORGOTTEN_AFTER
        critique.fail(CritiqueReason.RESTING, again_in=None if too_old else wait, tried=False)
        return
    asker = Asker(
        the_model(),
        grade.answer.turn.session.user,
        Purpose.CRITIQUE,
        hear=Scribe(critique),
        go_on=lambda: check_standing(critique),
    )
    judgement = asker.judge(work, samples=critique.samples)
    check_standing(critique)
    found = combine(judgement.readings, work.keys, work.answer, samples=critique.samples)
    critique.finish(
        flagged(rows(critique, found), grade),
        content=content_of(judgement, work),
        raw=judgement.raw,
        tokens_in=judgement.tokens_in,
        tokens_out=judgement.tokens_out,
        cost=judgement.cost,
        milliseconds=judgement.milliseconds,
    )


def check_standing(critique: Critique) -> None:
    """Stop where a newer score stands, the person took back their yes, or another worker took over."""
    grade = standing_grade(critique.grade.answer_id)
    if grade is None or grade.pk != critique.grade_id or not is_wanted_for(grade):
        raise OvertakenError
    if not critique.keep():
        raise OvertakenError


def copy_of(critique: Critique) -> Critique | None:
    same = Critique.objects.filter(
        content_hash=critique.content_hash, status=CritiqueStatus.WRITTEN
    ).exclude(pk=critique.pk)
    return same.prefetch_related("opinions__point").order_by("-finished_at").first()


def copied(critique: Critique, opinion: PointOpinion) -> PointOpinion:
    points = {point.key: point for point in critique.grade.version.points.all()}
    return PointOpinion(
        critique=critique,
        point=points[opinion.point.key],
        verdict=opinion.verdict,
        agreement=opinion.agreement,
        quote=opinion.quote,
        comment=opinion.comment,
    )


def rows(critique: Critique, found: dict[str, Opinion]) -> list[PointOpinion]:
    points = {point.key: point for point in critique.grade.version.points.all()}
    return [
        PointOpinion(
            critique=critique,
            point=points[key],
            verdict=opinion.verdict,
            agreement=opinion.agreement,
            quote=opinion.quote,
            comment=opinion.comment,
        )
        for key, opinion in found.items()
    ]


def flagged(opinions: list[PointOpinion], grade: Grade) -> list[PointOpinion]:
    """Mark what is worth a human look: what a judge says that was measured to be worth hearing."""
    states = dict(grade.point_scores.values_list("point__key", "state"))
    trusted = trusted_states(newest_measurement())
    for opinion in opinions:
        differs = disagrees(opinion.verdict, states.get(opinion.point.key, ""))
        opinion.disagrees = differs and opinion.verdict in trusted
    return opinions


def content_of(judgement: Judgement, work: Assignment) -> Content:
    reading, neutral = judgement.readings[0], neutralise(work.answer)
    errors = [(find_quote(e.quote, work.answer, neutral), e.correction) for e in reading.errors]
    return Content(
        strengths=reading.strengths,
        next_step=reading.next_step,
        errors=[{"quote": quote, "correction": text} for quote, text in errors if quote],
        communication=reading.communication,
    )


def again_in(critique: Critique, error: ModelError) -> float | None:
    """Return when to try once more; None where that was refused, or is wanted too late to wait for."""
    wanted = error.retry_after or 0.0
    if error.trouble == Trouble.REFUSED or wanted > LONGEST_REST:
        return None
    backoff: float = BACKOFF * 2 ** (critique.attempts - 1)
    return max(wanted, backoff)


def tell(critique: Critique) -> None:
    turn = critique.grade.answer.turn
    report_changed(turn.session_id, turn.position)


class Scribe:
    """Keeps what has been written where pages can see it, not more often than eyes follow."""

    def __init__(self, critique: Critique) -> None:
        self.critique = critique
        self.shown = time.monotonic()

    def __call__(self, text: Any) -> None:
        if time.monotonic() - self.shown < SHOW_EVERY:
            return
        self.shown = time.monotonic()
        check_standing(self.critique)
        if not self.critique.show_so_far(text):
            raise OvertakenError
        tell(self.critique)
