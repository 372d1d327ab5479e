"""Any NLI cross-encoder of the hub as an entailment judge, through sentence-transformers."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grading.backends.errors import BackendError

BATCH = 32
ORDER = ("entail", "neutral", "contradict")


class CrossEncoderEntailment:
    """The model's own label names decide which output is which; a model without them is refused."""

    def __init__(self, name: str, threads: int = 1) -> None:
        importlib.import_module("torch").set_num_threads(threads)
        library = importlib.import_module("sentence_transformers")
        try:
            self._model = library.CrossEncoder(name)
        except Exception as error:  # the library raises OSError, ValueError and HTTP errors alike
            raise BackendError(
                f"The entailment model {Path(name).name} cannot be loaded.",
                permanent=isinstance(error, ValueError),
            ) from error
        labels = {str(v).lower(): int(k) for k, v in self._model.config.id2label.items()}
        self._columns = [
            i for start in ORDER for label, i in labels.items() if label.startswith(start)
        ]
        if len(labels) != len(ORDER) or len(self._columns) != len(ORDER):
            raise BackendError(
                f"{Path(name).name} does not name the labels entailment, neutral, contradiction.",
                permanent=True,
            )
        self.id = Path(name).name if Path(name).is_dir() else name

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        if not pairs:
            return np.zeros((0, len(ORDER)))
        logits = np.asarray(
            self._model.predict(
                list(pairs), batch_size=BATCH, show_progress_bar=False, apply_softmax=True
            ),
            dtype=np.float64,
        )
        return logits[:, self._columns]
