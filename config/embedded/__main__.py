"""Runs one command beside the site's database: backups, restores, `psql`.

    .venv/bin/python -m config.embedded pg_dump --format=custom --file=backup.dump

The command finds Postgres's own programs on its path and the database in its environment, whether
the site is running or not, and whether the servers are embedded or the operator's.
"""

import os
import subprocess
import sys

from config.embedded.endpoints import endpoints
from config.embedded.folder import EmbeddedError, data_folder
from config.embedded.programs import postgres_programs
from config.env import EnvError

PARTS = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}


def main() -> int:
    if len(sys.argv) < 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        entry = endpoints().django_database()
        programs = postgres_programs(data_folder(), None)
        done = subprocess.run(sys.argv[1:], env=_environment(entry, str(programs)), check=False)
    except (EmbeddedError, EnvError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except FileNotFoundError:
        sys.stderr.write(f"There is no program called {sys.argv[1]}.\n")
        return 127
    return done.returncode


def _environment(entry: dict[str, object], programs: str) -> dict[str, str]:
    # Passed on apart from the command line, where anybody on the machine could read the password.
    told = {name: str(entry[part]) for part, name in PARTS.items() if entry[part]}
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, **told, "PGDATABASE": str(entry["NAME"]), "PATH": path}


if __name__ == "__main__":
    sys.exit(main())
