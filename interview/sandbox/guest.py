"""The guest's half: this file is read as text and run inside the sealed interpreter.

It is no wall: whatever the candidate's code changes here changes only what that code itself
returns. Expected values never come here; calls come one by one, after the program's import.
"""

import io
import json
import os
import sys
import types
from typing import Any

try:
    # the runtime's own module: bytes to the host, the host's bytes back
    from _host import call as send  # type: ignore[import-not-found]
except ImportError:  # read by the host for its constants
    send = None

MESSAGE_LIMIT = 2000
DEPTH_LIMIT = 60
OUTPUT_ENDED = 86  # the exit status that says: printed too much

answer = types.ModuleType("answer")


class Counted(io.RawIOBase):
    """Standard output that ends the interpreter at once when it is flooded."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.left = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = len(data)
        os.write(self.descriptor, bytes(data[: self.left]))
        self.left -= size
        if self.left < 0:
            os._exit(OUTPUT_ENDED)
        return size


raw = Counted(1)
stdout = io.TextIOWrapper(io.BufferedWriter(raw, 8192), "utf-8", "backslashreplace")


def begin(output_limit: int) -> None:
    sys.stdout = sys.stderr = stdout
    raw.left = output_limit
    sys.modules["answer"] = answer
    answer.__dict__["__file__"] = "answer.py"


def load(program: str) -> None:
    """Run the program's text as a module named `answer`."""
    guarded(lambda: exec(compile(program, "answer.py", "exec"), answer.__dict__))  # noqa: S102


def prepare(setup: str, scope: dict[str, Any]) -> None:
    """Run the question's own code: it makes the inputs that calls name."""
    guarded(lambda: exec(compile(setup, "setup", "exec"), scope))  # noqa: S102


def call(expression: str, scope: dict[str, Any]) -> None:
    """Evaluate one call among the program's names and the question's."""
    names = {**answer.__dict__, **scope}
    guarded(lambda: eval(compile(expression, "call", "eval"), names))  # noqa: S307


def guarded(work: Any) -> None:
    try:
        sent = {"value": pack(work(), 0)}
    except BaseException as error:
        sent = {"error": describe(error)}
    try:
        stdout.flush()
        text = json.dumps(sent)
    except BaseException as error:
        text = json.dumps({"error": describe(error)})
    send(text.encode())


def describe(error: BaseException) -> dict[str, Any]:
    try:
        message = str(error)[:MESSAGE_LIMIT]
    except BaseException:
        message = ""
    kind = "memory" if isinstance(error, MemoryError) else ""
    if isinstance(error, SystemExit):
        kind = "exit"
    line = error.lineno if isinstance(error, SyntaxError) else None
    if isinstance(error, SyntaxError):
        message = str(error.msg)[:MESSAGE_LIMIT]
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "answer.py":
            line = trace.tb_lineno
        trace = trace.tb_next
    return {"type": type(error).__name__[:100], "message": message, "line": line, "kind": kind}


def pack(value: Any, depth: int) -> Any:
    """Return the value as JSON can carry it; only exact, known types are looked into."""
    if depth > DEPTH_LIMIT:
        return {"$opaque": "nested too deeply"}
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is list:
        return [pack(item, depth + 1) for item in value]
    if kind is tuple:
        return {"$tuple": [pack(item, depth + 1) for item in value]}
    if kind in (set, frozenset):
        return {"$set": [pack(item, depth + 1) for item in value]}
    if isinstance(value, dict):
        return {
            "$dict": [[pack(key, depth + 1), pack(item, depth + 1)] for key, item in value.items()]
        }
    if kind is complex:
        return {"$complex": [value.real, value.imag]}
    return pack_array(value, kind)


def pack_array(value: Any, kind: type) -> Any:
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        data = value.tolist() if value.dtype.kind in "biuf" else repr(value.tolist())
        return {"$array": {"dtype": str(value.dtype), "shape": list(value.shape), "data": data}}
    return {"$opaque": kind.__name__[:100]}
