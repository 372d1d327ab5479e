"""What a live room holds: lines that break, a web process that dies, a broker that restarts, two tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from interview.accounts.models import User
from interview.live.document import read_texts
from interview.live.models import DocumentUpdate, Room
from interview.live.opening import open_room
from interview.live.presence import ticket_name
from tests.browser.conftest import OpenPage
from tests.browser.test_live import EDITOR, expect_text, host, start, type_in
from tests.flows.conftest import Broker, broker
from tests.live import Site, variables_for_processes

__all__ = ["broker", "host"]


# every socket is refused, as by a proxy that knows pages only
BLOCKED = """window.WebSocket = class extends WebSocket {
  constructor() { super(`ws://${location.host}/ws/nowhere/`); }
};"""


def expect_saved(page: Page) -> None:
    expect(page.locator("#live-state")).to_have_text(re.compile("^(Saved|저장됨)$"), timeout=30_000)


def words_in(page: Page) -> str:
    """Return the editor's text without the others' carets and names."""
    text: str = page.locator(EDITOR).evaluate(
        "e => { e = e.cloneNode(true); for (const c of e.querySelectorAll('.cm-peer')) c.remove();"
        " return e.textContent.trim(); }"
    )
    return text


def text_of(room: Room) -> str:
    room = Room.objects.get(pk=room.pk)
    return read_texts(room)[f"text:{room.current_id}"]


@pytest.mark.parametrize("milliseconds", [100, 3000])
def test_it_keeps_what_is_written_while_the_line_is_away(
    open_page: OpenPage, host: User, milliseconds: int
) -> None:
    desk, candidate, room = start(open_page, host)
    type_in(candidate, "before ")
    expect_text(desk, "before")
    candidate.context.set_offline(True)
    type_in(candidate, "meanwhile ")
    type_in(desk, "[desk] ")
    candidate.wait_for_timeout(milliseconds)
    candidate.context.set_offline(False)
    expect_text(desk, "meanwhile")
    expect_text(candidate, "[desk]")
    expect_saved(candidate)
    expect_saved(desk)
    texts = {words_in(page) for page in (desk, candidate)}
    assert texts == {text_of(room).strip()}
    assert DocumentUpdate.objects.filter(late=True).exists()


def test_it_comes_without_a_reload_when_the_line_was_away_as_it_opened(
    open_page: OpenPage, host: User
) -> None:
    desk, candidate, _ = start(open_page, host)
    type_in(desk, "[desk] ")
    package = re.compile("/live-room/live-room")
    candidate.route(package, lambda route: route.abort())
    candidate.reload()
    expect(candidate.locator("#live-state")).to_contain_text("Connecting again")
    candidate.unroute(package)
    expect_text(candidate, "[desk]")
    type_in(candidate, "here again")
    expect_text(desk, "here again")
    expect_saved(candidate)


def test_it_keeps_every_word_when_the_web_process_is_killed(
    open_page: OpenPage, host: User, site: Site
) -> None:
    desk, candidate, room = start(open_page, host)
    type_in(candidate, "before the crash ")
    site.kill()
    type_in(candidate, "and during it ")
    expect(candidate.locator("#live-state")).to_contain_text("Connecting again")
    site.begin()
    expect_text(desk, "before the crash and during it")
    expect_saved(candidate)
    assert text_of(room).strip() == "before the crash and during it"


def test_it_keeps_what_a_lost_page_could_not_send(
    open_page: OpenPage, host: User, site: Site
) -> None:
    desk, candidate, _ = start(open_page, host)
    type_in(candidate, "sent ")
    expect_saved(candidate)
    site.kill()
    type_in(candidate, "unsent")
    # the copy in the browser is written a moment after the word
    copy = "() => Object.keys(localStorage).find(key => key.startsWith('rehearsal:live/'))"
    candidate.wait_for_function(copy)
    address = candidate.url
    candidate.goto("about:blank")
    site.begin()
    candidate.goto(address)
    expect_text(candidate, "sent unsent")
    expect_text(desk, "sent unsent")


def test_it_undoes_ones_own_words_only(open_page: OpenPage, host: User) -> None:
    desk, candidate, _ = start(open_page, host)
    type_in(candidate, "mine ")
    expect_text(desk, "mine")
    type_in(desk, "theirs")
    expect_text(candidate, "mine theirs")
    candidate.locator(EDITOR).click()
    candidate.keyboard.press("Control+z")
    expect(candidate.locator(EDITOR)).not_to_contain_text("mine")
    expect(desk.locator(EDITOR)).not_to_contain_text("mine")
    assert words_in(candidate) == words_in(desk) == "theirs"


def test_it_keeps_a_syllable_that_is_composed_while_the_other_writes(
    open_page: OpenPage, host: User
) -> None:
    desk, candidate, room = start(open_page, host)
    devtools = candidate.context.new_cdp_session(candidate)
    candidate.locator(EDITOR).click()
    devtools.send("Input.insertText", {"text": "과적"})
    expect_text(desk, "과적")
    for step, syllable in enumerate("ㅎ하합"):
        composed = {"text": syllable, "selectionStart": 1, "selectionEnd": 1}
        devtools.send("Input.imeSetComposition", composed)
        desk.locator(EDITOR).click()
        desk.keyboard.press("Control+Home")
        desk.keyboard.type(f"[{step}]")
        expect_text(candidate, f"[{step}]")
    for text in ("합", "은"):
        devtools.send("Input.insertText", {"text": text})
    expect_text(desk, "과적합은")
    expect_saved(candidate)
    expect_saved(desk)
    assert {words_in(desk), words_in(candidate), text_of(room)} == {"[2][1][0]과적합은"}


def test_it_says_in_the_lobby_that_a_network_blocks_the_room(
    open_page: OpenPage, host: User
) -> None:
    room = open_room(host, title="Mock", language="en", minutes=45, now=timezone.now())
    desk = open_page(user=host)
    desk.add_init_script(BLOCKED)
    desk.goto(reverse("live-desk", args=[room.pk]))
    expect(desk.locator("#check-line")).to_contain_text("may block WebSockets")
    free = open_page(user=host)
    free.goto(reverse("live-desk", args=[room.pk]))
    expect(free.locator("#check-line")).to_have_text(re.compile("good|slow"))


def test_it_keeps_two_tabs_of_one_seat_in_step(open_page: OpenPage, host: User) -> None:
    desk, candidate, _ = start(open_page, host)
    other = candidate.context.new_page()
    other.goto(candidate.url)
    type_in(other, "from the other tab ")
    expect_text(candidate, "from the other tab")
    other.close()
    type_in(candidate, "and this one")
    expect_text(desk, "from the other tab and this one")
    expect(desk.locator("#people .person:not(.away)")).to_have_count(2)


def test_it_keeps_the_clock_of_the_server(open_page: OpenPage, host: User) -> None:
    desk, candidate, room = start(open_page, host)
    face = candidate.locator("[data-clock=whole]")
    expect(face).to_have_text(re.compile(r"^4[1-5]:\d\d$"))
    desk.locator("#clock-button").click()
    expect(face).to_have_class(re.compile("resting"))
    candidate.reload()
    expect(face).to_have_class(re.compile("resting"))
    desk.locator("#clock-button").click()
    expect(face).not_to_have_class(re.compile("resting"))
    desk.locator("[name=of][value=question]").click()
    expect(face).to_have_text(re.compile(r"^(4[6-9]|50):\d\d$"))
    of_question = candidate.locator("[data-clock=question]")
    longer = int(of_question.get_attribute("data-deadline") or 0)
    desk.locator(".end-menu summary").click()
    desk.locator("[name=of][value=whole]").click()
    expect(face).to_have_text(re.compile(r"^5[1-5]:\d\d$"))
    assert int(of_question.get_attribute("data-deadline") or 0) == longer
    room.refresh_from_db()
    assert room.allotted.total_seconds() == 55 * 60


def test_it_shows_a_withdrawn_candidate_out(open_page: OpenPage, host: User) -> None:
    desk, candidate, room = start(open_page, host)
    desk.locator(".fold", has=desk.locator(".links")).locator("summary").first.click()
    seat = room.candidate()
    desk.locator(f"form[action$='/seats/{seat.pk}/revoke/'] button").click()
    expect(candidate.locator(EDITOR)).to_have_count(0)
    assert candidate.goto(candidate.url).status == 404


@pytest.fixture
def two_sites(transactional_db: None, broker: Broker) -> Iterator[tuple[Site, Site]]:
    """Two web processes behind one address, with a broker of their own."""
    sites = tuple(Site(variables_for_processes() | {"REDIS_URL": broker.url}) for _ in range(2))
    for site in sites:
        site.begin()
    yield sites[0], sites[1]
    for site in sites:
        site.kill()


def test_it_spans_web_processes_and_a_restart_of_the_broker(
    open_page: OpenPage, host: User, two_sites: tuple[Site, Site], broker: Broker
) -> None:
    now = timezone.now()
    room = open_room(
        host, title="Mock", language="en", minutes=45, keys=["A2.13"], candidate="Minji", now=now
    )
    room.candidate().take(name="", user=User.objects.create_guest(language="en"), now=now)
    room.start(now)
    room.questions.get().push(now)
    desk, candidate = open_page(user=host), open_page()
    name, ticket = ticket_name(room.pk), room.candidate().ticket()
    candidate.context.add_cookies([{"name": name, "value": ticket, "url": two_sites[1].url}])
    desk.goto(two_sites[0].url + reverse("live-desk", args=[room.pk]))
    candidate.goto(two_sites[1].url + reverse("live-room", args=[room.pk]))
    type_in(candidate, "across ")
    expect_text(desk, "across")
    expect(desk.locator(".cm-peer-name")).to_have_text("Minji")
    broker.kill()
    type_in(candidate, "without a broker ")
    expect_saved(candidate)
    expect_text(desk, "without a broker")
    broker.start()
    type_in(desk, "and back")
    expect_text(candidate, "and back")
    expect_saved(desk)
    assert text_of(room).strip() == "across without a broker and back"


def test_it_swaps_parts_that_a_script_has_styled(open_page: OpenPage, host: User) -> None:
    """The page's policy takes no style from an attribute; a swap that carried one over would be told."""
    desk, candidate, _ = start(open_page, host)
    desk.locator("#hint-button").evaluate("button => { button.style.letterSpacing = 'normal'; }")
    desk.locator("#hint-button").click()
    expect(candidate.locator(".hint")).to_have_count(1, timeout=30_000)
    expect(desk.locator(".ladder .shown")).to_have_count(1, timeout=30_000)
