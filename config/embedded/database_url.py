"""Reading a `DATABASE_URL` into Django's terms."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config.env import EnvError

SCHEMES = frozenset({"postgres", "postgresql"})


def django_database(url: str) -> dict[str, Any]:
    """Return the entry for `DATABASES`; query parameters (`sslmode`, …) become libpq options.

    A socket's folder is given as `postgresql://user@/name?host=/run/postgresql`.
    The errors never repeat the URL, which holds a password.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise EnvError("DATABASE_URL has a port that is not a number.") from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        raise EnvError("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }
