"""The coding round, by a person in a browser with the real runner: write, run, hand in, read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from interview.accounts.models import User
from interview.coding.models import CodeRun, Program
from interview.practice.session import Session
from interview.questions.files import read_question
from interview.questions.importing import load_questions, load_topics
from interview.sandbox import warm_up
from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import axe_findings
from tests.factories import make_session
from tests.live import Process, variables_for_processes

WRONG = "def window_max(values, w):\n    return [sum(values)]\n"

PASTE = """(editor, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


class Runner(Process):
    """The code runner's own worker."""

    def __init__(self, variables: dict[str, str]) -> None:
        argv = ["celery", "-A", "config", "worker", "-Q", "sandbox,default", "--pool", "solo"]
        argv += ["-n", f"runner-{os.getpid()}@%h", "--without-gossip", "--without-mingle"]
        super().__init__("runner", argv, variables)

    def begin(self) -> None:
        self.start(lambda: b" ready." in self.log.read_bytes())


@pytest.fixture
def runner() -> Iterator[Runner]:
    warm_up(settings.SANDBOX_CACHE, wait=True)
    runner = Runner(variables_for_processes())
    try:
        runner.begin()
        yield runner
    finally:
        runner.kill()


@pytest.fixture
def session(alice: User) -> Session:
    load_topics(settings.SYLLABUS_FILE)
    path = next((settings.QUESTION_FOLDER / "coding").glob("A3.11-s*.yaml"))
    load_questions([read_question(path)])
    return make_session(alice, round="coding")


def replace_code(page: Page, text: str) -> None:
    editor = page.locator("#code-editor")
    editor.click()
    page.keyboard.press("Control+a")
    editor.evaluate(PASTE, text)
    expect(page.locator("#code-state")).to_have_text(re.compile("Saved|저장"))


@pytest.mark.parametrize(
    ("width", "language", "scheme"), [(390, "ko", "dark"), (1280, "en", "light")]
)
def test_it_runs_code_and_reports_on_it(
    open_page: OpenPage,
    runner: Runner,
    alice: User,
    session: Session,
    width: int,
    language: str,
    scheme: str,
) -> None:
    page = open_page(width=width, language=language, scheme=scheme, user=alice)
    page.goto(f"/practice/{session.pk}/1/")
    replace_code(page, WRONG)
    page.locator("#run-button").click()
    expect(page.locator("#code-run .failed").first).to_be_visible(timeout=30_000)
    expect(page.locator("#code-run .failed").first.locator(".flat").last).to_have_text("[15]")
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    right = read_reference()
    replace_code(page, right)
    page.locator("#run-all-button").click()
    expect(page.locator("#code-run .verdict strong")).to_contain_text("9", timeout=30_000)
    expect(page.locator("#code-run .failed")).to_have_count(0)

    page.locator("#answer").fill("Each index enters and leaves the deque once, so it is linear.")
    page.locator("#submit-button").click()
    expect(page.locator(".code-report, .onward").first).to_be_visible()
    page.wait_for_function("() => true")
    assert Program.objects.get().text == right
    run = wait_for_final(page)
    assert (run.passed, run.total) == (9, 9)


def test_it_hands_in_the_last_keystrokes_of_code_without_a_word(
    open_page: OpenPage, runner: Runner, alice: User, session: Session
) -> None:
    page = open_page(user=alice)
    page.goto(f"/practice/{session.pk}/1/")
    replace_code(page, WRONG)
    page.locator("#code-editor").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("# last words")
    page.locator("#submit-button").click()
    expect(page.locator(".onward")).to_be_visible()
    assert Program.objects.get().text.endswith("# last words")
    expect(page.locator(".code-report .verdict")).to_be_visible(timeout=30_000)
    expect(page.locator(".feedback, .turn").first).to_contain_text("without an explanation")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_passes_axe_with_results(
    open_page: OpenPage, runner: Runner, alice: User, session: Session, scheme: str
) -> None:
    page = open_page(user=alice, scheme=scheme, bypass_csp=True)
    page.goto(f"/practice/{session.pk}/1/")
    replace_code(page, "def window_max(values, w):\n    return [[1, 2]]\n")
    page.locator("#run-button").click()
    expect(page.locator("#code-run .array").first).to_be_visible(timeout=30_000)
    assert axe_findings(page) == []


@pytest.mark.parametrize(
    ("language", "scheme", "passed"), [("ko", "dark", "3개 중 0개"), ("en", "light", "0 of 3")]
)
def test_it_can_all_be_done_in_the_field_that_screen_readers_know(
    open_page: OpenPage,
    runner: Runner,
    alice: User,
    session: Session,
    language: str,
    scheme: str,
    passed: str,
) -> None:
    alice.language = language
    alice.save()
    page = open_page(user=alice, language=language, scheme=scheme, bypass_csp=True)
    page.goto(f"/practice/{session.pk}/1/")
    replace_code(page, "def window_max(values, w):\n    return y")
    page.keyboard.press("Shift+Alt+F1")
    field, news = page.locator("#code"), page.locator("#code-news")
    expect(field).to_be_focused()
    expect(page.locator("#code-plain")).to_be_checked()
    expect(page.locator("#code-editor")).to_be_hidden()
    page.keyboard.press("F2")
    expect(news).to_have_text(re.compile("2.*13.*4"))  # the caret came along
    page.keyboard.press("Enter")
    page.keyboard.type("# done")
    expect(field).to_have_value("def window_max(values, w):\n    return y\n    # done")
    page.keyboard.press("Control+Enter")
    expect(news).to_contain_text(passed, timeout=30_000)
    expect(news).to_contain_text("NameError")
    page.keyboard.press("F8")
    expect(news).to_have_text(re.compile("2.*5.*4"))
    assert axe_findings(page) == []

    page.keyboard.press("Tab")
    expect(field).not_to_be_focused()
    page.reload()
    expect(page.locator("#code-plain")).to_be_checked()
    expect(field).to_be_visible()
    field.fill("def window_max(values, w):\n    return []\n")
    page.locator("#code-plain").uncheck()
    expect(page.locator("#code-editor")).to_contain_text("return []")
    page.locator("#code-plain").check()
    expect(field).to_have_value("def window_max(values, w):\n    return []\n")
    page.locator("#submit-button").click()
    expect(page.locator(".onward")).to_be_visible()
    assert Program.objects.get().text == "def window_max(values, w):\n    return []\n"


def test_it_works_in_the_plain_field_without_the_editor(
    open_page: OpenPage, runner: Runner, alice: User, session: Session
) -> None:
    page = open_page(user=alice)
    page.route("**/code-editor.js", lambda route: route.abort())
    page.goto(f"/practice/{session.pk}/1/")
    page.locator("#code").fill("def window_max(values, w):\n    return y\n")
    page.locator("#run-button").click()
    expect(page.locator("#code-run .failed").first).to_contain_text("NameError", timeout=30_000)


def test_it_starts_over_and_undoes_it_in_either_face(
    open_page: OpenPage, alice: User, session: Session
) -> None:
    page = open_page(user=alice)
    page.goto(f"/practice/{session.pk}/1/")
    mine = "def window_max(values, w):\n    return mine\n"
    replace_code(page, mine)
    field = page.locator("#code")
    for face in ("editor", "field"):
        if face == "field":
            page.locator("#code-plain").check()
        page.locator("#code-reset").click()
        expect(field).not_to_have_value(mine)
        expect(field).to_have_value(re.compile("window_max"))
        expect(page.locator("#code-news")).to_contain_text("Undo brings yours back")
        page.keyboard.press("Control+z")
        expect(field).to_have_value(mine)


def read_reference() -> str:
    path = next((settings.QUESTION_FOLDER / "coding").glob("A3.11-s*.yaml"))
    coding = read_question(path).coding
    assert coding is not None
    return coding.reference


def wait_for_final(page: Page) -> CodeRun:
    for _ in range(60):
        run = CodeRun.objects.filter(kind="final", status="done").first()
        if run is not None:
            return run
        page.wait_for_timeout(500)
    raise AssertionError("the code was not judged")
