"""Where the site keeps what it must not lose when nobody names another place: `.data/`."""

import hashlib
import os
from pathlib import Path

from config.env import ROOT, env


class EmbeddedError(Exception):
    """The embedded servers cannot be had; the message is one line for a terminal."""


def data_folder() -> Path:
    """Return the data folder (`REHEARSAL_DATA`, else `.data/`), made when it is missing."""
    folder = (ROOT / env("REHEARSAL_DATA", ".data")).resolve()
    # Root gives the database away to another account, which has to walk through this folder.
    mode = 0o711 if os.geteuid() == 0 else 0o700
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        (folder / "logs").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(f"{folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder / "logs", os.W_OK | os.X_OK):
        raise EmbeddedError(
            f"{folder} belongs to another account. Run as that account, or set REHEARSAL_DATA."
        )
    return folder


def outside_folder(data: Path) -> Path:
    """Return the place for servers that may not walk into `data`, as below root's own home."""
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path("/var/lib/rehearsal") / name
