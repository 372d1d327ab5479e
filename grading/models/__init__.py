"""The façade over grading's rows: what Django registers and what the rest of grading imports."""

from grading.models.agreement import AgreementCell, RatedQuestion
from grading.models.appeal import Appeal, AppealState
from grading.models.grade import Grade, GradeQuerySet, GradeStatus, Reason, ensure_grades
from grading.models.override import Correction, Override
from grading.models.point_score import PointScore
from grading.models.promotion import CalibrationProposal, Promotion
from grading.models.rating import (
    PersonState,
    RatedPoint,
    Rating,
    RatingState,
    RatingTakenOver,
    TrainingRating,
    lock_time,
)
from grading.models.stored_vector import StoredVector

__all__ = [
    "AgreementCell",
    "Appeal",
    "AppealState",
    "CalibrationProposal",
    "Correction",
    "Grade",
    "GradeQuerySet",
    "GradeStatus",
    "Override",
    "PersonState",
    "PointScore",
    "Promotion",
    "RatedPoint",
    "RatedQuestion",
    "Rating",
    "RatingState",
    "RatingTakenOver",
    "Reason",
    "StoredVector",
    "TrainingRating",
    "ensure_grades",
    "lock_time",
]
