"""The shared document: whatever is cut, doubled, late or out of order, everybody ends with one text."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text, UndoManager

from interview.live import storing
from interview.live.changes import is_change, is_state
from interview.live.document import EMPTY, NO_STATE, read_missing, read_texts
from interview.live.kinds import SeatKind
from interview.live.room import EndedBy, Room
from interview.live.storing import Change, store_changes
from interview.live.update import DocumentSnapshot, DocumentUpdate
from tests.interview.live.conftest import seat_of

NAME = "text:1"


class Page:
    """A browser's document, and the changes it made that are still on the way."""

    def __init__(self) -> None:
        self.doc: Doc[Any] = Doc()
        self.text = self.doc.get(NAME, type=Text)
        self.sent: list[bytes] = []
        self.hearing = False
        self._watch = self.doc.observe(self._note)

    def _note(self, event) -> None:
        if not self.hearing:
            self.sent.append(event.update)

    def edit(self, place: int, remove: int, insert: str) -> None:
        text = str(self.text)
        start = len(text[:place].encode())
        end = len(text[: place + remove].encode())
        with self.doc.transaction():
            if start < end:
                del self.text[start:end]
            if insert:
                self.text.insert(start, insert)

    def hear(self, update: bytes) -> None:
        self.hearing = True
        self.doc.apply_update(update)
        self.hearing = False

    def sync(self, room: Room, seat: int) -> None:
        """Do what a page does when it comes back: take what it lacks, give what the server lacks."""
        missing, state, _ = read_missing(fresh(room), self.doc.get_state())
        self.hear(missing)
        if (mine := self.doc.get_update(state)) != EMPTY:
            store(room, seat, mine)


def fresh(room: Room) -> Room:
    return Room.objects.select_related("snapshot").get(pk=room.pk)


def store(room: Room, seat: int, *updates: bytes) -> None:
    store_changes({room.pk: [Change(seat, update, timezone.now()) for update in updates]})


EDITS = st.lists(
    st.tuples(
        st.integers(0, 2),  # whose page
        st.integers(0, 40),
        st.integers(0, 6),
        st.text("ab 한글\n😀", max_size=6),
        st.sampled_from(["arrives", "drops", "doubles", "waits"]),
    ),
    max_size=25,
)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, seed=st.integers(0, 10_000), every=st.integers(2, 6))
def test_it_converges_however_changes_travel(room: Room, edits, seed, every, monkeypatch) -> None:
    monkeypatch.setattr(storing, "SNAPSHOT_EVERY", every)
    DocumentUpdate.objects.all().delete()
    DocumentSnapshot.objects.all().delete()
    Room.objects.update(stored=0, stored_bytes=0)
    rng = random.Random(seed)
    seat = seat_of(room, SeatKind.CANDIDATE).pk
    pages = [Page(), Page(), Page()]
    waiting: list[bytes] = []
    for who, place, remove, insert, fate in edits:
        pages[who].edit(place, remove, insert)
        fresh_updates, pages[who].sent = pages[who].sent, []
        for update in fresh_updates:
            if fate == "waits":
                waiting.append(update)
            elif fate != "drops":
                store(room, seat, *([update] * (2 if fate == "doubles" else 1)))
                for other in pages:
                    if rng.random() < 0.6:
                        other.hear(update)
        rng.shuffle(waiting)
        while waiting and rng.random() < 0.5:
            store(room, seat, waiting.pop())
    for _ in range(2):
        for page in pages:
            page.sync(room, seat)
    texts = {str(page.text) for page in pages}
    assert len(texts) == 1
    assert read_texts(fresh(room)).get(NAME, "") == texts.pop()
    late = Page()
    late.hear(read_missing(fresh(room), NO_STATE)[0])
    assert str(late.text) == str(pages[0].text)
    numbers = list(room.updates.values_list("number", flat=True))
    assert numbers == list(range(1, fresh(room).stored + 1))


@pytest.mark.django_db
def test_it_undoes_only_ones_own_words(room: Room) -> None:
    seat = seat_of(room, SeatKind.CANDIDATE).pk
    mine, theirs = Page(), Page()
    undo = UndoManager(scopes=[mine.text], capture_timeout_millis=0)
    undo.include_origin("me")
    with mine.doc.transaction(origin="me"):
        mine.text.insert(0, "mine ")
    store(room, seat, *mine.sent)
    theirs.sync(room, seat)
    theirs.edit(len(theirs.text), 0, "theirs")
    store(room, seat, *theirs.sent)
    mine.sync(room, seat)
    assert str(mine.text) == "mine theirs"
    undo.undo()
    assert str(mine.text) == "theirs"


@pytest.mark.django_db
def test_it_merges_what_one_seat_sent_in_a_row(room: Room) -> None:
    page = Page()
    for letter in "hello":
        page.edit(99, 0, letter)
    store(room, seat_of(room, SeatKind.CANDIDATE).pk, *page.sent)
    assert room.updates.count() == 1
    assert read_texts(fresh(room)) == {NAME: "hello"}


