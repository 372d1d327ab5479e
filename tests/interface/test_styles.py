"""Colours that can be read in both schemes, and styles that use only values that are decided."""

import re

import pytest

from tests.interface.sources import ROOT

CSS = ROOT / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}

GROUNDS = ("paper", "surface", "sunk")
TEXTS = ("ink", "ink-2", "ink-3", "accent", "said", "partly", "contradicted", "unsure")
ON_GROUND = [(text, ground) for text in TEXTS for ground in GROUNDS]
ON_TINT = [
    ("ink", f"{tint}-soft") for tint in ("said", "partly", "contradicted", "unsure", "accent")
]
MARKS = [(tint, f"{tint}-soft") for tint in ("partly", "contradicted")]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"), [*ON_GROUND, *ON_TINT, *MARKS, ("on-accent", "accent")]
)
def test_it_keeps_text_readable(text: str, ground: str, scheme: int) -> None:
    assert contrast(COLOURS[text][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_it_keeps_the_edges_of_fields_visible(ground: str, scheme: int) -> None:
    assert contrast(COLOURS["line-strong"][scheme], COLOURS[ground][scheme]) >= 3


def test_it_uses_only_values_that_are_decided() -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in CSS.glob("*.css"))
    decided = set(re.findall(r"(--[\w-]+):", everything))
    assert set(re.findall(r"var\((--[\w-]+)", everything)) <= decided


def test_it_decides_colours_in_one_file() -> None:
    for path in CSS.glob("*.css"):
        if path.name in {"tokens.css", "print.css"}:
            continue
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8")), path.name


def test_it_puts_every_rule_into_a_layer() -> None:
    for path in CSS.glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        outside, depth = "", 0
        for part in re.split(r"([{}])", text):
            depth += {"{": 1, "}": -1}.get(part, 0)
            outside += part if depth == 0 and part not in "{}" else ""
        rest = re.sub(r"@layer [\w, ]+;?", "", outside)
        assert not rest.strip(), path.name
