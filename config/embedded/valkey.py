"""The embedded Valkey: the broker, cache and channel layer, with its journal on disk."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from config.embedded.folder import EmbeddedError
from config.embedded.process import Account, end, end_leftovers, free_port, launch, wait_until
from config.embedded.programs import valkey_program

START_SECONDS = 60.0

# Given on standard input, so that the password stands in no file and in no process list.
CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
databases 64
save ""
appendonly {journal}
appendfsync everysec
daemonize no
loglevel warning
"""


class Valkey:
    """One Valkey below `home`; `start` may be called again after it died."""

    name = "valkey"

    def __init__(
        self, home: Path, account: Account | None, log: Path, password: str, *, lasting: bool
    ) -> None:
        self.data = home / "valkey"
        self.account = account
        self.log = log
        self.program = valkey_program(home, account)
        self._journal = "yes" if lasting else "no"
        self._password = password
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, wanted_port: int | None) -> int:
        """Start the server on the wanted port if that is free; return the port."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(self.data, self.account.uid, self.account.gid)
        self.clear()
        port = free_port(wanted_port)
        if self._starts(port):
            return port
        # A journal that cannot be read is put aside, not deleted. It holds messages and caches
        # alone: the rows they point at are in Postgres, and the scheduled sweep looks at those.
        journal = self.data / "appendonlydir"
        if journal.exists():
            journal.rename(journal.with_name(f"appendonlydir.broken-{int(time.time())}"))
            if self._starts(port):
                return port
        raise EmbeddedError(f"Valkey did not start; the reason is at the end of {self.log}.")

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        if self._process is not None:
            end(self._process, signal.SIGTERM)

    def clear(self) -> None:
        end_leftovers("valkey-server", self.data, signal.SIGTERM)

    def _starts(self, port: int) -> bool:
        text = CONFIGURATION.format(port=port, password=self._password, journal=self._journal)
        self._process = launch(
            [str(self.program), "-"], account=self.account, cwd=self.data, log=self.log, text=text
        )
        if wait_until(lambda: self._answers(port), self._process, START_SECONDS):
            return True
        end(self._process, signal.SIGTERM)
        return False

    def _answers(self, port: int) -> bool:
        command = f"AUTH {self._password}\r\nPING\r\n".encode()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(command)
                answer = b""
                while answer.count(b"\r\n") < 2 and (part := connection.recv(256)):
                    answer += part
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"
