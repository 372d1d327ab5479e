"""The rows of design rounds."""

from interview.design.board import Board, BoardVersion
from interview.design.clarifying import ClarifyingQuestion
from interview.design.visit import StageVisit

__all__ = ["Board", "BoardVersion", "ClarifyingQuestion", "StageVisit"]
