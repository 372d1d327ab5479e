"""Curators, reviewers and a question that is complete."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from interview.accounts.models import Role, User
from interview.authoring.drafting import begin_draft
from interview.questions.models import RubricVersion
from interview.questions.release import JUDGES
from tests.factories import make_question, make_user


@pytest.fixture(autouse=True)
def _no_judge() -> Iterator[None]:
    """Curation alone: whoever judges rubrics has tests of its own."""
    judges = dict(JUDGES)
    JUDGES.clear()
    yield
    JUDGES.clear()
    JUDGES.update(judges)


@pytest.fixture
def reviewer(db: None) -> User:
    return make_user("reviewer", role=Role.REVIEWER)


@pytest.fixture
def desk(curator: User) -> Client:
    """The curator's browser."""
    browser = Client()
    browser.force_login(curator)
    return browser


@pytest.fixture
def draft(curator: User) -> RubricVersion:
    """A draft of a second version of Q1, with the first one's content."""
    return begin_draft(make_question("Q1"), curator)