@pytest.mark.django_db
def test_it_keeps_the_moments_of_what_had_to_wait(room: Room) -> None:
    """Typing that waited for the database comes in one piece, and is no paste for all that."""
    page, seat, began = Page(), seat_of(room, SeatKind.CANDIDATE).pk, timezone.now()
    for letter in "hello there":
        page.edit(99, 0, letter)
    moments = [began + timedelta(milliseconds=300 * n) for n in range(len(page.sent))]
    changes = [Change(seat, data, at) for data, at in zip(page.sent, moments, strict=True)]
    store_changes({room.pk: changes})
    assert list(room.updates.values_list("at", flat=True)) == [moments[3], moments[7], moments[10]]
    assert read_texts(fresh(room)) == {NAME: "hello there"}


@pytest.mark.django_db
def test_it_takes_nothing_before_the_start_and_after_the_end(lobby: Room) -> None:
    page = Page()
    page.edit(0, 0, "early")
    outcome = store_changes(
        {lobby.pk: [Change(lobby.seats.first().pk, page.sent[0], timezone.now())]}
    )
    assert outcome[lobby.pk].closed
    assert not lobby.updates.exists()


@pytest.mark.django_db
def test_it_keeps_one_room_from_growing_without_end(room: Room, settings) -> None:
    settings.LIVE_DOCUMENT_BYTES = 10
    page = Page()
    page.edit(0, 0, "far too long for so small a room")
    outcome = store_changes(
        {room.pk: [Change(room.seats.first().pk, page.sent[0], timezone.now())]}
    )
    assert outcome[room.pk].full


CHANGED = Page()
CHANGED.edit(0, 0, "some words")
CHANGED.edit(2, 3, "한글")
WHOLE = CHANGED.doc.get_update()


@settings(deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=12), st.integers(0, 6))
def test_it_takes_no_bytes_that_are_no_change(at: int, other: bytes, over: int) -> None:
    """What is let through can be read; what could ask for more room than it has never is."""
    data = WHOLE[:at] + other + WHOLE[at + over :]
    if is_change(data):
        Doc().apply_update(data)


@pytest.mark.parametrize(
    "data", [b"", b"\x01", b"\x8a\xc2\xef$", b"\x01\x8a\xc2\xef$\x05\x00", b"\x00\x8a\xc2\xef$"]
)
def test_it_refuses_counts_of_what_is_not_there(data: bytes) -> None:
    assert not is_change(data)
    assert not is_state(b"\xff\xff\xff\x0f" + data)


def nested(name: str) -> bytes:
    """A letter, and one that stands in it: the document's decoder takes the first and stops at the second."""
    field = bytes([len(name)]) + name.encode()
    return b"\x02\x01\x01\x00\x04\x01" + field + b"\x01a\x01\x02\x00\x04\x00\x01\x00\x01b\x00"


def test_it_takes_nothing_that_no_document_can_hold() -> None:
    with pytest.raises(RuntimeError):
        Doc().apply_update(nested(NAME))
    assert not is_change(nested(NAME))


@pytest.mark.django_db
def test_it_ends_with_what_can_be_read(room: Room) -> None:
    question = room.questions.get(position=1)
    page = Page()
    page.doc.get(question.text_name, type=Text).insert(0, "Bagging averages.")
    seat = seat_of(room, SeatKind.CANDIDATE).pk
    store(room, seat, page.sent[0])
    store(room, seat, nested(question.text_name))
    assert fresh(room).end(by=EndedBy.INTERVIEWER, now=timezone.now())
    assert question.answer().text == "Bagging averages."


def test_it_takes_changes_of_the_rooms_fields_only() -> None:
    assert is_change(WHOLE)
    assert all(is_change(update) for update in CHANGED.sent)
    assert is_state(CHANGED.doc.get_state())


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("text:1", True), ("code:12", True), ("text:1:data", True), ("board:7", True),
        ("secret", False), ("card:1", False), ("text:", False), ("text:1:", False),
        ("text:1:data:more", False), ("text:1:thirteenchars", False), ("text:1\n", False),
    ],
)  # fmt: skip
def test_it_takes_these_names_of_fields(name: str, taken: bool) -> None:
    page: Doc[Any] = Doc()
    page.get(name, type=Text).insert(0, "x")
    assert is_change(page.get_update()) == taken


@pytest.mark.django_db
def test_it_hands_in_what_the_document_says_once(room: Room) -> None:
    question = room.questions.get(position=1)
    page = Page()
    page.doc.get(question.text_name, type=Text).insert(0, "Bagging averages.")
    store(room, seat_of(room, SeatKind.CANDIDATE).pk, *page.sent)
    now = timezone.now()
    assert fresh(room).end(by=EndedBy.INTERVIEWER, now=now)
    assert not fresh(room).end(by=EndedBy.SWEEP, now=now + timedelta(minutes=1))
    answer = question.answer()
    assert (answer.text, answer.state, answer.closed_by) == (
        "Bagging averages.",
        "submitted",
        "room",
    )
    room.refresh_from_db()
    assert room.session.is_finished
    assert room.ended_by == EndedBy.INTERVIEWER
    assert list(room.events.values_list("kind", flat=True)) == ["started", "pushed", "ended"]
