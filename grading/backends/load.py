"""The grader that the environment asks for."""

from __future__ import annotations

import os
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from grading.backends.beside import Beside
from grading.backends.cross_encoder import CrossEncoderEntailment
from grading.backends.errors import BackendError
from grading.backends.named import DEFAULT, load_named
from grading.engine.calibration import load_calibration
from grading.engine.encoder import Encoder, VectorStore
from grading.engine.entailment import Entailment
from grading.engine.glossary import load_glossary
from grading.engine.grader import Grader
from grading.engine.topic import load_background

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "fixtures" / "glossary.yaml"
CALIBRATIONS = ROOT / "grading" / "engine" / "calibrations"


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder by name, or that of `EMBEDDING_MODEL`; raises `BackendError` where there is none.

    One thread by default: a worker process per core then uses the cores without fighting over
    them. A process that has the machine to itself may raise `EMBEDDING_THREADS`.
    """
    return load_named(_name(name), threads_from_environment())


def load_beside(name: str | None = None) -> Encoder:
    """The same encoder; the packaged one in a process of its own where a second core is free.

    `EMBEDDING_PROCESS` decides it otherwise: 1 for always, 0 for never. Encoders that take a whole
    batch in one call gain nothing by it.
    """
    name = _name(name)
    wish = os.environ.get("EMBEDDING_PROCESS", "").strip() or str(int(cores() > 1))
    if wish not in ("0", "1"):
        raise BackendError("EMBEDDING_PROCESS must be 0 or 1.", permanent=True)
    if name.lower() != DEFAULT or wish == "0":
        return load_encoder(name)
    return Beside(name, threads_from_environment())


def load_grader(store: VectorStore | None = None) -> Grader:
    """The grader of this environment.

    A calibration belongs to one encoder. Under an encoder nobody has fitted, answers are graded
    by a cautious mapping with wide intervals, named `uncalibrated-…` in every verdict.
    """
    # The engine's own small matrix products must not wake a thread per core either.
    threadpool_limits(threads_from_environment(), user_api="blas")
    encoder = load_beside()  # first: a process of its own loads while this one goes on
    glossary = load_glossary(GLOSSARY)
    entailment = load_entailment()
    return Grader(
        encoder,
        glossary=glossary,
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
    return CrossEncoderEntailment(name, threads_from_environment())


def threads_from_environment() -> int:
    value = os.environ.get("EMBEDDING_THREADS", "1")
    if not value.isdigit() or int(value) < 1:
        raise BackendError("EMBEDDING_THREADS must be a whole number from 1 up.", permanent=True)
    return int(value)


def cores() -> int:
    """How many cores this process may use, at least one."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _name(name: str | None) -> str:
    return (name or os.environ.get("EMBEDDING_MODEL") or DEFAULT).strip()
