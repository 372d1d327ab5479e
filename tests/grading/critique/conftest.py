"""A person who said yes, a graded answer of theirs, and a model that can be told what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import LazySettings
from django.core.cache import cache

from grading.critique import model
from grading.models import Critique
from grading.tasks import grade_answer
from interview.accounts.models import Consent, User
from interview.practice.answer import Answer
from interview.practice.session import Session
from tests.factories import answer_of, make_question, make_session
from tests.fakes import KeywordGrader
from tests.scripted_model import Behaviour, ScriptedServer, judges, serve

TEXT = "I would start with alpha, since beta follows from it."


@pytest.fixture
def scripted(settings: LazySettings, db: None) -> Iterator[Callable[..., ScriptedServer]]:
    """Configure a site whose model follows a script."""
    with ExitStack() as stack:

        def begin(*script: Behaviour) -> ScriptedServer:
            server = stack.enter_context(serve(*(script or (judges(),))))
            settings.CRITIQUE_ON = True
            settings.CRITIQUE_MODEL = "scripted"
            settings.OPENAI_BASE_URL = server.url
            settings.CRITIQUE_HOST = "127.0.0.1"
            settings.OPENAI_API_KEY = "secret-key"
            return server

        settings.CRITIQUE_SAMPLES = 1
        settings.FOLLOW_UPS = 0
        cache.clear()
        yield begin
        model.build.cache_clear()


@pytest.fixture
def graded(alice: User, grader: KeywordGrader, monkeypatch: pytest.MonkeyPatch):
    """Grade a text of Alice's, who said yes to being commented on; her critique waits."""
    monkeypatch.setattr("grading.tasks.write_critique.delay", lambda *_: None)
    User.objects.filter(pk=alice.pk).update(model_consent=Consent.YES)
    alice.refresh_from_db()

    def grade(text: str = TEXT, **choice: object) -> Answer:
        make_question("Q1")
        session: Session = make_session(alice, **choice)
        answer = answer_of(session)
        Answer.objects.filter(pk=answer.pk).update(draft=text)
        answer.submit()
        grade_answer(answer.pk)
        return answer

    return grade


def critique_of(answer: Answer) -> Critique:
    return Critique.objects.get(grade__answer=answer)
