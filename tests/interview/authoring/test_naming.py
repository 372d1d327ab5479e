"""Keys of files and checks in words: every one that there is, in the reader's language."""

from __future__ import annotations

from typing import get_args

from django.utils.translation import override

from interview.authoring.naming import attack_names, contrast_kinds, named
from interview.questions.schema import ContrastKind


def name(rule: str, key: str) -> str:
    [finding] = named([{"rule": rule, "cases": [{"name": key, "text": "x"}]}])
    assert finding["cases"][0]["text"] == "x"
    return str(finding["cases"][0]["name"])


def test_it_names_every_kind_of_wrong_version() -> None:
    assert tuple(value for value, _words in contrast_kinds()) == get_args(ContrastKind)


def test_it_says_which_answer_is_missing() -> None:
    assert (name("missing", "strong ko"), name("missing", "vague")) == ("Strong · 한국어", "Vague")


def test_it_says_what_an_attack_tries() -> None:
    assert name("attack", "elsewhere-2") == "a strong answer to another topic"
    with override("ko"):
        assert name("attack", "list") == "용어만 나열한 글"


def test_it_leaves_keys_and_what_it_does_not_know() -> None:
    assert name("order", "A2.13-strong-ko") == "A2.13-strong-ko"
    assert name("attack", "brand-new") == "brand-new"
    assert name("missing", "brand-new") == "brand-new"


def test_it_has_words_for_each_attack_and_no_two_alike() -> None:
    assert len(set(attack_names().values())) == len(attack_names())
