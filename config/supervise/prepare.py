"""Brings the database and the static files up to date; runs once before the site starts."""

import hashlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.supervise.terminal import say


def prepare() -> str:
    """Do all that has to be done, saying so on standard error; return the demo's own words."""
    collect_static()
    migrate()
    run_if_there("load_questions")
    return run_if_there("load_demo")


def collect_static() -> None:
    if settings.WHITENOISE_USE_FINDERS:
        return  # Files are served from where they lie.
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    fingerprint = hashlib.sha256("\n".join(_static_files()).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Collecting the static files…")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        say(f"Updating the database: {len(pending)} migrations…")
    # Even with none pending: permissions and content types are made afterwards.
    call_command("migrate", interactive=False, verbosity=0)


def run_if_there(name: str) -> str:
    if name not in get_commands():
        return ""
    say(f"{name.replace('_', ' ').capitalize()}…")
    said = io.StringIO()
    call_command(name, stdout=said)
    return said.getvalue()


def _static_files() -> Iterator[str]:
    yield django.__version__
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            entry = path.stat()
            yield f"{path} {entry.st_size} {entry.st_mtime_ns}"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        sys.stdout.write(prepare())
    except CommandError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
