"""Verdicts on labelled answers, each under the calibration that never saw its question."""

from __future__ import annotations

from grading.engine.fitting.fit import Fit
from grading.engine.fitting.samples import Sample
from grading.engine.fitting.table import Table
from grading.engine.judge import settle
from grading.engine.verdict import AnswerVerdict


def held_out_verdicts(table: Table, fit: Fit, encoder: str) -> list[tuple[Sample, AnswerVerdict]]:
    """One verdict for each sample of the table, the generated ones included."""
    return [
        (
            read.sample,
            settle(
                read.prepared,
                read.answer,
                read.features,
                read.topic,
                fit.probabilities[read.rows],
                fit.held_out[read.sample.question],
                encoder,
            ),
        )
        for read in table.reads
    ]
