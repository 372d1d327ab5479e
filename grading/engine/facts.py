"""Which of a case's facts a clarifying question asks for; none, where nothing is near enough.

A question is held against the ways a fact may be asked for, against the fact itself, and against the
words of both. One that is nearer to a question no case has a fact about than to any way of asking for
a fact asks for none. The numbers were chosen on one half of questions that the phrasings were not
written from, and measured on the other (docs/design-rounds.md); under another encoder than the
default they only make it more reserved.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grading.engine.encoder import Encoder, VectorStore
from grading.engine.glossary import Glossary
from grading.engine.reading import read

ANSWER_SHARE = 0.2
WORDS_SHARE = 0.2
LEAST = 0.58
LEAD = 0.02


@dataclass(frozen=True)
class Fact:
    """`asks` are ways to ask for it, `answers` the fact itself, each in both languages."""

    key: str
    asks: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """The fact that was asked for; `key` is empty where none was near enough, or two alike."""

    key: str
    nearness: float


def find_fact(
    question: str,
    facts: Sequence[Fact],
    encoder: Encoder,
    store: VectorStore,
    glossary: Glossary,
    *,
    nothing: Sequence[str] = (),
) -> Found:
    """Return the fact that this question asks for.

    nothing: questions that no case has a fact about.
    """
    if not facts:
        return Found("", 0.0)
    asked = encoder.encode([question])[0]
    words = units_of(question, glossary)
    texts = [text for fact in facts for text in (*fact.asks, *fact.answers)] + [*nothing]
    rows = dict(zip(texts, store.fetch(encoder, texts), strict=True))
    known = [
        frozenset[str]().union(*(units_of(t, glossary) for t in (*fact.asks, *fact.answers)))
        for fact in facts
    ]
    spread = Counter(unit for units in known for unit in units)
    weights = {
        unit: math.log(1 + len(facts) / spread[unit]) if unit in spread else 1.0 for unit in words
    }
    whole = sum(weights.values()) or 1.0
    asks = [max(float(rows[text] @ asked) for text in fact.asks) for fact in facts]
    scores = np.array(
        [
            alike
            + ANSWER_SHARE * max(float(rows[text] @ asked) for text in fact.answers)
            + WORDS_SHARE * sum(weights[unit] for unit in words & units) / whole
            for fact, units, alike in zip(facts, known, asks, strict=True)
        ]
    )
    order = np.argsort(-scores, kind="stable")
    best = float(scores[order[0]])
    lead = best - float(scores[order[1]]) if len(facts) > 1 else best
    beside = max((float(rows[text] @ asked) for text in nothing), default=-1.0)
    near = best >= LEAST and lead >= LEAD and asks[int(order[0])] >= beside
    return Found(facts[int(order[0])].key if near else "", round(best, 3))


def units_of(text: str, glossary: Glossary) -> frozenset[str]:
    return frozenset(unit.id for unit in read(text, glossary).units)
