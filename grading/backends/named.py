"""The encoders that have a name here, and any of the hub's."""

from __future__ import annotations

from grading.backends.sentence_transformer import (
    PACKAGED,
    SentenceTransformerEncoder,
    packaged_minilm,
)
from grading.backends.use_multilingual import UseMultilingual
from grading.engine.encoder import Encoder

DEFAULT = "use-m3"


def load_named(name: str, threads: int) -> Encoder:
    """The encoder in this process; raises `BackendError` where it cannot be had."""
    if name.lower() == DEFAULT:
        return UseMultilingual(threads)
    if name.lower() == PACKAGED:
        return packaged_minilm(threads)
    return SentenceTransformerEncoder(name, threads)
