"""The façade over grading's rows: what Django registers and what the rest of grading imports."""

from grading.models.grade import Grade, GradeQuerySet, GradeStatus, Reason, ensure_grades
from grading.models.point_score import PointScore
from grading.models.stored_vector import StoredVector

__all__ = [
    "Grade",
    "GradeQuerySet",
    "GradeStatus",
    "PointScore",
    "Reason",
    "StoredVector",
    "ensure_grades",
]
