"""Three similarities by a second encoder, for measuring on short-answer sets only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from grading.engine.encoder import Encoder
from grading.engine.fitting.short_answers import ShortAnswer
from grading.engine.fitting.short_sides import BLANK, Side, Vectors


def second_features(
    rows: Sequence[ShortAnswer], sides: Sequence[tuple[Side, Side]], encoder: Encoder
) -> NDArray[np.float64]:
    """Each answer's cosine to its reference, the same outside the question's words, to the question.

    `sides` are each row's reference and answer.
    """
    texts = [
        (row.answer or BLANK, row.reference, row.question, answer.demoted, reference.demoted)
        for row, (reference, answer) in zip(rows, sides, strict=True)
    ]
    unique = list(dict.fromkeys(chain.from_iterable(texts)))
    vectors = Vectors(encoder.encode(unique), {text: i for i, text in enumerate(unique)})
    answers, references, questions, own, wanted = (
        vectors.of(column) for column in zip(*texts, strict=True)
    )
    pairs = ((answers, references), (own, wanted), (answers, questions))
    return np.stack([(a * b).sum(axis=1) for a, b in pairs], axis=1).astype(np.float64)
