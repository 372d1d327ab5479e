"""Scripts that never make markup out of text, and that load only what is there."""

import re
from pathlib import Path

import pytest

from tests.interface.sources import ROOT, templates

SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
DANGEROUS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
)

every_script = pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)


@every_script
def test_it_makes_no_markup_out_of_text(path: Path) -> None:
    assert not DANGEROUS.search(path.read_text(encoding="utf-8"))


@every_script
def test_it_imports_only_what_is_there(path: Path) -> None:
    for name in re.findall(r'from "(\./[^"]+)"', path.read_text(encoding="utf-8")):
        assert (path.parent / name).is_file(), name


@every_script
def test_it_says_nothing_in_one_language_only(path: Path) -> None:
    """Words for people come translated from the page, by data attributes."""
    assert not re.search(r'textContent = "[^"]', path.read_text(encoding="utf-8"))


def test_it_gives_the_scripts_every_word_they_ask_for() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in templates())
    offered = set(re.findall(r"data-text-([\w-]+)=", pages))
    for path in SCRIPTS:
        for name in re.findall(r"\btext([A-Z]\w*)\b", path.read_text(encoding="utf-8")):
            if name not in {"Content", "Area", "Align"}:
                assert re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() in offered, (path.name, name)
