"""Live checks of a draft: what is missing, what is written in the wrong script, what weighs too much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import ValidationError

from interview.authoring.complaints import complaints
from interview.questions.checking import HEAVIEST, plain
from interview.questions.document import Document
from interview.questions.schema import HANGUL, QuestionFile

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `place` is where it stands, as the page's fields are named."""

    severity: Severity
    place: str
    words: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def findings(document: Document) -> list[Finding]:
    """Return all that is to be said of a draft; errors keep it from review, warnings do not."""
    found = [*check_outside(document), *check_points(document), *check_weights(document)]
    if not blocking(found):
        found += check_schema(document)
    return found


def blocking(found: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity == "error"]


def check_outside(document: Document) -> Iterator[Finding]:
    yield from check_both("prompt", document["prompt"], _("the question"))
    yield from check_both("model_answer", document["model_answer"], _("the model answer"))
    if len(document["hints"]) < 2:
        yield Finding("error", "hints", _("At least two hints are needed."))
    costs = [hint["cost"] for hint in document["hints"]]
    if costs != sorted(costs):
        yield Finding("warning", "hints", _("A later hint costs less than an earlier one."))
    for number, hint in enumerate(document["hints"]):
        yield from check_both(f"hints.{number}", hint, _("the hint"))
    for number, fact in enumerate(document.get("facts") or ()):
        yield from check_both(f"facts.{number}.answer", fact["answer"], _("the answer"))
        yield from check_two(f"facts.{number}.asks", fact["asks"], _("ways to ask"))


def check_points(document: Document) -> Iterator[Finding]:
    if len(document["points"]) < 4:
        yield Finding("error", "points", _("A rubric needs at least four points."))
    staged = [bool(point.get("stage")) for point in document["points"]]
    if any(staged) and not all(staged):
        yield Finding("error", "points", _("Either every point names its stage or none does."))
    if not any(staged) and len(staged) > 8:
        yield Finding("error", "points", _("A question without stages has at most eight points."))
    seen: dict[tuple[str, str], str] = {}
    for number, point in enumerate(document["points"]):
        place = f"points.{number}"
        yield from check_both(f"{place}.text", point["text"], _("the point"))
        yield from check_both(f"{place}.probe", point["probe"], _("the follow-up question"))
        yield from check_two(f"{place}.phrasings", point["phrasings"], _("phrasings"))
        if len(point["contrasts"]) < 2:
            yield Finding(
                "error", f"{place}.contrasts", _("At least two wrong versions are needed.")
            )
        for index, contrast in enumerate(point["contrasts"]):
            yield from check_both(f"{place}.contrasts.{index}", contrast, _("the wrong version"))
        yield from check_repeats(place, number, point, seen)


def check_repeats(
    place: str, number: int, point: Document, seen: dict[tuple[str, str], str]
) -> Iterator[Finding]:
    """Say so where the same words stand twice: as a claim and its contrary, or under two points."""
    for language in ("ko", "en"):
        right = [point["text"][language], *point["phrasings"][language]]
        wrong = [contrast[language] for contrast in point["contrasts"]]
        if {plain(text) for text in right if text} & {plain(text) for text in wrong if text}:
            yield Finding(
                "error", f"{place}.contrasts", _("A phrasing and a wrong version say the same.")
            )
        for text in (*right, *wrong):
            if not plain(text):
                continue
            owner = seen.setdefault((language, plain(text)), place)
            if owner != place:
                yield Finding(
                    "warning",
                    place,
                    _("Says in the same words what point %(number)s says.")
                    % {"number": int(owner.split(".")[1]) + 1},
                )
        if len({plain(text) for text in right if text}) < len([text for text in right if text]):
            yield Finding("warning", f"{place}.phrasings", _("Two phrasings are the same."))


def check_weights(document: Document) -> Iterator[Finding]:
    points = document["points"]
    total = sum(point["weight"] for point in points)
    for number, point in enumerate(points):
        if total and len(points) > 2 and point["weight"] > HEAVIEST * total:
            yield Finding(
                "warning",
                f"points.{number}",
                _("This point is over %(share)d %% of the whole.") % {"share": 100 * HEAVIEST},
            )
    staged = any(point.get("stage") for point in points)
    if sum(bool(point.get("required")) for point in points) > (7 if staged else 2):
        yield Finding("warning", "points", _("Many points are required: each one caps the score."))


def check_both(place: str, both: Document, name: str) -> Iterator[Finding]:
    for language, language_name in (("ko", _("Korean")), ("en", _("English"))):
        if not both.get(language, "").strip():
            yield Finding(
                "error",
                f"{place}.{language}",
                _("%(what)s: the %(language)s text is missing.")
                % {"what": name, "language": language_name},
            )
    if both.get("ko", "").strip() and not HANGUL.search(both["ko"]):
        yield Finding("error", f"{place}.ko", _("The Korean text holds no Hangul."))
    if HANGUL.search(both.get("en", "")):
        yield Finding("error", f"{place}.en", _("The English text holds Hangul."))


def check_two(place: str, both: Document, name: str) -> Iterator[Finding]:
    for language, language_name in (("ko", _("Korean")), ("en", _("English"))):
        if len(both[language]) < 2:
            yield Finding(
                "error",
                f"{place}.{language}",
                _("At least two %(what)s in %(language)s are needed.")
                % {"what": name, "language": language_name},
            )


def check_schema(document: Document) -> Iterator[Finding]:
    """Say what the file's own rules still refuse, where the checks above found nothing."""
    raw = document | {
        "points": [{k: v for k, v in p.items() if v != ""} for p in document["points"]]
    }
    try:
        QuestionFile.model_validate(raw)
    except ValidationError as error:
        for complaint in complaints(error, raw):
            yield Finding("error", complaint.place, str(complaint))
