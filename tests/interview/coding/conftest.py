"""The compiled runtime, as the sandbox's own tests have it."""

from tests.interview.sandbox.conftest import cache

__all__ = ["cache"]
