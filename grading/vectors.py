"""Rubric vectors kept in the database, so that no worker encodes the same rubric text twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grading.engine.encoder import Encoder, FloatMatrix, text_key
from grading.models import StoredVector


class DatabaseVectors:
    """A `VectorStore` on the table of vectors, with this process's own memory before it."""

    def __init__(self) -> None:
        self.memory: dict[tuple[str, str], np.ndarray] = {}

    def fetch(self, encoder: Encoder, texts: Sequence[str]) -> FloatMatrix:
        """Return the (n, d) float32 rows of these texts; only unknown ones are encoded."""
        hashes = [text_key(text) for text in texts]
        missing = {h for h in hashes if (encoder.id, h) not in self.memory}
        if missing:
            self.recall(encoder.id, missing)
        unknown = {h: t for h, t in zip(hashes, texts, strict=True) if self.lacks(encoder.id, h)}
        if unknown:
            self.learn(encoder, unknown)
        return np.stack([self.memory[encoder.id, h] for h in hashes])

    def lacks(self, encoder_id: str, text_hash: str) -> bool:
        return (encoder_id, text_hash) not in self.memory

    def recall(self, encoder_id: str, hashes: set[str]) -> None:
        rows = StoredVector.objects.filter(encoder=encoder_id, text_hash__in=hashes)
        for text_hash, vector in rows.values_list("text_hash", "vector"):
            self.memory[encoder_id, text_hash] = np.frombuffer(vector, dtype="<f4")

    def learn(self, encoder: Encoder, unknown: dict[str, str]) -> None:
        matrix = encoder.encode(list(unknown.values()))
        rows = []
        for text_hash, vector in zip(unknown, matrix, strict=True):
            self.memory[encoder.id, text_hash] = vector
            raw = np.ascontiguousarray(vector, dtype="<f4").tobytes()
            rows.append(StoredVector(encoder=encoder.id, text_hash=text_hash, vector=raw))
        StoredVector.objects.bulk_create(rows, ignore_conflicts=True)
