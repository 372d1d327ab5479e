"""What an answer's windows share, piece by piece, with each point's texts and with the model answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.catalogue import Catalogue, gather_catalogue
from grading.engine.groups import Groups, gather_groups
from grading.engine.pieces import letter_pieces, word_pieces
from grading.engine.reading import Reading
from grading.engine.segment import Span

KINDS = ("letters", "words")
SHARED = (
    "right", "right_best", "right_worst", "wrong", "wrong_best", "wrong_worst", "wrong_lead",
    "right_lead", "most_lead", "model_best", "model_worst", "model_lead", "mean_right",
    "told", "told_lead",
)  # fmt: skip
# what stands for `told` where there is no model answer: the medians over this project's questions
USUALLY_TOLD = np.array([[0.305, 0.165], [0.266, 0.158]], dtype=np.float32)
OVERLAP = tuple(f"{kind}_{name}" for kind in KINDS for name in SHARED)


@dataclass(frozen=True)
class Overlap:
    """A question's texts by their letters and by their words: the points' own, then the model answer's.

    Rare is what few of these texts hold, so that the words of the question itself weigh little.
    `told` has for each kind and point how near the model answer comes to the point, and how much
    nearer than to its wrong versions: what may be expected of somebody who says it freely.
    """

    groups: Groups
    points: int
    catalogues: tuple[Catalogue, ...]
    told: tuple[NDArray[np.float32], ...]

    def features(
        self,
        reading: Reading,
        spans: Sequence[Span],
        best: NDArray[np.intp],
        worst: NDArray[np.intp],
    ) -> NDArray[np.float64]:
        """A row of `OVERLAP` for each point; `best` and `worst` are windows as in `Nearness`."""
        tables = [
            catalogue.nearness([cut(reading, span) for span in spans])
            for catalogue, cut in zip(self.catalogues, CUTS, strict=True)
        ]
        shared = [self._shared(table, best, worst) for table in tables]
        both = [np.c_[own, told] for own, told in zip(shared, self.told, strict=True)]
        return np.concatenate(both, axis=1)

    def _shared(
        self, table: NDArray[np.float32], best: NDArray[np.intp], worst: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        own, model = table[:, : self.points], table[:, self.points :].max(axis=1, initial=0.0)
        peaks = self.groups.highest(own)
        right, wrong = peaks[:, :, 0], peaks[:, :, 1]
        each = np.arange(right.shape[1])
        values = [
            right.max(axis=0),
            right[best, each],
            right[worst, each],
            wrong.max(axis=0),
            wrong[best, each],
            wrong[worst, each],
            wrong[worst, each] - right[worst, each],
            right[best, each] - wrong[best, each],
            (wrong - right).max(axis=0),
            model[best],
            model[worst],
            model[worst] - wrong[worst, each],
            self.groups.mean(own)[:, :, 0].max(axis=0),
        ]
        return np.stack(values, axis=1).astype(np.float64)


def gather_overlap(
    points: Sequence[tuple[Sequence[Reading], Sequence[Reading]]], model: Reading | None
) -> Overlap:
    """The overlap of points given by the readings of their right and wrong texts.

    Without a model answer the points' right texts stand for it.
    """
    texts: list[tuple[Reading, Span]] = []
    placed = []
    for sides in points:
        rows = []
        for side in sides:
            rows.append(np.arange(len(texts), len(texts) + len(side)))
            texts += [(reading, Span(0, len(reading.text))) for reading in side]
        placed.append(rows)
    size, groups = len(texts), gather_groups(placed)
    if model is not None and model.sentences:
        texts += [(model, span) for span in model.sentences]
    else:
        texts += [texts[i] for rows in placed for i in rows[0]]
    pieces = [[cut(*text) for text in texts] for cut in CUTS]
    catalogues = tuple(map(gather_catalogue, pieces))
    told = tuple(np.tile(usual, (len(placed), 1)) for usual in USUALLY_TOLD)
    if model is not None and model.sentences:
        told = tuple(
            _told(groups.highest(catalogue.nearness(own[size:])[:, :size]))
            for catalogue, own in zip(catalogues, pieces, strict=True)
        )
    return Overlap(groups, size, catalogues, told)


def _told(peaks: NDArray[np.float32]) -> NDArray[np.float32]:
    right, wrong = peaks[:, :, 0], peaks[:, :, 1]
    return np.stack([right.max(axis=0), (right - wrong).max(axis=0)], axis=1)


def _letters(reading: Reading, span: Span) -> NDArray[np.uint32]:
    return letter_pieces(reading.text[span.start : span.end])


def _words(reading: Reading, span: Span) -> NDArray[np.uint32]:
    return word_pieces(reading.said_in(span))


CUTS = (_letters, _words)
