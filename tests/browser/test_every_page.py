"""Every page at either width, in either language and either light: nothing sticks out of the window,
and nothing moves away under a press."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from grading.models import Grade
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.design.board import board_of
from interview.design.clarifying import ask
from interview.design.elements import read_board
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from interview.practice.session import Session
from tests.browser.bank import load_few
from tests.browser.conftest import OpenPage, shoot
from tests.browser.live_rooms import make_host, rooms_of, visit
from tests.factories import answer_of, begin_case, make_case, make_session, stage_of
from tests.fakes import KeywordGrader
from tests.flows.conftest import wait_for
from tests.interview.design.test_boards import box
from tests.live import Site

PUBLIC = [
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no/such/page",
]

# Who is told "Saved" for the first time while they press a button must not miss it.
MOVED = """() => {
  const buttons = [...document.querySelectorAll("main button")].filter((one) => one.checkVisibility());
  const places = () => buttons.map((button) => button.getBoundingClientRect());
  return [...document.querySelectorAll("main [role=status]:empty")].filter((state) => {
    const before = places();
    state.textContent = "Saved";
    const after = places();
    state.textContent = "";
    return after.some(({ x, y }, n) => Math.hypot(x - before[n].x, y - before[n].y) > 1);
  }).map((state) => `${location.pathname} ${state.id}`);
}"""


def pages_of(user: User) -> list[str]:
    """Make a running and a scored session; return the addresses of all pages of a person."""
    load_few()
    done = make_session(user, mode="real", minutes=10)
    answer = answer_of(done)
    Answer.objects.filter(pk=answer.pk).update(draft="Bagging averages models. " * 12)
    finish_session(done)
    grade_answer(answer.pk)
    # a worker that another test started may have been quicker to take the row
    wait_for(Grade.objects.filter(score__isnull=False).exists)
    running = make_session(user)
    drawn, open_case = design_cases(user)
    named = ("practice-new", "home", "progress", "profile", "account_logout")
    return [
        *(reverse(name) for name in named),
        reverse("practice-turn", args=[running.pk, 1]),
        reverse("report", args=[done.pk]),
        reverse("design-stage", args=[open_case.pk, 1, "data"]),
        reverse("report", args=[drawn.pk]),
    ]


def design_cases(user: User) -> tuple[Session, Session]:
    """Make a finished case with a whiteboard and questions, and a running one."""
    make_case()
    drawn = begin_case(user, mode="real")
    turn = drawn.turns.get()
    answer = stage_of(drawn, "data")
    ask(stage_of(drawn, "requirements"), "What is the number of users?", timezone.now())
    Answer.objects.filter(pk=answer.pk).update(draft="data-1 comes out of the logs. " * 12)
    finish_session(drawn)
    grade_answer(answer.pk)
    wait_for(Grade.objects.filter(answer=answer, score__isnull=False).exists)
    board = board_of(turn)
    board.elements = read_board(json.dumps([*box("a", "Gateway"), *box("b", "Ranker", x=1200)]))
    board.save()
    return drawn, begin_case(user)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "dark")])
def test_it_fits_in_the_window(
    open_page: OpenPage, alice: User, monkeypatch, width: int, language: str, scheme: str
) -> None:
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)
    alice.language = language
    alice.save()
    visitor = open_page(width=width, language=language, scheme=scheme)
    person = open_page(width=width, language=language, scheme=scheme, user=alice)
    wide, moved = [], []
    for page, paths in ((visitor, PUBLIC), (person, pages_of(alice))):
        for path in paths:
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path)
            moved += page.evaluate(MOVED)
            assert page.locator("html").get_attribute("lang") == language, path
            shoot(page, f"{language}-{scheme}-{width}-{path.strip('/').split('/')[0] or 'home'}")
    assert (wide, moved) == ([], [])


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "dark")])
def test_its_rooms_fit_in_the_window(
    open_page: OpenPage, site: Site, monkeypatch, width: int, language: str, scheme: str
) -> None:
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)
    host = make_host(language)
    lead = open_page(width=width, language=language, scheme=scheme, user=host)
    guest = open_page(width=width, language=language, scheme=scheme)
    wide, moved = [], []
    for one in rooms_of(host):
        page = lead if one.seat and one.seat.at_desk else guest
        visit(page, one, site.url)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(one.name)
        moved += page.evaluate(MOVED)
        assert page.locator("html").get_attribute("lang") == language, one.name
        shoot(page, f"room-{one.name}-{language}-{scheme}-{width}")
    assert (wide, moved) == ([], [])
