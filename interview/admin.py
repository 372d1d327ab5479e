"""The façade over the slices' admin pages."""

from interview.accounts import admin as accounts
from interview.live import admin as live
from interview.practice import admin as practice
from interview.questions import admin as questions

__all__ = ["accounts", "live", "practice", "questions"]
