"""The process that starts the servers, restarts those that die, and stops them in the end.

Users hold a shared lock on one file. The lock goes with its holder even when that is killed, so
servers never outlive the commands they were started for by more than a moment.
"""

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from config.embedded.folder import EmbeddedError, data_folder, outside_folder
from config.embedded.locks import FileLock
from config.embedded.postgres import Postgres
from config.embedded.process import Account, account_for
from config.embedded.secrets import kept_secret
from config.embedded.valkey import Valkey
from config.env import envbool

Server = Postgres | Valkey
KINDS: dict[str, type[Postgres] | type[Valkey]] = {"postgres": Postgres, "valkey": Valkey}
LOOK_SECONDS = 0.25
LOG_BYTES = 5_000_000


class Keeper:
    """The servers of one data folder."""

    def __init__(self, data: Path, names: Sequence[str], *, lasting: bool) -> None:
        self.state = data / "servers.json"
        self.ports = _known_ports(self.state)
        home = server_home(data)
        account = account_for(home)
        self.servers: list[Server] = [
            KINDS[name](
                home, account, _log(data, name), kept_secret(f"{name}_password"), lasting=lasting
            )
            for name in names
        ]

    def start(self) -> None:
        for server in self.servers:
            self._start(server)

    def restart_dead(self) -> None:
        for server in self.servers:
            if not server.alive():
                sys.stderr.write(f"{server.name} has died; starting it again\n")
                sys.stderr.flush()
                self._start(server)

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()

    def _start(self, server: Server) -> None:
        # The port of the last time, so that clients of a server that died find it again.
        self.ports[server.name] = server.start(self.ports.get(server.name))
        running = [server.name for server in self.servers]
        state = {"keeper": os.getpid(), "running": running, "ports": self.ports}
        draft = self.state.with_suffix(".new")
        draft.write_text(json.dumps(state), encoding="utf-8")
        draft.replace(self.state)


def server_home(data: Path) -> Path:
    """Return the folder that holds the servers' files, owned by the account they run as."""
    home = data / "servers"
    if not home.is_symlink() and not home.exists():
        account = account_for(home)
        if account and not account.may_enter(data):
            outside = outside_folder(data)
            outside.mkdir(mode=0o711, parents=True, exist_ok=True)
            home.symlink_to(outside, target_is_directory=True)
        else:
            home.mkdir(mode=0o700)
        _own(home.resolve(), account)
    return home.resolve()


def _own(home: Path, account: Account | None) -> None:
    # `initdb` works below it as a third account, hence others may pass, though not look.
    if account:
        home.chmod(0o711)
        os.chown(home, account.uid, account.gid)


def _known_ports(state: Path) -> dict[str, int]:
    try:
        return {str(k): int(v) for k, v in json.loads(state.read_text())["ports"].items()}
    except (OSError, ValueError, KeyError):
        return {}


def _log(data: Path, name: str) -> Path:
    log = data / "logs" / f"{name}.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return log


def tell(line: str) -> None:
    """Answer the process that started the keeper, which reads one line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def keep(data: Path, names: Sequence[str], *, lasting: bool) -> None:
    """Run the servers until nobody uses them or SIGTERM comes; say `ready` on standard output."""
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    users = FileLock(data / "users.lock")
    keeper = Keeper(data, names, lasting=lasting)
    try:
        keeper.start()
        tell("ready")
        sys.stdout.close()
        while not ended and not users.try_exclusive():
            time.sleep(LOOK_SECONDS)
            keeper.restart_dead()
    finally:
        keeper.stop()
    if not lasting:
        shutil.rmtree(data, ignore_errors=True)


def main() -> int:
    data = data_folder()
    lock = FileLock(data / "keeper.lock")
    # Others hold it for an instant when they look whether anybody does.
    for _ in range(20):
        if lock.try_exclusive():
            break
        time.sleep(0.1)
    else:
        tell(f"The servers in {data} are being started twice; try again.")
        return 1
    try:
        keep(data, sys.argv[1:], lasting=not envbool("REHEARSAL_THROW_AWAY", False))
    except EmbeddedError as error:
        tell(str(error))
        return 1
    finally:
        lock.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
