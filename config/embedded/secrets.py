"""Passwords and keys that are made once for this data folder and never leave it."""

import json
import os
import secrets
from pathlib import Path

from config.embedded.folder import EmbeddedError, data_folder
from config.embedded.locks import FileLock

LENGTH = 48


def secret_key() -> str:
    """Return the signing key of a site whose operator has set none."""
    return kept_secret("secret_key")


def kept_secret(name: str) -> str:
    """Return the secret of this name, made on first use."""
    folder = data_folder()
    path = folder / "secrets.json"
    with FileLock(folder / "secrets.lock").exclusive():
        known = _read(path)
        if name not in known:
            # URL-safe, since two of them stand inside connection URLs.
            known[name] = secrets.token_urlsafe(LENGTH)
            _write(path, known)
        return known[name]


def _read(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise EmbeddedError(f"{path} cannot be read; restore it from a backup.") from error
    return {str(name): str(value) for name, value in known.items()}


def _write(path: Path, known: dict[str, str]) -> None:
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(known, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
