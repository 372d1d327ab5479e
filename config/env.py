"""Typed readers of the process environment, with `.env` as a fallback for what it does not set.

An empty variable counts as unset: that is what `NAME=${NAME:-}` in a compose file leaves behind.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")


class EnvError(Exception):
    """A variable is missing or cannot be understood; the message names it and says what to do."""


def env(name: str, default: str | None = None) -> str:
    """Return the variable's text; without a default it must be set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise EnvError(f"{name} is not set. Set it in the environment or in {ROOT / '.env'}.")
    return default


def envbool(name: str, default: bool) -> bool:
    value = env(name, "").lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise EnvError(f"{name} must be 1, true, yes, on or 0, false, no, off; it is {value!r}.")


def envint(name: str, default: int) -> int:
    value = env(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise EnvError(f"{name} must be a whole number; it is {value!r}.") from None


def envlist(name: str, default: Sequence[str] = ()) -> list[str]:
    """Return the comma-separated items, trimmed, without empty ones."""
    value = env(name, "")
    if not value:
        return list(default)
    return [item.strip() for item in value.split(",") if item.strip()]


def envsecret(name: str, default: str | None = None) -> str:
    """Return NAME, or the content of the file that NAME_FILE names (as container secrets do).

    The errors never repeat the value.
    """
    file_name = env(f"{name}_FILE", "")
    if not file_name:
        return env(name, default)
    if env(name, ""):
        raise EnvError(f"Set {name} or {name}_FILE, not both.")
    try:
        secret = Path(file_name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EnvError(f"{name}_FILE={file_name} cannot be read.") from error
    if not secret:
        raise EnvError(f"{name}_FILE={file_name} is empty.")
    return secret


def parse_env_file(text: str, source: str) -> dict[str, str]:
    """Read `NAME=value` lines; values may be quoted, `#` begins a comment."""
    values: dict[str, str] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if match is None:
            raise EnvError(f"{source}, line {number}: expected NAME=value.")
        values[match["name"]] = _unquoted(match["value"].strip())
    return values


def load_env_file(path: Path) -> None:
    """Put the file's variables into the environment where it does not have them already."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise EnvError(f"{path} cannot be read.") from error
    for name, value in parse_env_file(text, str(path)).items():
        os.environ.setdefault(name, value)


def _unquoted(value: str) -> str:
    quote = value[:1]
    if quote in {'"', "'"}:
        end = value.find(quote, 1)
        return value[1:end] if end > 0 else value
    return re.split(r"\s+#", value, maxsplit=1)[0].strip()


# REHEARSAL_ENV_FILE= (empty) keeps a developer's own file out, as the tests do.
_env_file = os.environ.get("REHEARSAL_ENV_FILE", str(ROOT / ".env"))
if _env_file:
    load_env_file(Path(_env_file))


def ice_servers(urls: list[str], user: str, password: str) -> list[dict[str, str]]:
    """Return what a browser's RTCPeerConnection takes; TURN addresses carry the user and password."""
    return [
        {"urls": url}
        | ({"username": user, "credential": password} if url.startswith("turn") else {})
        for url in urls
    ]
