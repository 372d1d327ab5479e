"""The embedded Postgres: made once, started, and stopped in order."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from config.embedded.folder import EmbeddedError
from config.embedded.process import (
    Account,
    end,
    end_leftovers,
    free_port,
    launch,
    named_account,
    wait_until,
)
from config.embedded.programs import postgres_programs

OWNER = DATABASE = "rehearsal"
START_SECONDS = 60.0  # After a crash on a slow disk the journal is replayed first.

SETTINGS = (
    "listen_addresses=127.0.0.1",
    # TCP alone: the path of a socket may be no longer than 107 bytes.
    "unix_socket_directories=",
    "max_connections=100",
    "shared_buffers=64MB",
    # One small site: no replication, and no helper processes that only idle.
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_logical_replication_workers=0",
    "io_method=sync",
    "log_checkpoints=off",
)
INIT_OPTIONS = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    # The same order of letters on every operating system.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
THROW_AWAY_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """One database cluster below `home`; `start` may be called again after it died."""

    name = "postgres"

    def __init__(
        self, home: Path, account: Account | None, log: Path, password: str, *, lasting: bool
    ) -> None:
        self.data = home / "postgres"
        self.account = account
        self.log = log
        self.settings = SETTINGS if lasting else SETTINGS + THROW_AWAY_SETTINGS
        self.programs = postgres_programs(home, account)
        self._password = password
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, wanted_port: int | None) -> int:
        """Start the server on the wanted port if that is free; return the port."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._check_version()
        self.clear()
        port = free_port(wanted_port)
        options = [word for setting in self.settings for word in ("-c", setting)]
        self._process = self._launch(["postgres", "-D", str(self.data), "-p", str(port), *options])
        if not wait_until(self._accepts, self._process, START_SECONDS):
            end(self._process, signal.SIGINT)
            raise EmbeddedError(f"Postgres did not start; the reason is at the end of {self.log}.")
        return port

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        if self._process is not None:
            end(self._process, signal.SIGINT)  # "Fast": rolls back open transactions, then leaves.

    def clear(self) -> None:
        """Remove what a killed server left: processes, and a file naming one that is gone."""
        end_leftovers("postgres", self.data, signal.SIGINT)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _create(self) -> None:
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password_file = draft.with_name("password.new")
        password_file.write_text(self._password, encoding="utf-8")
        maker = named_account() if self.account else None
        if maker:
            for path in (draft, password_file):
                os.chown(path, maker.uid, maker.gid)
        password_file.chmod(0o600)
        try:
            named = ("-D", str(draft), "-U", OWNER, f"--pwfile={password_file}")
            self._run(["initdb", *named, *INIT_OPTIONS], maker)
            single = ["postgres", "--single", "-D", str(draft), "postgres"]
            self._run(single, maker, f"CREATE DATABASE {DATABASE}\n")
        finally:
            password_file.unlink()
        if self.account:
            _give(draft, self.account)
        draft.rename(self.data)

    def _run(self, command: Sequence[str], account: Account | None, text: str = "") -> None:
        if self._launch(command, text=text, account=account).wait() != 0:
            raise EmbeddedError(
                f"{command[0]} could not make the database; the reason is at the end of {self.log}."
            )

    def _launch(
        self, command: Sequence[str], *, text: str = "", account: Account | None = None
    ) -> subprocess.Popen[bytes]:
        argv = [str(self.programs / command[0]), *command[1:]]
        return launch(
            argv, account=account or self.account, cwd=self.data.parent, log=self.log, text=text
        )

    def _check_version(self) -> None:
        kept = (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        told = subprocess.run(
            [self.programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        runs = told.stdout.split()[-1].partition(".")[0]
        if kept != runs:
            raise EmbeddedError(
                f"{self.data} was made by Postgres {kept} and Postgres {runs} is installed; "
                "docs/operating.md says how to move the data."
            )

    def _accepts(self) -> bool:
        # Postgres writes its own state as the eighth line of this file.
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"


def _give(folder: Path, account: Account) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
