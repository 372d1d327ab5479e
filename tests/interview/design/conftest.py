"""A design case of three stages, in study mode unless a test says otherwise."""

from __future__ import annotations

import pytest

from interview.accounts.models import User
from interview.practice.session import Session
from tests.factories import begin_case, make_case


@pytest.fixture
def case(alice: User) -> Session:
    make_case()
    return begin_case(alice)


@pytest.fixture
def real_case(alice: User) -> Session:
    make_case()
    return begin_case(alice, mode="real")
