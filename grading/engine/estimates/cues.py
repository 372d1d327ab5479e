"""How a quantity is said: as a conclusion from others, as a limit, a question, or something denied."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grading.engine.estimates.quantity import Cue, Measure, Quantity
from grading.engine.estimates.sentences import sentence_end, sentence_start

LARGEST_NUMBER_BYTES = 8.0
# between inputs and what follows from them
LINK = re.compile(
    r"\b(?:so|thus|hence|therefore|that'?s|that is|this is|which|is|are|gives?|giving|makes?|"
    r"making|means?|"
    r"com(?:es?|ing) to|adds? up|sums? to|gets?|needs?|requires?|takes?|works? out|becomes?|leaves?|total|"
    r"we (?:store|push|ingest|write|log|add|see)|fits?|"
    r"i\.e|weighs?|occupies|amounts?|equals?|yields?|we'd|we'll|that would be|would be)\b|=|≈|→|⇒|:|"
    r"면|니까|으니|이니|하니|[가-힣]니(?=[\s,])|라서|해서|[가-힣]라(?=[\s,])|이므로|므로|곱하|"
    r"나누|더하|그러면|그래서|따라서|그럼|즉(?=[\s,])|치면|정도라",
    re.I | re.A,
)
# at the beginning of a sentence that goes on from the one before
GOES_ON = re.compile(
    r"^\s*(?:so\b|that'?s|that (?:is|means|comes|works|adds|gives)|this (?:is|means|gives|comes)|"
    r"thus|hence|therefore|which|"
    r"it (?:is|comes|adds|works)|over a|at \d|in total|altogether|overall|then\b|"
    r"그러면|그래서|따라서|그럼|즉|그러니까|결국|이러면|이건|이는|합치면|다 합|총|하루로|1년이면|"
    r"복제)",
    re.I | re.A,
)
# a conclusion may stand before its inputs: 768 GB: 1 billion images, 192 dims, fp32
FROM = re.compile(
    r"^\s?(?:of\s\w+\s?)?[^.!?]{0,24}?(?:\bgiven|\bsince|\bbecause|\bwith\b|:|\(|=|왜냐|\bfrom\b|"
    r"\bassuming\b|\bfor\b)",
    re.I | re.A,
)
# 하루 1억 검색은 초당 12건
TOPIC = re.compile(r"\s?(?:에|에서)?[은는]\s")
STRONG = re.compile(
    r"\b(?:so|therefore|thus|hence|needs?|requires?|comes? to|works out|adds up|would be|will be|"
    r"we'll|we'd|ends? up|"
    r"I(?:'d)? (?:think|estimate|guess|expect))\b|그래서|따라서|그러면|필요|버텨야|있어야|"
    r"될\s?(?:겁|것|거)|나올\s?(?:겁|것|거)|나옵니다|예상|추정|걸릴|잡아야|들 것|되겠|나오겠|"
    r"들겠|커집니다|됩니다",
    re.I | re.A,
)
STRONG_AFTER = re.compile(
    r"필요|버텨야|있어야|될\s?(?:겁|것|거)|나올\s?(?:겁|것|거)|나옵니다|예상|추정|걸릴|잡아야|"
    r"되겠|나오겠|들겠|됩니다|니까|이라서|^\s?(?:정도|쯤|가량)?라서|충분",
)
NEEDED = re.compile(
    r"\b(?:needs?|requires?)\b|필요|있어야|면 (?:돼요|됩니다|되겠|충분)", re.I | re.A
)
FACTOR_OF = re.compile(r"(?:×|\bx|\*|\btimes|곱하기|/)\s*$", re.I | re.A)
KNOWN = re.compile(
    r"\b(?:assum\w+|suppose|let'?s say|say,|given|we have|there (?:is|are)|currently|today|"
    r"already|have to stay|"
    r"must|budget|limit|target|goal|SLA|if\b|you said|as stated|per the prompt|existing)\b|"
    r"가정|라고 하|라 하|있습니다|있고|있어요|현재|지금|이미|주어진|말씀|목표|제한|예산|이라 치|"
    r"기존|작년|지난",
    re.I | re.A,
)
# what could make up for a difference that we do not reckon with
UNSAID = re.compile(
    r"\b(?:compress\w*|cach\w+|halv\w+|half of|sampl\w+|dedup\w*|overhead|exclud\w+|minus|extra|"
    r"prun\w+|product quanti\w+|PQ|"
    r"off[- ]peak|only part|fraction|filter\w*|batch\w*|parallel\w*|headroom|margin|buffer|"
    r"redundan\w+|index overhead|"
    r"per month|a month|monthly|weekly|KV|activations? included|with activations)\b|"
    r"압축|캐시|캐싱|절반|샘플|중복|제외|빼면|여유|오버헤드|곱 양자화|프루닝|필터|배치|병렬|"
    r"동시에|나머지|일부|추가|한 달|매달|월간|활성값|포함",
    re.I | re.A,
)  # fmt: skip
# what a model takes while it is trained, unless the bytes a parameter say that already
TRAINED = re.compile(r"\b(?:optimi[sz]er|gradients?|Adam)\b|옵티마이저|그래디언트", re.I | re.A)
DENIED = re.compile(r"^\s?(?:이?가?\s?아니|\?|(?:이|가)? 아닌|은 안|는 안)")
DENIES = re.compile(
    r"\b(?:not|isn't|wasn't|never|instead of|rather than|no more than|fewer than)\s(?:\w+\s){0,2}$",
    re.I | re.A,
)


def is_concluded(text: str, target: Quantity, inputs: Sequence[Quantity]) -> bool:
    """Say whether the words tie the target to these inputs."""
    own = [q for q in inputs if not q.given and q.sentence == target.sentence]
    head = text[sentence_start(text, target.start) : target.start]
    before = [q.end for q in own if q.start < target.start]
    if before:
        # some ties stand at the last input itself: 1년이면
        last = max((q for q in own if q.start < target.start), key=lambda q: q.start)
        between = text[last.start : target.start]
        if LINK.search(between) or TOPIC.match(text, last.end):
            return True
    elif own:
        return bool(FROM.search(text[target.end :]))
    elif all(q.given for q in inputs):
        return bool(LINK.search(head))
    return bool(GOES_ON.search(head))


def is_firm(text: str, target: Quantity) -> bool:
    """Say whether the sentence concludes the target rather than taking it as known."""
    start, end = sentence_start(text, target.start), sentence_end(text, target.start)
    before = text[max(start, target.start - 60) : target.start]
    after = text[target.end : min(end, target.end + 24)]
    firm = STRONG.search(before) or STRONG_AFTER.search(after)
    return bool(firm) and not KNOWN.search(text[start:end]) and not FACTOR_OF.search(before)


def is_needed(text: str, target: Quantity) -> bool:
    """Say whether so many are called necessary."""
    start = max(sentence_start(text, target.start), target.start - 40)
    return bool(NEEDED.search(text[start : target.end + 24]))


def is_settled_otherwise(text: str, target: Quantity) -> bool:
    """Say whether the target is asked about, denied, or only a limit."""
    return (
        target.has(Cue.LIMIT)
        or bool(DENIED.search(text[target.end :]))
        or text[target.end : target.end + 2].lstrip().startswith("?")
        or bool(DENIES.search(text[max(0, target.start - 30) : target.start]))
    )


def has_more_to_it(text: str, target: Quantity, inputs: Sequence[Quantity]) -> bool:
    """Say whether the sentences between mention what the formulas leave out."""
    places = [q.start for q in inputs if not q.given] + [target.start]
    start, end = sentence_start(text, min(places)), sentence_end(text, target.start)
    trained = TRAINED.search(text[start:end]) and not any(is_training_state(q) for q in inputs)
    return bool(UNSAID.search(text[start:end]) or trained)


def is_training_state(q: Quantity) -> bool:
    """Say whether so many bytes a parameter must be those of training."""
    return q.measure is Measure.PRECISION and q.value > LARGEST_NUMBER_BYTES
