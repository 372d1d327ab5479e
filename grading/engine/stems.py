"""A light English stemmer: enough to join the forms of a word, too little to join two words."""

from __future__ import annotations

import functools

IRREGULAR = {
    "better": "better", "best": "best", "was": "be", "were": "be", "is": "be", "are": "be",
    "been": "be", "being": "be", "has": "have", "had": "have", "does": "do", "did": "do",
    "done": "do", "made": "make", "makes": "make", "took": "take", "taken": "take",
    "gave": "give", "given": "give", "got": "get", "went": "go", "goes": "go", "gone": "go",
    "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "grew": "grow",
    "grown": "grow", "saw": "see", "seen": "see", "learnt": "learn", "built": "build",
    "kept": "keep", "held": "hold", "lost": "lose", "chose": "choose", "chosen": "choose",
    "shrank": "shrink", "shrunk": "shrink", "data": "data", "bias": "bias", "loss": "loss",
    "less": "less", "this": "this", "used": "use", "using": "use", "uses": "use", "need": "need",
    "needed": "need", "speed": "speed", "indeed": "indeed", "feed": "feed", "seed": "seed",
    "matrices": "matrix", "indices": "index", "vertices": "vertex", "axes": "axis",
    "analysis": "analysis", "hypothesis": "hypothesis", "basis": "basis", "always": "always",
    "during": "during", "nothing": "nothing", "something": "something", "string": "string",
    "thing": "thing", "bring": "bring", "king": "king", "ring": "ring", "spring": "spring",
}  # fmt: skip
VOWELS = frozenset("aeiouy")


@functools.lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The joining form of a lower-case word."""
    known = IRREGULAR.get(word)
    if known is not None:
        return known
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) <= 3 or not word.isascii():
        return word
    word = _plural(word)
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3 and any(c in VOWELS for c in base):
            return _closed(base)
    if word.endswith("ly") and len(word) > 5:
        return word[:-2]
    if word.endswith("e") and len(word) > 4 and not word.endswith("ee"):
        return word[:-1]
    return word


def _plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _closed(base: str) -> str:
    """The base of an -ing or -ed form: `dropp` is `drop`, `decreas` stays as the bare e is cut."""
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
        return base[:-1]
    return base


def stems_of(words: str) -> frozenset[str]:
    """The stems of a list of words, for comparing with stems."""
    return frozenset(map(stem, words.split()))
