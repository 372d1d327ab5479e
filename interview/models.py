"""The façade over the slices: what Django registers and what `grading` may see."""

from interview.accounts.models import Consent, User
from interview.accounts.roles import PUBLISH, REVIEW
from interview.authoring.runs import ImportRun
from interview.coding.models import CodeRun, Program
from interview.coding.report import describe_code
from interview.design.clarifying import describe_questions, unasked_facts
from interview.design.graph import read_graph
from interview.design.models import Board, ClarifyingQuestion, StageVisit
from interview.design.report import describe_drawing
from interview.design.visit import stage_seconds
from interview.errors import RequestError
from interview.live.models import (
    ChatMessage,
    DocumentSnapshot,
    DocumentUpdate,
    Marker,
    Recommendation,
    Room,
    RoomEvent,
    RoomQuestion,
    Scorecard,
    Seat,
    SeatKind,
    SkillLevel,
    Tick,
    TickState,
)
from interview.practice.answer import FIRST_FOLLOW_UP, Answer, AnswerState
from interview.practice.follow_up import ask_follow_ups
from interview.practice.session import Mode, Session, session_group
from interview.practice.turn import Turn
from interview.questions.checking import REQUIRED_KINDS, Breach, check_files
from interview.questions.document import document_of, file_of
from interview.questions.events import DraftSave, EventKind, VersionEvent
from interview.questions.files import (
    BadFile,
    read_bank,
    read_labelled,
    read_question,
    read_twice_rated,
)
from interview.questions.models import (
    Dimension,
    Question,
    Round,
    RubricPoint,
    RubricVersion,
    Topic,
    VersionState,
)
from interview.questions.publishing import content_hash
from interview.questions.release import JUDGES, CheckState, ReleaseCheck
from interview.questions.samples import SampleAnswer, SampleKind
from interview.questions.schema import LabelledAnswer, QuestionFile, TwiceRated
from interview.questions.stages import Stage, box_seconds

__all__ = [
    "FIRST_FOLLOW_UP",
    "JUDGES",
    "PUBLISH",
    "REQUIRED_KINDS",
    "REVIEW",
    "Answer",
    "AnswerState",
    "BadFile",
    "Board",
    "Breach",
    "ChatMessage",
    "CheckState",
    "ClarifyingQuestion",
    "CodeRun",
    "Consent",
    "Dimension",
    "DocumentSnapshot",
    "DocumentUpdate",
    "DraftSave",
    "EventKind",
    "ImportRun",
    "LabelledAnswer",
    "Marker",
    "Mode",
    "Program",
    "Question",
    "QuestionFile",
    "Recommendation",
    "ReleaseCheck",
    "RequestError",
    "Room",
    "RoomEvent",
    "RoomQuestion",
    "Round",
    "RubricPoint",
    "RubricVersion",
    "SampleAnswer",
    "SampleKind",
    "Scorecard",
    "Seat",
    "SeatKind",
    "Session",
    "SkillLevel",
    "Stage",
    "StageVisit",
    "Tick",
    "TickState",
    "Topic",
    "Turn",
    "TwiceRated",
    "User",
    "VersionEvent",
    "VersionState",
    "ask_follow_ups",
    "box_seconds",
    "check_files",
    "content_hash",
    "describe_code",
    "describe_drawing",
    "describe_questions",
    "document_of",
    "file_of",
    "read_bank",
    "read_graph",
    "read_labelled",
    "read_question",
    "read_twice_rated",
    "session_group",
    "stage_seconds",
    "unasked_facts",
]
