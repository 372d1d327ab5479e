"""The one question everybody asks: where are the database and the broker?"""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from config.embedded.database_url import django_database
from config.embedded.folder import EmbeddedError, data_folder
from config.embedded.locks import FileLock, is_held
from config.embedded.postgres import DATABASE, OWNER
from config.embedded.secrets import kept_secret
from config.env import ROOT, env

LEAVE_SECONDS = 30.0


class State(TypedDict):
    """What the keeper writes down about itself."""

    keeper: int
    running: list[str]
    ports: dict[str, int]


@dataclass(frozen=True)
class Endpoints:
    """Connection URLs of the two servers that the site stands on."""

    database_url: str
    redis_url: str
    data_folder: Path

    def django_database(self) -> dict[str, Any]:
        """Return the entry for Django's `DATABASES`."""
        return django_database(self.database_url)


def endpoints(start: bool = True) -> Endpoints:
    """Return `DATABASE_URL` and `REDIS_URL`, or those of embedded servers where they are not set.

    Embedded servers run at least as long as this process. Processes that it starts are told the
    URLs through the environment. With `start=False` servers that do not run raise EmbeddedError.
    """
    given = {"postgres": env("DATABASE_URL", ""), "valkey": env("REDIS_URL", "")}
    missing = [name for name, url in given.items() if not url]
    if missing:
        ports = _user.join(missing, start=start)
        if "postgres" in missing:
            password = kept_secret("postgres_password")
            address = f"127.0.0.1:{ports['postgres']}/{DATABASE}"
            given["postgres"] = f"postgresql://{OWNER}:{password}@{address}"
        if "valkey" in missing:
            password = kept_secret("valkey_password")
            given["valkey"] = f"redis://:{password}@127.0.0.1:{ports['valkey']}/0"
        os.environ.update(DATABASE_URL=given["postgres"], REDIS_URL=given["valkey"])
    return Endpoints(given["postgres"], given["valkey"], data_folder())


def revive() -> bool:
    """Start the servers again if their keeper was killed while this process uses them."""
    return _user.revive()


class _User:
    """This process's share in the servers, held as a lock until it ends."""

    def __init__(self) -> None:
        self._lock: FileLock | None = None
        self._names: list[str] = []
        self._pid = 0

    def join(self, names: list[str], *, start: bool) -> dict[str, int]:
        """Take a share, start the servers when they are not running, return their ports."""
        data = data_folder()
        if self._lock is None:
            self._lock = FileLock(data / "users.lock").shared()  # Waits while they are stopping.
            self._names = names
            self._pid = os.getpid()
            atexit.register(self._leave, data)
        with FileLock(data / "start.lock").exclusive():
            if not is_held(data / "keeper.lock"):
                if not start:
                    raise EmbeddedError("The embedded servers are not running.")
                _start_keeper(data, names)
            return _ports(data, names)

    def revive(self) -> bool:
        data = data_folder()
        if self._lock is None or is_held(data / "keeper.lock"):
            return False
        self.join(self._names, start=True)
        return True

    def _leave(self, data: Path) -> None:
        # A forked child runs its parent's exit handlers too, and must not end anything.
        if self._lock is None or os.getpid() != self._pid:
            return
        if self._lock.try_exclusive():
            _stop_keeper(data)
            self._lock.release()
        self._lock = None


_user = _User()


def _start_keeper(data: Path, names: list[str]) -> None:
    with (data / "logs" / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.embedded.keeper", *names],
            cwd=ROOT,
            env={**os.environ, "REHEARSAL_DATA": str(data)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C at the terminal is for the site, not for the servers.
        )
    assert keeper.stdout is not None
    with keeper.stdout:
        said = keeper.stdout.readline().decode().strip()
    if said != "ready":
        keeper.wait()
        raise EmbeddedError(said or f"The servers did not start; see {data / 'logs'}.")


def _stop_keeper(data: Path) -> None:
    """Ask the keeper to stop the servers, and wait: when the last command ends, all has ended."""
    deadline = time.monotonic() + LEAVE_SECONDS
    asked = False
    # A throw-away data folder is removed by its keeper, lock and all.
    while data.exists() and is_held(data / "keeper.lock") and time.monotonic() < deadline:
        if not asked:
            os.kill(_state(data)["keeper"], signal.SIGTERM)
            asked = True
        time.sleep(0.02)


def _ports(data: Path, names: list[str]) -> dict[str, int]:
    state = _state(data)
    if absent := [name for name in names if name not in state["running"]]:
        raise EmbeddedError(
            f"The servers in {data} run without {', '.join(absent)}: "
            "they were started with DATABASE_URL or REDIS_URL set, and this was not."
        )
    return state["ports"]


def _state(data: Path) -> State:
    state: State = json.loads((data / "servers.json").read_text(encoding="utf-8"))
    return state
