"""Measure the grader on a short-answer set, or on the project's own labelled answers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grading.backends.errors import BackendError
from grading.backends.load import load_grader
from grading.backends.sentence_transformer import PACKAGED, packaged_minilm
from grading.engine.encoder import Encoder
from grading.engine.fitting.ablation import ablate
from grading.engine.fitting.fit import fit_calibration
from grading.engine.fitting.held_out import held_out_verdicts
from grading.engine.fitting.measure import baselines, measure, measure_apart
from grading.engine.fitting.samples import negatives
from grading.engine.fitting.short_answers import ShortAnswer, read_set
from grading.engine.fitting.short_features import short_features
from grading.engine.fitting.short_report import (
    grade_raw,
    language_of,
    report_labels,
    report_scores,
)
from grading.engine.fitting.table import tabulate
from grading.engine.fitting.two_raters import measure_beside_two
from grading.engine.grader import Grader
from grading.engine.verdict import GradeItem
from grading.learning import (
    UNSEEN,
    bank_rubrics,
    blind_samples,
    labelled_samples,
    twice_rated_samples,
)
from interview.models import BadFile


class Command(BaseCommand):
    help = (
        "Measure the grader. FILE.tsv has the columns question_id, question, reference, answer and "
        "score with max_score, or label. JSON on standard output, progress on standard error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a short-answer set")
        parser.add_argument("--labelled", action="store_true", help="the bank's labelled answers")
        parser.add_argument(
            "--unseen",
            nargs="?",
            type=Path,
            const=UNSEEN,
            metavar="FOLDER",
            help="answers that two raters scored and nothing is fitted on, under the calibration in use",
        )
        parser.add_argument(
            "--ablation", action="store_true", help="with --labelled: what each part adds"
        )
        parser.add_argument("--json", action="store_true", help="on one line")

    def handle(self, *args: Any, **options: Any) -> None:
        if [bool(options[name]) for name in ("file", "labelled", "unseen")].count(True) != 1:
            raise CommandError("Give a FILE.tsv, --labelled or --unseen.")
        try:
            grader = load_grader()
        except BackendError as error:
            raise CommandError(error.message) from error
        if options["labelled"]:
            found = self.labelled(grader, ablation=options["ablation"])
        elif options["unseen"]:
            found = self.unseen(grader, options["unseen"])
        else:
            found = self.short_answers(grader, options["file"])
        found = {
            "encoder": grader.encoder.id, "calibration": grader.calibration.id, **found,
        }  # fmt: skip
        indent = None if options["json"] else 1
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=indent))

    def labelled(self, grader: Grader, *, ablation: bool) -> dict[str, Any]:
        rubrics = bank_rubrics()
        samples = [*labelled_samples(rubrics), *blind_samples(rubrics)]
        questions = {sample.question for sample in samples}
        made = negatives({q: rubrics[q] for q in questions}, samples, grader.glossary)
        self.say(f"{len(samples)} labelled answers of {len(questions)} questions")
        table = tabulate(grader, rubrics, [*samples, *made])
        if ablation:
            return {"ablation": ablate(table, self.say)}
        fit = fit_calibration(table, grader.encoder.id, "left-out", self.say)
        people = [
            (sample, verdict)
            for sample, verdict in held_out_verdicts(table, fit, grader.encoder.id)
            if not sample.generated
        ]
        return {
            "leave_one_question_out": measure(people),
            "sets": measure_apart(people),
            "baselines": baselines(table),
        }

    def unseen(self, grader: Grader, folder: Path) -> dict[str, Any]:
        rubrics = bank_rubrics()
        try:
            rated = twice_rated_samples(rubrics, folder)
        except BadFile as error:
            raise CommandError(f"{folder.name} cannot be read: {error}") from error
        if not rated:
            raise CommandError(f"{folder.name} holds no answers to questions of the bank.")
        self.say(f"{len(rated)} answers that two raters scored")
        return measure_beside_two(
            rated,
            grader.grade([GradeItem(rubrics[s.question], s.language, s.text) for s, _ in rated]),
        )

    def short_answers(self, grader: Grader, path: Path) -> dict[str, Any]:
        try:
            rows = read_set(path)
        except (OSError, ValueError) as error:
            raise CommandError(f"{path.name} cannot be read: {error}") from error
        self.say(f"{len(rows)} answers")
        second = self.second(grader, rows)
        features, pairs = short_features(rows, grader.encoder, grader.glossary, second)
        raw = grade_raw(grader, rows, self.say)
        report = report_labels if rows[0].label is not None else report_scores
        measured = report(rows, features, pairs, raw, self.say)
        return {"second_encoder": second.id if second else None, **measured}

    def second(self, grader: Grader, rows: Sequence[ShortAnswer]) -> Encoder | None:
        """The packaged English encoder, where the set is English and the site's own is another."""
        own = grader.encoder.id.startswith(PACKAGED)
        if own or any(language_of(row) != "en" for row in rows):
            return None
        try:
            return packaged_minilm()
        except BackendError as error:
            self.say(f"without a second encoder: {error.message}")
            return None

    def say(self, line: str) -> None:
        self.stderr.write(line)
