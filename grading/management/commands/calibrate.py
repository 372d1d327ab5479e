"""Fit the calibration of the configured encoder on the labelled answers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from grading.backends.errors import BackendError
from grading.backends.load import CALIBRATIONS, load_grader
from grading.engine.calibration import parse_calibration
from grading.engine.fitting.fit import fit_calibration
from grading.engine.fitting.held_out import held_out_verdicts
from grading.engine.fitting.measure import by_question, measure, measure_apart
from grading.engine.fitting.samples import Sample, negatives
from grading.engine.fitting.table import UNKNOWN, tabulate
from grading.engine.topic import gather_background, save_background
from grading.learning import bank_rubrics, blind_samples, labelled_samples
from grading.models import CalibrationProposal
from grading.raters.effect import compare_with_people, preview_effect
from grading.raters.promoting import propose
from grading.raters.samples import rated_samples


class Command(BaseCommand):
    help = (
        "Fit the grader's calibration on the labelled answers under the configured encoder, "
        "measure it leave-one-question-out, and write it for review."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--output", type=Path, help="where to write (default: the shipped place)"
        )
        parser.add_argument("--dry-run", action="store_true", help="measure, write nothing")
        parser.add_argument(
            "--with-ratings",
            action="store_true",
            help="learn from what people graded here too; kept as a proposal unless --output says else",
        )
        parser.add_argument(
            "--preview", type=int, default=500, help="past answers that a proposal is tried on"
        )
        parser.add_argument("--question", nargs="+", help="only these questions' labelled answers")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            grader = load_grader()
        except BackendError as error:
            raise CommandError(error.message) from error
        rubrics = bank_rubrics()
        samples = [*labelled_samples(rubrics), *blind_samples(rubrics)]
        if wanted := options["question"]:
            samples = [sample for sample in samples if sample.question in wanted]
        rated: list[Sample] = []
        if options["with_ratings"]:
            rated, own = rated_samples(rubrics)
            rubrics |= own
            samples += rated
        labelled = {sample.question for sample in samples}
        made = negatives({q: rubrics[q] for q in labelled}, samples, grader.glossary)
        self.say(
            f"{len(samples)} labelled answers, {len(made)} generated, {len(labelled)} questions"
        )
        grader.background = gather_background(
            rubrics, lambda texts: grader.store.fetch(grader.encoder, texts)
        )
        table = tabulate(grader, rubrics, [*samples, *made])
        day = datetime.now(UTC).date().isoformat()
        stem = grader.encoder.id.partition("@")[0].replace("/", "-")
        shipped = CALIBRATIONS / f"{stem}.json"
        name = free_name(f"{stem}-{day}", shipped)
        proposing = options["with_ratings"] and not options["output"] and not options["dry_run"]
        if options["with_ratings"]:
            name += f"-people-{CalibrationProposal.objects.count() + 1}"
        fit = fit_calibration(
            table,
            grader.encoder.id,
            name,
            self.say,
            grader.entailment.id if grader.entailment else None,
        )
        verdicts = held_out_verdicts(table, fit, grader.encoder.id)
        people = [(s, v) for s, v in verdicts if not s.generated and s.whole]
        measured = measure(people)
        about = {
            "date": day,
            "glossary": grader.glossary.version,
            "data": {
                "labelled": len(samples) - len(rated),
                "rated": sum(sample.whole for sample in rated),
                "rated_in_part": sum(not sample.whole for sample in rated),
                "generated": len(made),
                "questions": len(labelled),
                "points": int((table.states != UNKNOWN).sum()),
            },
            "leave_one_question_out": measured,
            "sets": measure_apart(people),
        }
        if proposing:
            effect = preview_effect(
                grader, parse_calibration(fit.data), limit=options["preview"], say=self.say
            )
            effect["people"] = compare_with_people(people)
            kept = propose(name, grader.encoder.id, fit.data | about, measured, effect)
            self.say(f"kept as {kept.name}; it grades once somebody promotes it")
        elif not options["dry_run"]:
            path = options["output"] or shipped
            path.parent.mkdir(parents=True, exist_ok=True)
            agreement = {"agreement": by_question(people)}
            path.write_text(_written({**fit.data, **about, **agreement}), encoding="utf-8")
            save_background(grader.background, path.with_suffix(".npz"), grader.encoder.id)
            self.say(f"written to {path}")
        self.stdout.write(json.dumps(about, ensure_ascii=False, indent=1))

    def say(self, line: str) -> None:
        self.stderr.write(line)


def free_name(name: str, shipped: Path) -> str:
    """The name, numbered where the shipped calibration has it already: grades are known by it."""
    taken = str(json.loads(shipped.read_text("utf-8"))["id"]) if shipped.exists() else ""
    if taken == name:
        return f"{name}-2"
    number = taken.removeprefix(f"{name}-")
    return f"{name}-{int(number) + 1}" if number.isdigit() else name


def _written(data: dict[str, Any]) -> str:
    """JSON with a line for each entry, so that a reviewer can read the short ones and skip the long."""
    lines = [
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"
