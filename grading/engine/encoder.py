"""The port to sentence encoders, and where rubric vectors are kept between answers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to float32 unit rows; `id` changes whenever the rows would."""

    @property
    def id(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> FloatMatrix: ...


class VectorStore(Protocol):
    """Vectors of rubric texts, computed once per text and encoder."""

    def fetch(self, encoder: Encoder, texts: Sequence[str]) -> FloatMatrix: ...


def text_key(text: str) -> str:
    """The name under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


class MemoryVectors:
    """A vector store that lives as long as the process."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], NDArray[np.float32]] = {}

    def fetch(self, encoder: Encoder, texts: Sequence[str]) -> FloatMatrix:
        keys = [(text_key(text), encoder.id) for text in texts]
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._rows}
        if missing:
            rows = encoder.encode(list(missing.values()))
            self._rows.update(zip(missing, rows, strict=True))
        if not keys:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([self._rows[key] for key in keys])
