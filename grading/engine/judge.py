"""One answer judged: features to probabilities, gates, states, quotes, a score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grading.engine.calibration import Calibration
from grading.engine.entailment import weigh
from grading.engine.features import PointFeatures
from grading.engine.gates import form_gates
from grading.engine.prepared import PreparedRubric
from grading.engine.prepared_point import PreparedPoint
from grading.engine.reading import Reading
from grading.engine.score import (
    GATE_CAPS,
    GATE_REACH,
    credit_of,
    dimension_scores,
    spread_of,
    states_of,
)
from grading.engine.standing import standing
from grading.engine.topic import Topic, is_elsewhere
from grading.engine.verdict import STATES, AnswerVerdict, PointVerdict, Quote, State
from grading.engine.windowed import Windowed

ENGINE = "5"


def judge(
    prepared: PreparedRubric,
    answer: Windowed,
    features: tuple[PointFeatures, ...],
    topic: Topic,
    calibration: Calibration,
    encoder: str,
    evidence: NDArray[np.float64] | None = None,
) -> AnswerVerdict:
    """The verdict on an answer that has at least one window, with entailment evidence if there is any."""
    values = np.stack([f.values for f in features])
    pairs = np.stack([f.pair for f in features])
    fitted_with_it = evidence is not None and calibration.entailment is not None
    if evidence is not None and fitted_with_it:
        values = np.c_[values, evidence]
    rows = calibration.probabilities(values, pairs)
    if evidence is not None and not fitted_with_it:
        rows = weigh(rows, evidence)
    return settle(prepared, answer, features, topic, rows, calibration, encoder)


def settle(
    prepared: PreparedRubric,
    answer: Windowed,
    features: tuple[PointFeatures, ...],
    topic: Topic,
    rows: NDArray[np.float64],
    calibration: Calibration,
    encoder: str,
) -> AnswerVerdict:
    """The verdict that follows from the points' probabilities."""
    gates = form_gates(answer.reading, prepared.prompt_units)
    if topic.asks_again and "restated" not in gates:
        gates = ("restated", *gates)
    points = [p.point for p in prepared.points]
    earned = calibration.level(standing(points, rows, topic))
    if not gates and is_elsewhere(topic, earned):
        gates = ("other_topic",)
    cap = min((GATE_CAPS.get(gate, 100.0) for gate in gates), default=100.0)
    if cap < 100.0:
        rows = _silenced(rows)
        earned = calibration.level(standing(points, rows, topic))
    score = min(cap, earned)
    low, high = calibration.interval(score, spread_of(points, rows))
    verdicts = tuple(
        _verdict(point, answer, f, row, state)
        for point, f, row, state in zip(
            prepared.points, features, rows, states_of(rows), strict=True
        )
    )
    return AnswerVerdict(
        score=round(score, 1),
        low=round(low, 1),
        high=round(min(high, max(cap + GATE_REACH, score)), 1),
        gates=gates,
        points=verdicts,
        dimensions=dimension_scores(points, [v.credit for v in verdicts]),
        engine=ENGINE,
        encoder=encoder,
        calibration=calibration.id,
    )


def blank_verdict(
    prepared: PreparedRubric, reading: Reading, calibration: str, encoder: str
) -> AnswerVerdict:
    """The verdict on an answer in which nothing can be graded."""
    gates = form_gates(reading, prepared.prompt_units) or ("too_short",)
    nothing = {"said": 0.0, "partly": 0.0, "not_said": 1.0, "contradicted": 0.0}
    points = tuple(PointVerdict(p.point.key, "not_said", 0.0, nothing, ()) for p in prepared.points)
    dimensions = dimension_scores([p.point for p in prepared.points], [0.0] * len(points))
    return AnswerVerdict(0.0, 0.0, 0.0, gates, points, dimensions, ENGINE, encoder, calibration)


def _silenced(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Behind a closed gate words earn nothing, but a contradiction stays one."""
    quiet = rows.copy()
    quiet[:, 2] += 0.85 * (quiet[:, 0] + quiet[:, 1])
    quiet[:, :2] *= 0.15
    return quiet


def _verdict(
    prepared: PreparedPoint,
    answer: Windowed,
    features: PointFeatures,
    row: NDArray[np.float64],
    state: State,
) -> PointVerdict:
    window = features.worst if state == "contradicted" else features.best
    quotes: tuple[Quote, ...] = ()
    if state != "not_said":
        span = answer.spans[window]
        quotes = (Quote(*answer.reading.normal.raw_span(span.start, span.end)),)
    conflict = None
    if state == "contradicted":
        conflict = prepared.wrong_texts[features.wrong] if features.wrong >= 0 else prepared.text
    return PointVerdict(
        key=prepared.point.key,
        state=state,
        credit=round(credit_of(row), 3),
        probabilities={s: round(float(p), 4) for s, p in zip(STATES, row, strict=True)},
        quotes=quotes,
        conflict=conflict,
    )
