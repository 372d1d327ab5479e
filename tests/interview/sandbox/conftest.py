"""The compiled runtime: once a machine, kept beside the repository's other caches."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview.sandbox import is_warm, warm_up

CACHE = Path(__file__).resolve().parents[3] / ".cache" / "sandbox"


@pytest.fixture(scope="session")
def cache() -> Path:
    warm_up(CACHE, wait=True)
    assert is_warm(CACHE)
    return CACHE
