"""The grader that the environment asks for."""

from __future__ import annotations

import os
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from grading.backends.cross_encoder import CrossEncoderEntailment
from grading.backends.errors import BackendError
from grading.backends.sentence_transformer import (
    PACKAGED,
    SentenceTransformerEncoder,
    packaged_minilm,
)
from grading.backends.use_multilingual import UseMultilingual
from grading.engine.calibration import load_calibration
from grading.engine.encoder import Encoder, VectorStore
from grading.engine.entailment import Entailment
from grading.engine.glossary import load_glossary
from grading.engine.grader import Grader
from grading.engine.topic import load_background

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "fixtures" / "glossary.yaml"
CALIBRATIONS = ROOT / "grading" / "engine" / "calibrations"
DEFAULT = "use-m3"


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder by name, or that of `EMBEDDING_MODEL`; raises `BackendError` where there is none.

    One thread by default: a worker process per core then uses the cores without fighting over
    them. A process that has the machine to itself may raise `EMBEDDING_THREADS`.
    """
    name = (name or os.environ.get("EMBEDDING_MODEL") or DEFAULT).strip()
    threads = _threads(os.environ.get("EMBEDDING_THREADS", "1"))
    if name.lower() == DEFAULT:
        return UseMultilingual(threads)
    if name.lower() == PACKAGED:
        return packaged_minilm(threads)
    return SentenceTransformerEncoder(name, threads)


def load_grader(store: VectorStore | None = None) -> Grader:
    """The grader of this environment.

    A calibration belongs to one encoder. Under an encoder nobody has fitted, answers are graded
    by a cautious mapping with wide intervals, named `uncalibrated-…` in every verdict.
    """
    # The engine's own small matrix products must not wake a thread per core either.
    threadpool_limits(_threads(os.environ.get("EMBEDDING_THREADS", "1")), user_api="blas")
    encoder = load_encoder()
    entailment = load_entailment()
    return Grader(
        encoder,
        glossary=load_glossary(GLOSSARY),
        calibration=load_calibration(
            CALIBRATIONS, encoder.id, entailment.id if entailment else None
        ),
        store=store,
        entailment=entailment,
        background=load_background(CALIBRATIONS, encoder.id),
    )


def load_entailment() -> Entailment | None:
    """The entailment model that `ENTAILMENT_MODEL` names; none where it is not set."""
    name = os.environ.get("ENTAILMENT_MODEL", "").strip()
    if not name:
        return None
    return CrossEncoderEntailment(name, _threads(os.environ.get("EMBEDDING_THREADS", "1")))


def _threads(value: str) -> int:
    if not value.isdigit() or int(value) < 1:
        raise BackendError("EMBEDDING_THREADS must be a whole number from 1 up.", permanent=True)
    return int(value)
