"""One site per data folder and one program per port: told before anything starts."""

import http.client
import json
import os
import socket
from pathlib import Path

from config.embedded.locks import FileLock
from config.env import EnvError, envint

ANY_V4 = "0.0.0.0"  # noqa: S104 (compared with, never bound by default)


class TakenError(Exception):
    """The folder or the port is in use; the message is one line for the person at the terminal."""


def chosen_port() -> int:
    port = envint("PORT", 8000)
    if not 0 < port < 65536:
        raise EnvError(f"PORT must be between 1 and 65535; it is {port}.")
    return port


def claim(data: Path, address: str) -> FileLock:
    """Take this folder's site, or tell where it runs already."""
    lock = FileLock(data / "site.lock")
    if not lock.try_exclusive():
        raise TakenError(_already_running(data))
    lock.write(json.dumps({"pid": os.getpid(), "address": address}))
    return lock


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise TakenError(
                f"Port {port} of {host} cannot be had ({error.strerror}). "
                f"Choose another: make run PORT={port + 1}"
            ) from None


def reachable(host: str) -> str:
    """Return an address to reach a server that listens on this one, which may mean all."""
    return {ANY_V4: "127.0.0.1", "::": "::1"}.get(host, host)


def answers(host: str, port: int) -> bool:
    """Tell whether the site says that it can serve."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status < 400  # A site behind TLS may redirect.
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _already_running(data: Path) -> str:
    try:
        told = json.loads((data / "site.lock").read_text(encoding="utf-8"))
        return (
            f"Rehearsal is already running at {told['address']} (process {told['pid']}). "
            "Stop that one first, or give this one a data folder of its own: REHEARSAL_DATA=…"
        )
    except (OSError, ValueError, KeyError):
        return f"Rehearsal is already being started with the data in {data}."
