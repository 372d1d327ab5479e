"""Whether an answer says its question again, in the question's words or in others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grading.engine.encoder import FloatMatrix
from grading.engine.gates import restated_share
from grading.engine.prepared import PreparedRubric
from grading.engine.windowed import Windowed

# Drawn under the default encoder between adversarial answers (at least .37, or far from it) and all
# answers that people gave something (at most .31).
MOSTLY, WORDS_WEIGHT, ASKED_AGAIN = 0.75, 0.5, 0.345


def asks_again(prepared: PreparedRubric, answer: Windowed, right: NDArray[np.float32]) -> bool:
    """Whether nearly all sentences come nearer to the question than to any of its points.

    `right` is how near each of the answer's windows comes to the points. The words that the question
    holds already count besides: a paraphrase keeps some of them.
    """
    places = sentence_places(answer)
    lead = (answer.rows[places] @ prepared.asked.T).max(axis=1) - right[places]
    if (lead > 0).mean() < MOSTLY:
        return False
    held = restated_share(answer.reading, prepared.prompt_units)
    return float(lead.mean()) + WORDS_WEIGHT * held >= ASKED_AGAIN


def sentence_places(answer: Windowed) -> list[int]:
    """The windows that are whole sentences, or all of them where none is."""
    sentences = set(answer.reading.sentences)
    places = [i for i, span in enumerate(answer.spans) if span in sentences]
    return places or list(range(len(answer.spans)))


def sentence_rows(answer: Windowed) -> FloatMatrix:
    return answer.rows[sentence_places(answer)]
