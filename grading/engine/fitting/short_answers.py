"""Public short-answer sets: tab-separated question, reference, answer, and a score or a label."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

GRADED = ("question_id", "question", "reference", "answer", "score", "max_score")
PLACEHOLDER = re.compile(
    r"(?:no|empty|not|nan|none|n/?a|blank)\b(?: (?:response|submission|answer|answered|given))?\W*",
    re.IGNORECASE,
)
LABELLED = ("question_id", "question", "reference", "answer", "label")


@dataclass(frozen=True)
class ShortAnswer:
    """One row; either a score out of `highest` or a label is given."""

    question_id: str
    question: str
    reference: str
    answer: str
    score: float
    highest: float
    label: str | None


def is_blank(answer: str) -> bool:
    """Whether nothing was answered: no words, or only a placeholder for none."""
    return not re.search(r"\w", answer) or PLACEHOLDER.fullmatch(answer.strip()) is not None


def read_set(path: Path) -> list[ShortAnswer]:
    """The rows of a file; `ValueError` where a column is missing."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = reader.fieldnames or ()
        if not (set(GRADED) <= set(columns) or set(LABELLED) <= set(columns)):
            raise ValueError(f"the columns must be {', '.join(GRADED)} (or label for a score)")
        return [
            ShortAnswer(
                question_id=row["question_id"],
                question=row["question"],
                reference=row["reference"],
                answer=row["answer"] or "",
                score=float(row.get("score") or 0),
                highest=float(row.get("max_score") or 1),
                label=row.get("label"),
            )
            for row in reader
        ]
