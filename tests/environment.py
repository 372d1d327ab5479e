"""The environment that every test runs in; imported before anything reads settings.

Whatever a developer's shell or `.env` says about the site is left out, so that a test means the same
everywhere. `TEST_DATABASE_URL` and `TEST_REDIS_URL` name servers to use instead of throw-away ones.
"""

import os
import re
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = re.compile(r"^#? ?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
OVERRIDES = {"DATABASE_URL": "TEST_DATABASE_URL", "REDIS_URL": "TEST_REDIS_URL"}


def set_up() -> None:
    """Replace the site's variables by those of the tests."""
    for name in OURS.findall((ROOT / ".env.example").read_text(encoding="utf-8")):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    for name, override in OVERRIDES.items():
        if url := os.environ.get(override):
            os.environ[name] = url
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-test-"))
    folder.chmod(0o711)  # As root, the servers' account has to walk through it.
    os.environ.update(
        REHEARSAL_ENV_FILE="",
        REHEARSAL_DATA=str(folder),
        REHEARSAL_THROW_AWAY="1",
        SECRET_KEY="only for tests, and long enough that Django's own checks do not object to it",
        PLAIN_STATIC="1",
        TOKENIZERS_PARALLELISM="false",
    )


def own_redis_database(worker: str) -> None:
    """Give one of several parallel test processes a Redis database of its own."""
    number = int(worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"


if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    own_redis_database(worker)
else:
    set_up()
