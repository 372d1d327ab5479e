"""Reading what a page sent before anything else touches it: is it a change of texts of ours, and no more?

The decoder behind the document believes the counts it reads and makes room for that many, so that five
bytes could ask for gigabytes. Here every count is held against the bytes that are there. The format is
Yjs's update encoding, version 1: structs by client, then ranges that are deleted.
"""

from __future__ import annotations

import re

# the shared things of a question; a design case has a text for each stage
FIELD = re.compile(rb"(text|code|board):[0-9]{1,12}(:[a-z]{1,12})?")
LONGEST_NUMBER = 8
LARGEST = 2**31
CLIENTS = 2**53
DEEPEST = 8


class Reader:
    """Bytes read from the front; ValueError past the end or where a number cannot be meant."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise ValueError("short")
        self.at += 1
        return self.data[self.at - 1]

    def number(self, limit: int = LARGEST) -> int:
        value = shift = 0
        for _ in range(LONGEST_NUMBER):
            byte = self.byte()
            value |= (byte & 127) << shift
            if byte < 128:
                if value >= limit:
                    raise ValueError("large")
                return value
            shift += 7
        raise ValueError("long number")

    def count(self) -> int:
        """Return how many things follow; each takes a byte at least."""
        value = self.number()
        if value > len(self.data) - self.at:
            raise ValueError("count")
        return value

    def bytes(self) -> bytes:
        length = self.count()
        self.at += length
        return self.data[self.at - length : self.at]

    def place(self) -> None:
        self.number(CLIENTS)
        self.number()

    def end(self) -> None:
        if self.at != len(self.data):
            raise ValueError("more")


def is_change(data: bytes) -> bool:
    """Say whether these bytes are a change of a room's fields; what it builds on may be on its way."""
    reader = Reader(data)
    try:
        for _ in range(reader.count()):
            structs = reader.count()
            reader.place()
            for _ in range(structs):
                read_struct(reader)
        for _ in range(reader.count()):
            reader.number(CLIENTS)
            for _ in range(reader.count()):
                reader.number()
                reader.number()
        reader.end()
    except ValueError:
        return False
    return True


def is_state(data: bytes) -> bool:
    """Say whether these bytes are a state: for each client, how far it is known."""
    reader = Reader(data)
    try:
        for _ in range(reader.count()):
            reader.place()
        reader.end()
    except ValueError:
        return False
    return True


def read_struct(reader: Reader) -> None:
    info = reader.byte()
    kind = info & 31
    if kind in (0, 10):  # collected, or left out
        reader.number()
        return
    if info & 0x80:
        reader.place()
    if info & 0x40:
        reader.place()
    if not info & 0xC0:
        # in a thing that has a name; one that stands in another thing no page of ours makes
        if reader.number() != 1 or not FIELD.fullmatch(reader.bytes()):
            raise ValueError("field")
        if info & 0x20:
            reader.bytes().decode()
    match kind:
        case 1:  # deleted
            reader.number()
        case 4:  # text
            reader.bytes().decode()
        case 8:  # plain values
            for _ in range(reader.count()):
                read_value(reader, DEEPEST)
        case _:
            raise ValueError("kind")


def read_value(reader: Reader, depth: int) -> None:
    """Read one plain value: what JSON knows, and nothing deeper than a drawing's elements are."""
    if depth == 0:
        raise ValueError("deep")
    match reader.byte():
        case 127 | 126 | 121 | 120:
            pass
        case 125:
            while reader.byte() >= 128:
                pass
        case 124:
            reader.at += 4
        case 123:
            reader.at += 8
        case 119:
            reader.bytes().decode()
        case 118:
            for _ in range(reader.count()):
                reader.bytes().decode()
                read_value(reader, depth - 1)
        case 117:
            for _ in range(reader.count()):
                read_value(reader, depth - 1)
        case _:
            raise ValueError("value")
