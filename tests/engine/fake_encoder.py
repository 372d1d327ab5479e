"""A tiny deterministic encoder: hashed character trigrams, enough to tell texts apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from grading.engine.encoder import FloatMatrix


class TrigramEncoder:
    """Unit rows of hashed trigram counts; counts its calls."""

    id = "trigrams"

    def __init__(self) -> None:
        self.calls = 0

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.calls += 1
        rows = np.full((len(texts), 64), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for i in range(len(text) - 2):
                row[hashlib.md5(text[i : i + 3].lower().encode()).digest()[0] % 64] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)
