"""The façade over grading's rows: what Django registers and what the rest of grading imports."""

from grading.models.agreement import AgreementCell, RatedQuestion
from grading.models.appeal import Appeal, AppealState
from grading.models.board_reading import BoardReading
from grading.models.critique import (
    Critique,
    CritiqueQuerySet,
    CritiqueReason,
    CritiqueStatus,
    PointOpinion,
)
from grading.models.critique_measurement import CritiqueMeasurement
from grading.models.grade import Grade, GradeQuerySet, GradeStatus, Reason, ensure_grades
from grading.models.job import JobState
from grading.models.meaning import MeaningCheck, MeaningSearch
from grading.models.override import Correction, Override
from grading.models.point_score import PointScore
from grading.models.preview import Preview, PreviewRow
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
from grading.models.regrade import Regrade
from grading.models.spend import Purpose, Spend, SpendQuerySet
from grading.models.stored_vector import StoredVector
from grading.models.trial import Trial

__all__ = [
    "AgreementCell",
    "Appeal",
    "AppealState",
    "BoardReading",
    "CalibrationProposal",
    "Correction",
    "Critique",
    "CritiqueMeasurement",
    "CritiqueQuerySet",
    "CritiqueReason",
    "CritiqueStatus",
    "Grade",
    "GradeQuerySet",
    "GradeStatus",
    "JobState",
    "MeaningCheck",
    "MeaningSearch",
    "Override",
    "PersonState",
    "PointOpinion",
    "PointScore",
    "Preview",
    "PreviewRow",
    "Promotion",
    "Purpose",
    "RatedPoint",
    "RatedQuestion",
    "Rating",
    "RatingState",
    "RatingTakenOver",
    "Reason",
    "Regrade",
    "Spend",
    "SpendQuerySet",
    "StoredVector",
    "TrainingRating",
    "Trial",
    "ensure_grades",
    "lock_time",
]
