"""Templates that a strict content security policy serves, and that name only what exists."""

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from tests.interface.sources import ROOT, TEMPLATES, templates

TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
DATA_TYPES = {"application/json"}
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
SPRITE = ROOT / "static" / "img" / "icons.svg"

every_template = pytest.mark.parametrize(
    "path", templates(), ids=lambda path: str(path.relative_to(TEMPLATES))
)


class Inline(HTMLParser):
    """Collects what the policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if "style" in names or tag == "style":
            self.found.append(f"<{tag}> with a style")
        self.found += [f"<{tag} {name}>" for name in names if name.startswith(("on", "hx-on"))]
        if tag == "script" and "src" not in names and names.get("type") not in DATA_TYPES:
            self.found.append("<script> without src")
        if tag == "a" and (names.get("href") or "").lower().startswith("javascript:"):
            self.found.append("<a> with a script")


@every_template
def test_it_has_no_inline_script_or_style(path: Path) -> None:
    parser = Inline()
    parser.feed(TAG.sub("", path.read_text(encoding="utf-8")))
    assert not parser.found


@every_template
def test_it_compiles(path: Path) -> None:
    assert get_template(str(path.relative_to(TEMPLATES)))


@every_template
def test_it_links_only_files_that_exist(path: Path) -> None:
    for name in re.findall(r"{% static '([^']+)' %}", path.read_text(encoding="utf-8")):
        assert finders.find(name) or name.startswith("vendor/"), name


@every_template
def test_it_shows_only_icons_that_are_drawn(path: Path) -> None:
    drawn = {symbol.get("id") for symbol in ElementTree.parse(SPRITE).getroot()}
    text = path.read_text(encoding="utf-8")
    named = re.findall(r'_icon\.html" with name="([^"]+)"', text)
    named += re.findall(r"icons\.svg' %}#(\w+)", text)
    assert set(named) <= drawn


@every_template
def test_it_draws_no_emoji(path: Path) -> None:
    assert not EMOJI.search(path.read_text(encoding="utf-8"))


@every_template
def test_it_protects_every_form(path: Path) -> None:
    for form in re.findall(r"<form\b.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL):
        if 'method="post"' in form:
            assert "{% csrf_token %}" in form
