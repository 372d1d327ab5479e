"""Everything the interface says, it says in Korean too."""

import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.interface.sources import ROOT, wanted_messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{n\}")
CATALOGUE = ROOT / "locale" / "ko" / "LC_MESSAGES" / "django.po"
LITERAL = r'".*"(?:\n".*")*'
MESSAGE = re.compile(rf"^(?:msgctxt ({LITERAL})\n)?msgid ({LITERAL})$", re.MULTILINE)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ko", abort_invalid=True)


def test_it_translates_every_text(catalogue: Catalog) -> None:
    missing = [
        (message, sorted(files))
        for message, files in wanted_messages().items()
        if not (entry := catalogue.get(message[0])) or not entry.string or entry.fuzzy
    ]
    assert not missing


def test_it_translates_each_text_once() -> None:
    # The parser keeps the last of two entries in silence, so the file itself is read.
    found = MESSAGE.findall(CATALOGUE.read_text(encoding="utf-8"))
    texts = Counter(tuple(re.sub(r'"\n"', "", part) for part in message) for message in found)
    assert len(texts) > 1
    assert not [text for text, times in texts.items() if times > 1]


def test_it_keeps_no_text_that_nobody_says(catalogue: Catalog) -> None:
    wanted = {message[0] for message in wanted_messages()}
    found = {entry.id[0] if entry.pluralizable else entry.id for entry in catalogue if entry.id}
    assert found - wanted == set()


def test_it_keeps_the_placeholders(catalogue: Catalog) -> None:
    for message in wanted_messages():
        entry = catalogue.get(message[0])
        assert entry is not None
        strings = [entry.string] if isinstance(entry.string, str) else entry.string or ()
        for string in strings:
            assert set(PLACEHOLDER.findall(string)) == set(PLACEHOLDER.findall(message[-1])), (
                message
            )


def test_it_writes_korean(catalogue: Catalog) -> None:
    for entry in catalogue:
        if not entry.id:
            continue
        text = entry.string if isinstance(entry.string, str) else "".join(entry.string or ())
        assert re.search("[가-힣]", text), entry.id
