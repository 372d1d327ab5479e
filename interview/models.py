"""The façade over the slices: what Django registers and what `grading` may see."""

from interview.accounts.models import User
from interview.coding.models import CodeRun, Program
from interview.coding.report import describe_code
from interview.practice.answer import Answer, AnswerState
from interview.practice.session import Mode, Session, session_group
from interview.practice.turn import Turn
from interview.questions.checking import Breach, check_files
from interview.questions.files import BadFile, read_bank, read_labelled, read_question
from interview.questions.models import (
    Dimension,
    Question,
    Round,
    RubricPoint,
    RubricVersion,
    Topic,
)
from interview.questions.schema import LabelledAnswer, QuestionFile

__all__ = [
    "Answer",
    "AnswerState",
    "BadFile",
    "Breach",
    "CodeRun",
    "Dimension",
    "LabelledAnswer",
    "Mode",
    "Program",
    "Question",
    "QuestionFile",
    "Round",
    "RubricPoint",
    "RubricVersion",
    "Session",
    "Topic",
    "Turn",
    "User",
    "check_files",
    "describe_code",
    "read_bank",
    "read_labelled",
    "read_question",
    "session_group",
]
