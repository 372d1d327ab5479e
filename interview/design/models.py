"""The rows of design rounds."""

from interview.design.visit import StageVisit

__all__ = ["StageVisit"]
