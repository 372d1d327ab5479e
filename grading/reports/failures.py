"""The commonest ways to lose a design interview, named where they happened, and only there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from interview.models import Stage, Turn

# Interviewers allow up to ten of 45 minutes for questions before the design must begin.
LONGEST_START = 10 / 45
LATE_STAGES = (Stage.EVALUATION, Stage.SERVING, Stage.MONITORING)
NO_TIME_SECONDS = 45
USED_UP = 0.9
LIST_LENGTH = 10
HALF = 0.5
LIST_ITEM = re.compile(r"^\s*(?:[-*•·]|\d+[.)])\s+\S", re.MULTILINE)
RUN = re.compile(r"[^.!?\n]+")


def name_failures(turn: Turn, stages: Sequence[dict[str, Any]]) -> list[str]:
    """Return what went wrong with the time, in sentences; nothing while a stage is still scored."""
    if not stages or any(stage["status"] == "pending" for stage in stages):
        return []
    by_key = {stage["stage"]: stage for stage in stages}
    found = []
    start = by_key.get(Stage.REQUIREMENTS)
    if start and start["spent_seconds"] > LONGEST_START * turn.allotted_seconds:
        found.append(
            _("Too long on clarifying: %(spent)s went into the requirements. Ten minutes of 45 are the most.")
            % {"spent": start["spent"]}
        )  # fmt: skip
    data = by_key.get(Stage.DATA)
    if data and is_feature_list(data):
        found.append(
            _("A long list of features earned little: name the few that decide, and say why.")
        )
    late = [by_key[stage] for stage in LATE_STAGES if stage in by_key]
    hurried = [
        stage
        for stage in late
        if stage["status"] == "unanswered" and stage["spent_seconds"] < NO_TIME_SECONDS
    ]
    if hurried and turn.spent_seconds >= USED_UP * turn.allotted_seconds:
        names = ", ".join(str(stage["label"]) for stage in hurried)
        found.append(
            _("No time was left for: %(stages)s. Keep an eye on the boxes.") % {"stages": names}
        )
    return found


def is_feature_list(stage: dict[str, Any]) -> bool:
    """Say whether an answer lists much and says little of what was listened for."""
    weight = stage["weight"]
    earned = sum(point["weight"] * (point["credit"] or 0.0) for point in stage["points"])
    if stage["status"] != "scored" or not weight or earned / weight >= HALF:
        return False
    text = stage["answer_text"]
    listed = len(LIST_ITEM.findall(text))
    longest = max((run.count(",") + run.count("、") + 1 for run in RUN.findall(text)), default=0)
    return max(listed, longest) >= LIST_LENGTH
