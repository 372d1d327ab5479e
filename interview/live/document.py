"""The shared document, read from the rows: whoever asks puts it together anew, nothing is kept in memory."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from pycrdt import Doc, Map, Text, get_state, get_update, merge_updates

logger = logging.getLogger(__name__)

# a change that changes nothing, and the state of a page that knows nothing
EMPTY = b"\x00\x00"
NO_STATE = b"\x00"
BOARD = "board:"


class Recorded(Protocol):
    """A room, as far as its document goes: the updates, and one day a snapshot of them."""

    @property
    def updates(self) -> Any: ...


def read_bytes(room: Recorded) -> tuple[bytes, int]:
    """Return all changes as one, and the number of the last.

    Bytes, not a document: that would forget changes whose predecessors have not come in yet.
    """
    snapshot = getattr(room, "snapshot", None)
    number = snapshot.number if snapshot is not None else 0
    parts = [bytes(snapshot.data)] if snapshot is not None else []
    rows = room.updates.filter(number__gt=number).order_by("number")
    for row_number, data in rows.values_list("number", "data"):
        parts.append(bytes(data))
        number = row_number
    if not parts:
        return EMPTY, number
    return parts[0] if len(parts) == 1 else merge_updates(*parts), number


def read_missing(room: Recorded, state: bytes) -> tuple[bytes, bytes, int]:
    """Return what a page with this state lacks, the state of what is stored, and its number.

    ValueError when `state` is none.
    """
    whole, number = read_bytes(room)
    if whole == EMPTY:
        return EMPTY, NO_STATE, number
    return get_update(whole, state), get_state(whole), number


def read_texts(room: Recorded) -> dict[str, str]:
    """Return each shared text by its name."""
    doc = whole_document(room)
    names = [name for name in doc.keys() if not name.startswith(BOARD)]  # noqa: SIM118 (no mapping)
    return {name: str(doc.get(name, type=Text)) for name in names}


def read_board(room: Recorded, name: str) -> str:
    """Return a shared whiteboard as the JSON list of its elements."""
    shared = whole_document(room).get(name, type=Map)
    texts = [text for text in shared.values() if isinstance(text, str)]
    return "[" + ",".join(text[1:-1] for text in texts if text[:1] == "[" and len(text) > 2) + "]"


def whole_document(room: Recorded) -> Doc[Any]:
    """Return the document; a change that cannot be read is left out, and the room ends all the same."""
    doc: Doc[Any] = Doc()
    try:
        doc.apply_update(read_bytes(room)[0])
    except (RuntimeError, ValueError):
        logger.exception("document read change by change", extra={"room": str(room)})
        return readable_document(room)
    return doc


def readable_document(room: Recorded) -> Doc[Any]:
    """Return what the changes that can be read make together.

    The decoder keeps what stood before the place it stopped at, so a document that met a bad change is
    given up and put together again.
    """
    good = EMPTY
    doc: Doc[Any] = Doc()
    for data in room.updates.order_by("number").values_list("data", flat=True):
        try:
            doc.apply_update(bytes(data))
            good = merge_updates(good, bytes(data))
        except (RuntimeError, ValueError):
            doc = Doc()
            doc.apply_update(good)
    return doc
