"""Encoding ahead: in order, each answer alone in its call, errors where the answer's turn is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine.ahead import encode_ahead
from grading.engine.cut import Cut, cut
from grading.engine.encoder import FloatMatrix
from grading.engine.glossary import Glossary
from grading.engine.reading import read
from tests.engine.fake_encoder import TrigramEncoder

SAID = ("Bagging lowers variance.", "재현율이 오릅니다. It rises.", "!?", "Recall. Precision.")


class Noting(TrigramEncoder):
    """Notes each call; fails on a word."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.asked.append(tuple(texts))
        if any("crash" in text for text in texts):
            raise RuntimeError("broken")
        return super().encode(texts)


@settings(deadline=None, max_examples=25)
@given(picked=st.lists(st.sampled_from(SAID), max_size=7))
def test_it_gives_what_each_answer_alone_gives(picked: list[str], glossary: Glossary) -> None:
    cuts = [cut(read(text, glossary)) for text in picked]
    encoder = Noting()
    found = list(encode_ahead(encoder, cuts))
    assert [answer.reading for answer in found] == [each.reading for each in cuts]
    assert encoder.asked == [each.texts for each in cuts if each.texts]
    for answer, each in zip(found, cuts, strict=True):
        (alone,) = encode_ahead(encoder, [each])
        assert alone.spans == answer.spans
        assert np.array_equal(alone.rows, answer.rows)


def test_it_reads_on_while_the_first_is_encoded(glossary: Glossary) -> None:
    read_so_far = []

    def readings() -> Iterator[Cut]:
        for text in SAID:
            read_so_far.append(text)
            yield cut(read(text, glossary))

    next(encode_ahead(Noting(), readings()))
    assert len(read_so_far) == 3


def test_it_begins_the_next_before_it_waits_for_the_first(glossary: Glossary) -> None:
    happened = []

    class Beginning(Noting):
        def begin(self, texts: Sequence[str]) -> Callable[[], FloatMatrix]:
            happened.append(("begun", texts[0]))

            def wait() -> FloatMatrix:
                happened.append(("waited", texts[0]))
                return self.encode(texts)

            return wait

    cuts = [cut(read(text, glossary)) for text in SAID if text != "!?"]
    list(encode_ahead(Beginning(), cuts))
    order = [each.texts[0] for each in cuts]
    assert happened == [("begun", t) for t in order] + [("waited", t) for t in order]


def test_it_passes_an_error_on_where_the_answer_has_its_turn(glossary: Glossary) -> None:
    cuts = [cut(read(text, glossary)) for text in ("Fine so far.", "Now crash.", "Never seen.")]
    ahead = encode_ahead(Noting(), cuts)
    next(ahead)
    with pytest.raises(RuntimeError):
        next(ahead)
