"""Values on their way out of the guest: JSON with marks for what JSON has no word for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Array:
    """A numpy array or scalar: `data` as nested lists, or one number when `shape` is ()."""

    dtype: str
    shape: tuple[int, ...]
    data: Any


@dataclass(frozen=True)
class Opaque:
    """An object of a type that is not carried out; only its type's name is."""

    type: str

    def __repr__(self) -> str:
        return f"<{self.type}>"


class BadValue(Exception):
    """The guest sent something that is not a value: only one that forges messages does that."""


def open_envelope(message: bytes) -> dict[str, Any]:
    """Return a message's outer object; BadValue when it is none."""
    try:
        envelope = json.loads(message)
    except (ValueError, RecursionError) as error:
        raise BadValue from error
    if not isinstance(envelope, dict):
        raise BadValue
    return envelope


def build_value(node: Any) -> Any:
    """Return the value that a node stands for; tuples, sets and arrays come back as such."""
    try:
        return build(node)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadValue from error


def build(node: Any) -> Any:
    if isinstance(node, list):
        return [build(item) for item in node]
    if not isinstance(node, dict):
        return node
    (kind, body), *rest = node.items()
    if rest:
        raise ValueError
    match kind:
        case "$tuple":
            return tuple(build(item) for item in body)
        case "$set":
            return frozenset(build(item) for item in body)
        case "$dict":
            return {build(key): build(value) for key, value in body}
        case "$array":
            return Array(str(body["dtype"]), tuple(map(int, body["shape"])), build(body["data"]))
        case "$complex":
            return complex(*body)
        case "$opaque":
            return Opaque(str(body))
    raise ValueError


def pack_value(value: Any) -> Any:
    """Return the node that `build_value` makes this value of; the inverse of it."""
    match value:
        case Array():
            data = pack_value(value.data)
            return {"$array": {"dtype": value.dtype, "shape": value.shape, "data": data}}
        case Opaque():
            return {"$opaque": value.type}
        case complex():
            return {"$complex": [value.real, value.imag]}
        case tuple():
            return {"$tuple": [pack_value(item) for item in value]}
        case frozenset():
            return {"$set": [pack_value(item) for item in value]}
        case dict():
            return {"$dict": [[pack_value(k), pack_value(v)] for k, v in value.items()]}
        case list():
            return [pack_value(item) for item in value]
    return value


def plain(value: Any) -> Any:
    """Return the value with arrays as lists, tuples as lists and sets as sorted lists."""
    match value:
        case Array():
            return plain(value.data)
        case list() | tuple():
            return [plain(item) for item in value]
        case frozenset():
            return sorted((plain(item) for item in value), key=repr)
        case dict():
            return {plain_key(key): plain(item) for key, item in value.items()}
    return value


def plain_key(key: Any) -> Any:
    """Return a dict's key with numpy's scalars as the numbers they are; tuples stay tuples."""
    match key:
        case Array(data=data) if not isinstance(data, list):
            return data
        case tuple():
            return tuple(plain_key(part) for part in key)
    return key
