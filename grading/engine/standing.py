"""A whole answer in a few numbers: what the level reads to tell what people would give it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grading.engine.rubric import Point
from grading.engine.score import PARTLY_CREDIT, raw_score
from grading.engine.topic import Topic

# Each number with the way the level may go as it grows: up, down, or either.
STANDING = {
    "raw": 1, "said": 1, "partly": 0, "contradicted": -1, "most_contradicted": -1,
    "next_contradicted": -1, "best_credit": 1, "least_credit": 1, "evenness": 1,
    "missing": -1, "missing_mean": -1, "shared": 0, "relative": 0, "prompt": 0,
}  # fmt: skip
UNKNOWN = (float("nan"),) * 3


def standing(
    points: Sequence[Point], rows: NDArray[np.float64], topic: Topic | None
) -> NDArray[np.float64]:
    """The numbers of `STANDING`, in order; the last three unknown where no topic is."""
    weights = np.array([point.weight for point in points])
    weights = weights / weights.sum()
    credit = rows[:, 0] + PARTLY_CREDIT * rows[:, 1]
    denied = np.sort(rows[:, 3])[::-1]
    missing = [1.0 - row[0] - row[1] for p, row in zip(points, rows, strict=True) if p.required]
    said, partly, _, contradicted = weights @ rows
    return np.array(
        [
            raw_score(points, rows),
            said,
            partly,
            contradicted,
            denied[0],
            denied[1] if len(denied) > 1 else 0.0,
            credit.max(),
            credit.min(),
            weights @ credit**2,
            max(missing, default=0.0),
            float(np.mean(missing)) if missing else 0.0,
            *((topic.shared, topic.relative, topic.prompt) if topic else UNKNOWN),
        ]
    )
