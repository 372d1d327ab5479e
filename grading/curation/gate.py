"""The gate before publishing: labelled answers in order, attacks worth nothing, twins alike."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any, cast

from grading.backends.errors import BackendError
from grading.bank_gate import ADVERSARIAL_MAXIMUM, judge_order
from grading.curation.attacks import Attack, attacks
from grading.curation.judging import draft_rubric, judge_texts
from grading.engine.fitting.samples import Sample
from grading.engine.rubric import Language
from interview.models import (
    REQUIRED_KINDS,
    CheckState,
    LabelledAnswer,
    ReleaseCheck,
    RubricVersion,
    SampleAnswer,
    content_hash,
)

logger = logging.getLogger(__name__)

JUDGE = "grading"
REPEATED_GAIN = 5.0
LOOKED_AT = 60
Finding = dict[str, Any]


def every_version(_version: RubricVersion) -> bool:
    """Every version has points, and so something for the grader to be held to."""
    return True


def run_check(pk: int) -> None:
    """Judge one release check, once; run again it does nothing."""
    check = ReleaseCheck.objects.filter(pk=pk, judge=JUDGE).first()
    if check is None or not check.claim():
        return
    version = (
        RubricVersion.objects.select_related("question__topic")
        .prefetch_related("points")
        .get(pk=check.version_id)
    )
    try:
        if content_hash(version) != check.content_hash:
            check.finish(CheckState.FAILED, [{"rule": "content", "cases": []}], {})
            return
        findings, measured = measure(version)
    except BackendError:
        logger.warning("release check without a model", extra={"check": pk})
        check.finish(CheckState.BROKEN, [], {})
        return
    except Exception:
        logger.exception("release check failed", extra={"check": pk})
        check.finish(CheckState.BROKEN, [], {})
        return
    check.finish(CheckState.FAILED if findings else CheckState.PASSED, findings, measured)


def measure(version: RubricVersion) -> tuple[list[Finding], dict[str, Any]]:
    """Return what fails, with its texts and scores, and every score."""
    rubric = draft_rubric(version)
    samples = list(SampleAnswer.objects.filter(question=version.question))
    answers = [labelled(sample, version.question.key) for sample in samples]
    tries = list(attacks(rubric, elsewhere(version)))
    texts = [(a.language, a.text) for a in answers]
    texts += [(a.language, a.text) for a in tries]
    texts += [(a.language, a.once) for a in tries if a.once]
    verdicts = judge_texts(rubric, texts)
    own = verdicts[: len(answers)]
    scores = {a.id: v.score for a, v in zip(answers, own, strict=True)}
    tried = [v.score for v in verdicts[len(answers) : len(answers) + len(tries)]]
    once = iter([v.score for v in verdicts[len(answers) + len(tries) :]])
    findings = [*missing(answers), *order(version, answers, scores)]
    findings += attacked(tries, tried, [next(once) if a.once else None for a in tries])
    engine = own[0].engine if own else ""
    return findings, {
        "scores": scores,
        "attacks": {f"{a.name}-{a.language}": s for a, s in zip(tries, tried, strict=True)},
        "engine": engine,
    }


def missing(answers: Sequence[LabelledAnswer]) -> Iterator[Finding]:
    for kind, language in REQUIRED_KINDS:
        if not any(a.kind == kind and language in (None, a.language) for a in answers):
            name = f"{kind} {language or ''}".strip()
            yield {"rule": "missing", "cases": [case(name, language or "en", "", None)]}


def order(
    version: RubricVersion, answers: Sequence[LabelledAnswer], scores: dict[str, float]
) -> Iterator[Finding]:
    measured = judge_order(version.question.key, answers, scores)
    by_id = {answer.id: answer for answer in answers}

    def told(*keys: str) -> list[Finding]:
        return [case(key, by_id[key].language, by_id[key].text, scores[key]) for key in keys]

    for better, worse in measured.wrong_pairs:
        yield {"rule": "order", "cases": told(better, worse)}
    for key in measured.high_adversarial:
        yield {"rule": "adversarial", "limit": ADVERSARIAL_MAXIMUM, "cases": told(key)}
    for one, other in measured.far_twins:
        yield {"rule": "twins", "cases": told(one, other)}


def attacked(
    tries: Sequence[Attack], scores: Sequence[float], once: Sequence[float | None]
) -> Iterator[Finding]:
    for attack, score, before in zip(tries, scores, once, strict=True):
        limit = ADVERSARIAL_MAXIMUM if before is None else max(before + REPEATED_GAIN, 0.0)
        if score > limit:
            told = case(attack.name, attack.language, attack.text, score)
            yield {"rule": "attack", "limit": round(limit, 1), "cases": [told]}


def case(name: str, language: str, text: str, score: float | None) -> Finding:
    return {"name": name, "language": language, "text": text, "score": score}


def labelled(sample: SampleAnswer, question: str) -> LabelledAnswer:
    return LabelledAnswer.model_construct(
        id=sample.key,
        question=question,
        language=sample.language,
        kind=sample.kind,
        text=sample.text,
        score=sample.score,
        states=sample.states,
        twin=sample.twin or None,
    )


def elsewhere(version: RubricVersion) -> list[Sample]:
    """Return strong answers from other fields: good words in the wrong place.

    Neighbouring topics share true claims, so another kind of round is asked for, else another
    group of topics; a bank that has neither has nothing to attack with.
    """
    topic = version.question.topic
    strong = SampleAnswer.objects.filter(kind="strong").order_by("key")
    for rows in (
        strong.exclude(question__topic__round=topic.round),
        strong.exclude(question__topic__group=topic.group),
    ):
        found = list(rows.values_list("key", "question__key", "language", "text"))
        if found:
            spread = found[:: max(1, len(found) // LOOKED_AT)]
            return [
                Sample(key, question, cast(Language, language), "strong", text, {}, 0.0)
                for key, question, language, text in spread
            ]
    return []
