"""Remembering what was done to which files, so that a second start does nothing twice."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fingerprint(paths: Iterable[Path], *extra: str) -> str:
    """Return a digest of the files' contents and of whatever else decides the outcome."""
    digest = hashlib.sha256("\0".join(extra).encode())
    for path in paths:
        digest.update(path.read_bytes() if path.exists() else b"absent")
    return digest.hexdigest()


def is_done(stamp: Path, expected: str) -> bool:
    try:
        return stamp.read_text(encoding="utf-8") == expected
    except OSError:
        return False
