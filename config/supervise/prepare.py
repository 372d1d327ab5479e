"""Brings the database and the static files up to date; runs once before the site starts."""

import hashlib
import io
import json
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.embedded import data_folder
from config.env import ROOT
from config.supervise.terminal import say


def prepare() -> str:
    """Do all that has to be done, saying so on standard error; return the demo's own words."""
    collect_static()
    migrate()
    return load()


def collect_static() -> None:
    if settings.WHITENOISE_USE_FINDERS:
        return  # Files are served from where they lie.
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    fingerprint = _fingerprint(django.__version__, *settings.STATICFILES_DIRS)
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Collecting the static files…")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        say(f"Updating the database: {len(pending)} migrations…")
    # Even with none pending: permissions and content types are made afterwards.
    call_command("migrate", interactive=False, verbosity=0)


def load() -> str:
    """Load the bank and the demo, unless the same files went into the same database before."""
    stamp = data_folder() / "loaded.json"
    at = settings.DATABASES["default"]
    where = f"{at['HOST']}:{at['PORT']}/{at['NAME']}"
    fingerprint = _fingerprint(where, ROOT / "fixtures", ROOT / "interview")
    known = json.loads(stamp.read_text(encoding="utf-8")) if stamp.exists() else {}
    if (
        known.get("fingerprint") == fingerprint
        and apps.get_model("interview.Question").objects.exists()
    ):
        return str(known["demo"])
    run_if_there("load_questions")
    demo = run_if_there("load_demo")
    stamp.write_text(json.dumps({"fingerprint": fingerprint, "demo": demo}), encoding="utf-8")
    return demo


def run_if_there(name: str) -> str:
    if name not in get_commands():
        return ""
    say(f"{name.replace('_', ' ').capitalize()}…")
    said = io.StringIO()
    call_command(name, stdout=said)
    return said.getvalue()


def _fingerprint(told: str, *folders: str | Path) -> str:
    """Return a digest of `told` and of the names, sizes and times of all files in the folders."""
    digest = hashlib.sha256(told.encode())
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix != ".pyc":
                entry = path.stat()
                size = entry.st_size if path.is_file() else 0
                moment = entry.st_mtime_ns if path.is_file() else 0
                digest.update(f"{path} {size} {moment}\n".encode())
    return digest.hexdigest()


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
