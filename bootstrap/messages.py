"""Compiles the translations, since few machines have gettext; runs inside `.venv/`."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


def compile_file(source: Path) -> None:
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3], abort_invalid=True)
    target = source.with_suffix(".mo")
    draft = target.with_suffix(".new")
    with draft.open("wb") as file:
        write_mo(file, catalog)
    draft.replace(target)


def main() -> int:
    for name in sys.argv[1:]:
        try:
            compile_file(Path(name))
        except (OSError, PoFileError, ValueError) as error:
            sys.stderr.write(f"{name} cannot be compiled: {error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
