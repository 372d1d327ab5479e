"""What a calibration would change among the answers that have been graded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

from grading.engine.calibration import Calibration
from grading.engine.fitting.samples import Sample
from grading.engine.grader import Grader
from grading.engine.kappa import kappa
from grading.engine.rubric import Language
from grading.engine.verdict import AnswerVerdict, GradeItem
from grading.models import Grade
from grading.pipeline import rubric_of
from grading.raters.samples import KIND
from grading.raters.summarising import likeliest, read_machine

BATCH = 32
LISTED = 20


def preview_effect(
    grader: Grader,
    calibration: Calibration,
    *,
    limit: int,
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Grade the newest `limit` answers again under a calibration, write nothing, and compare."""
    former, grader.calibration = grader.calibration, calibration
    moves: Counter[tuple[str, str]] = Counter()
    shifts: defaultdict[str, list[float]] = defaultdict(list)
    changed: Counter[str] = Counter()
    worst: list[dict[str, Any]] = []
    try:
        for grade, verdict in judge_again(grader, limit):
            key = grade.version.question.key
            before = {row.point.key: row.state for row in grade.point_scores.all()}
            after = {point.key: point.state for point in verdict.points}
            pairs = [(before[k], after[k]) for k in before if k in after]
            moves.update(pairs)
            changed[key] += any(one != other for one, other in pairs)
            shift = verdict.score - (grade.score or 0.0)
            shifts[key].append(shift)
            worst.append(
                {
                    "answer": grade.answer_id,
                    "question": key,
                    "before": grade.score,
                    "after": verdict.score,
                }
            )
    finally:
        grader.calibration = former
    worst.sort(key=lambda row: -abs(row["after"] - row["before"]))
    everything = [shift for own in shifts.values() for shift in own]
    say(f"effect on {len(everything)} answers")
    return {
        "answers": len(everything),
        "answers_changed": changed.total(),
        "points": moves.total(),
        "points_changed": sum(n for (one, other), n in moves.items() if one != other),
        "states": [[one, other, n] for (one, other), n in sorted(moves.items())],
        "mean_shift": mean(everything),
        "most_up": round(max(everything, default=0.0), 1),
        "most_down": round(min(everything, default=0.0), 1),
        "questions": sorted(
            (
                {
                    "question": key,
                    "answers": len(own),
                    "changed": changed[key],
                    "mean_shift": mean(own),
                }
                for key, own in shifts.items()
            ),
            key=lambda row: -abs(cast(float, row["mean_shift"])),
        ),
        "worst": worst[:LISTED],
    }


def judge_again(grader: Grader, limit: int) -> Iterator[tuple[Grade, AnswerVerdict]]:
    rows = (
        Grade.objects.newest_scored()
        .filter(answer__asked_point=None, answer__stage="")
        .select_related("answer__turn__session", "version__question")
        .prefetch_related("version__points", "point_scores__point")
        .order_by("-pk")[:limit]
    )
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        items = [
            GradeItem(
                rubric_of(row.version),
                cast(Language, row.answer.turn.session.language),
                row.answer.text,
            )
            for row in batch
        ]
        yield from zip(batch, grader.grade(items), strict=True)


def compare_with_people(held_out: Sequence[tuple[Sample, AnswerVerdict]]) -> dict[str, Any]:
    """Return kappa on the answers people graded here: as graded then, and by fits that never saw them."""
    rated = {int(s.id.removeprefix(f"{KIND}-")): (s, v) for s, v in held_out if s.kind == KIND}
    machine = read_machine(list(rated))
    before: Counter[tuple[str, str]] = Counter()
    after: Counter[tuple[str, str]] = Counter()
    for pk, (sample, verdict) in rated.items():
        for point in verdict.points:
            state = sample.states[point.key]
            after[state, likeliest(point.state, point.probabilities)] += 1
            if point.key in machine.get(pk, {}):
                before[state, machine[pk][point.key]] += 1
    return {"answers": len(rated), "kappa_before": kappa(before), "kappa_after": kappa(after)}


def mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 2) if values else 0.0
