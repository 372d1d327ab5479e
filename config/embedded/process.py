"""Starting and ending server processes, away from root where Postgres insists on it."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

# No account of this number is expected to exist, so nobody else owns or can read the files.
SERVER_UID = 61543
STOP_SECONDS = 20.0


@dataclass(frozen=True)
class Account:
    """The user and group that a server runs as."""

    uid: int
    gid: int

    def may_enter(self, path: Path) -> bool:
        """Tell whether every folder on the way to `path`, and itself, lets this account through."""
        return all(self._passes(folder) for folder in (path, *path.parents))

    def _passes(self, folder: Path) -> bool:
        entry = folder.stat()
        if entry.st_uid == self.uid:
            return bool(entry.st_mode & 0o100)
        if entry.st_gid == self.gid:
            return bool(entry.st_mode & 0o010)
        return bool(entry.st_mode & 0o001)


def account_for(folder: Path) -> Account | None:
    """Return the account to run the servers of this folder as; None means as oneself."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and (entry := folder.stat()).st_uid != 0:
        return Account(entry.st_uid, entry.st_gid)
    return Account(SERVER_UID, SERVER_UID)


def named_account() -> Account:
    """Return an existing powerless account: `initdb` wants to look its own user up by name."""
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return next(Account(e.pw_uid, e.pw_gid) for e in pwd.getpwall() if e.pw_uid != 0)


def launch(
    argv: list[str], *, account: Account | None, cwd: Path, log: Path, text: str = ""
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, `text` on its standard input, output to `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            argv,
            cwd=cwd,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    assert process.stdin is not None
    try:
        process.stdin.write(text.encode())
        process.stdin.close()
    except BrokenPipeError:
        pass  # It has ended already; whoever waits for it will see that.
    return process


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End a child, by force when it does not listen."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_leftovers(name: str, folder: Path, how: signal.Signals) -> None:
    """End processes of this name working in this folder that an earlier run left behind."""
    found = [
        process for process in psutil.process_iter(["name"]) if _works_in(process, name, folder)
    ]
    found.sort(key=lambda process: process.pid)
    for process in found:
        _signal(process, how)
    for process in psutil.wait_procs(found, timeout=STOP_SECONDS)[1]:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(found, timeout=STOP_SECONDS)


def free_port(wanted: int | None) -> int:
    """Return the wanted port of this machine if it is free, else any free one."""
    for port in (wanted or 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Poll until `ready()` or the process has ended or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if ready():
            return True
        time.sleep(0.02)
    return False


def _works_in(process: psutil.Process, name: str, folder: Path) -> bool:
    try:
        return process.info["name"] == name and Path(process.cwd()) == folder
    except (psutil.Error, OSError):
        return False


def _signal(process: psutil.Process, how: signal.Signals) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(how)
