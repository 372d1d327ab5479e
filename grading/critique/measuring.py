"""How far the language model's verdicts agree with the labelled answers, and whether style moves them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from grading.backends.language_model import LanguageModel, ModelError
from grading.critique.asking import Asker
from grading.critique.opinions import combine
from grading.critique.prompt import PROMPT_VERSION, Assignment
from grading.critique.reply import VERDICTS
from grading.critique.twins import pad, shorten
from grading.engine.kappa import kappa
from grading.engine.verdict import CREDIT
from grading.models import CritiqueMeasurement, Purpose

DIGITS = 4
Judged = dict[str, str]


@dataclass(frozen=True)
class Case:
    """A labelled answer: what is sent, and each point's state as people see it."""

    work: Assignment
    states: dict[str, str]


@dataclass
class Tally:
    """What was counted on the way."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    answers: int = 0
    abstained: int = 0
    failed: int = 0
    twins: dict[str, list[tuple[str, str]]] = field(
        default_factory=lambda: {"padded": [], "terse": []}
    )


def measure(
    model: LanguageModel,
    cases: Sequence[Case],
    *,
    samples: int,
    twins: int,
    most_tokens: int,
    tell: Callable[[str], None] = lambda line: None,
) -> CritiqueMeasurement:
    """Judge every case, the first `twins` of them in three styles; stop after `most_tokens`.

    The measurement is stored; answers that the model could not judge are left out and told.
    """
    tally = Tally()
    asker = Asker(model, None, Purpose.EVALUATION)
    for number, case in enumerate(cases):
        if asker.tokens >= most_tokens:
            tell(f"stopped at {asker.tokens} tokens, after {number} answers")
            break
        judged = judge(asker, case.work, samples, tally)
        if judged is None:
            tell(f"{number + 1}/{len(cases)}: no reply")
            continue
        tally.answers += 1
        count(case, judged, tally)
        if number < twins:
            compare(asker, case, judged, samples, tally)
        tell(f"{number + 1}/{len(cases)}: {asker.tokens} tokens")
    return CritiqueMeasurement.objects.create(
        model=model.id,
        prompt_version=PROMPT_VERSION,
        samples=samples,
        answers=tally.answers,
        points=len(tally.pairs) + tally.abstained,
        abstained=round(tally.abstained / max(1, len(tally.pairs) + tally.abstained), 4),
        kappa=kappa(tally.pairs, digits=DIGITS),
        states={state: one_state(tally.pairs, state) for state in VERDICTS},
        twins={name: drift(pairs) for name, pairs in tally.twins.items() if pairs},
        tokens=asker.tokens,
        cost=asker.cost,
    )


def judge(asker: Asker, work: Assignment, samples: int, tally: Tally) -> Judged | None:
    """Return each point's verdict, empty where the samples disagreed; None without a reply."""
    try:
        judgement = asker.judge(work, samples=samples, comments=False)
    except ModelError:
        tally.failed += 1
        return None
    found = combine(judgement.readings, work.keys, work.answer, samples=samples)
    return {key: opinion.verdict for key, opinion in found.items()}


def count(case: Case, judged: Judged, tally: Tally) -> None:
    for key, state in case.states.items():
        if judged.get(key):
            tally.pairs.append((state, judged[key]))
        else:
            tally.abstained += 1


def compare(asker: Asker, case: Case, judged: Judged, samples: int, tally: Tally) -> None:
    """Judge the same content in two other styles and keep what each point's verdicts were."""
    work = case.work
    styles = {"padded": pad(work.answer, language_of(work)), "terse": shorten(work.answer)}
    for name, text in styles.items():
        other = judge(asker, replace(work, answer=text), samples, tally)
        for key in judged if other else ():
            if other and judged[key] and other.get(key):
                tally.twins[name].append((judged[key], other[key]))


def language_of(work: Assignment) -> str:
    return "ko" if any("가" <= char <= "힣" for char in work.answer) else "en"


def one_state(pairs: Sequence[tuple[str, str]], state: str) -> dict[str, float | int | None]:
    """A state against the rest; `n` is how often people saw it."""
    binary = [(str(a == state), str(b == state)) for a, b in pairs]
    return {"kappa": kappa(binary, digits=DIGITS), "n": sum(a == state for a, _ in pairs)}


def drift(pairs: Sequence[tuple[str, str]]) -> dict[str, float | int]:
    """How often the verdict changed with the style, and by how much credit on the average."""
    shift = sum(CREDIT[after] - CREDIT[before] for before, after in pairs) / len(pairs)
    changed = sum(before != after for before, after in pairs) / len(pairs)
    return {"points": len(pairs), "changed": round(changed, 4), "shift": round(shift, 4)}
