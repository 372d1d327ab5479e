"""The façade over the slices: what Django registers and what `grading` may see."""

from interview.accounts.models import User
from interview.coding.models import CodeRun, Program
from interview.coding.report import describe_code
from interview.design.models import StageVisit
from interview.design.visit import stage_seconds
from interview.errors import RequestError
from interview.practice.answer import FIRST_FOLLOW_UP, Answer, AnswerState
from interview.practice.follow_up import ask_follow_ups
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
from interview.questions.stages import Stage, box_seconds

__all__ = [
    "FIRST_FOLLOW_UP",
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
    "RequestError",
    "Round",
    "RubricPoint",
    "RubricVersion",
    "Session",
    "Stage",
    "StageVisit",
    "Topic",
    "Turn",
    "User",
    "ask_follow_ups",
    "box_seconds",
    "check_files",
    "describe_code",
    "read_bank",
    "read_labelled",
    "read_question",
    "session_group",
    "stage_seconds",
]
