"""The seven stages that a design case walks through, and how its minutes are shared out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    REQUIREMENTS = "requirements", _("Requirements")
    FRAMING = "framing", _("Problem framing")
    DATA = "data", _("Data and features")
    MODEL = "model", _("Model")
    EVALUATION = "evaluation", _("Evaluation")
    SERVING = "serving", _("Serving")
    MONITORING = "monitoring", _("Monitoring")


CASE_MINUTES = 45
# Of 45 minutes, as interviewers share them out. A box warns; it never closes a stage.
BOX_MINUTES = {
    Stage.REQUIREMENTS: 6,
    Stage.FRAMING: 4,
    Stage.DATA: 10,
    Stage.MODEL: 10,
    Stage.EVALUATION: 5,
    Stage.SERVING: 6,
    Stage.MONITORING: 4,
}

STAGE_AIMS = {
    Stage.REQUIREMENTS: _(
        "Ask what you need, then say what the system is for, its scale and its limits."
    ),
    Stage.FRAMING: _("Turn it into a learning problem: inputs, outputs, and the goal behind them."),
    Stage.DATA: _(
        "Where examples and labels come from, which features matter, and what biases them."
    ),
    Stage.MODEL: _("Start from a baseline, choose the models, the losses, and say why these."),
    Stage.EVALUATION: _("Offline metrics per part, then how an experiment decides online."),
    Stage.SERVING: _("The path of one request, its latency budget, and what happens at scale."),
    Stage.MONITORING: _("What drifts or breaks, how you notice, and how the system stays fresh."),
}


def box_seconds(stage: str, allotted: int) -> int:
    """Return the time box of a stage, in seconds, out of what a whole case is allotted."""
    return round(allotted * BOX_MINUTES[Stage(stage)] / CASE_MINUTES)
