"""The guest's half: this file is read as text and run inside the sealed interpreter.

It is no wall: whatever the candidate's code changes here changes only what that code itself
returns. Expected values never come here; calls come one by one, after the program's import. What
a question's own code works with is set aside before that import, so that a changed numpy or a
function called `len` does not reach it.
"""

import builtins
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
kept: dict[str, Any] = {}  # a question's builtins and numpy, as they were before the program


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
# Line by line, so that a program which never ends has shown what it printed until then.
stdout = io.TextIOWrapper(
    io.BufferedWriter(raw, 8192), "utf-8", "backslashreplace", line_buffering=True
)


def begin(output_limit: int) -> None:
    sys.stdout = sys.stderr = stdout
    raw.left = output_limit
    sys.modules["answer"] = answer
    answer.__dict__["__file__"] = "answer.py"


def keep() -> None:
    """Set aside what a question's own code and calls work with."""
    numpy = __import__("numpy")
    aside = copy_module(numpy)
    for name in ("random", "linalg"):
        setattr(aside, name, copy_module(getattr(numpy, name)))
    kept.update(vars(builtins), np=aside, __builtins__=dict(vars(builtins)))


def copy_module(module: types.ModuleType) -> types.ModuleType:
    aside = types.ModuleType(module.__name__)
    aside.__dict__.update(vars(module))
    return aside


def load(program: str) -> None:
    """Run the program's text as a module named `answer`."""
    guarded(lambda: exec(compile(program, "answer.py", "exec"), answer.__dict__))  # noqa: S102


def prepare(setup: str, scope: dict[str, Any]) -> None:
    """Run the question's own code: it makes the inputs that calls name."""
    scope.update(kept)
    guarded(lambda: exec(compile(setup, "setup", "exec"), scope))  # noqa: S102


def call(expression: str, scope: dict[str, Any]) -> None:
    """Evaluate one call among the program's names and the question's, which come first."""
    names = {**answer.__dict__, **scope}
    guarded(lambda: eval(compile(expression, "call", "eval"), names))  # noqa: S307


def call_own(expression: str) -> None:
    """Evaluate a call of the person's own; numpy is there as `np`, if the program lets it be."""

    def work() -> Any:
        names = dict(answer.__dict__)
        try:  # noqa: SIM105 - every import here costs each run a tenth
            names.setdefault("np", __import__("numpy"))
        except Exception:  # noqa: S110
            pass
        return eval(compile(expression, "call", "eval"), names)  # noqa: S307

    guarded(work)


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
        return describe_well(error)
    except BaseException:  # an exception that is made to break whoever looks at it
        return {"type": "Exception", "message": "", "line": None, "kind": ""}


def describe_well(error: BaseException) -> dict[str, Any]:
    try:
        message = str(error)[:MESSAGE_LIMIT]
    except BaseException:
        message = ""
    # Python calls a text that nests too deeply a want of memory too, of which there is enough
    complex_text = message.startswith("Parser stack")
    kind = "memory" if isinstance(error, MemoryError) and not complex_text else ""
    if isinstance(error, SystemExit):
        kind = "exit"
    line = None
    if isinstance(error, SyntaxError):
        message = str(error.msg)[:MESSAGE_LIMIT]
        # that of a call's text is no line of the program
        line = error.lineno if error.filename == "answer.py" else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "answer.py":
            line = trace.tb_lineno
        trace = trace.tb_next
    return {"type": type(error).__name__[:100], "message": message, "line": line, "kind": kind}


def pack(value: Any, depth: int) -> Any:
    """Return the value as JSON can carry it.

    Numbers are carried only as their exact types, so that one which is equal to everything is
    none; of containers and texts the built-in contents are carried, whatever a subclass says.
    """
    if depth > DEPTH_LIMIT:
        return {"$opaque": "nested too deeply"}
    kind = type(value)
    if value is None or kind in (bool, int, float):
        return value
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, list):
        return [pack(item, depth + 1) for item in list.__iter__(value)]
    if issubclass(kind, tuple):
        return {"$tuple": [pack(item, depth + 1) for item in tuple.__iter__(value)]}
    if kind in (set, frozenset):
        return {"$set": [pack(item, depth + 1) for item in value]}
    if issubclass(kind, dict):
        pairs = dict.items(value)
        return {"$dict": [[pack(key, depth + 1), pack(item, depth + 1)] for key, item in pairs]}
    if kind is complex:
        return {"$complex": [value.real, value.imag]}
    return pack_array(value, kind, depth)


def pack_array(value: Any, kind: type, depth: int) -> Any:
    numpy = kept.get("np") or sys.modules.get("numpy")
    if numpy is None or not issubclass(kind, (numpy.ndarray, numpy.generic)):
        return {"$opaque": kind.__name__[:100]}
    array = numpy.asarray(value)
    if array.dtype.kind in "mM":
        array = array.astype(str)
    # JSON has no number longer than a float
    numbers = array.astype(float) if array.dtype.kind == "f" else array
    data = numbers.tolist() if array.dtype.kind in "biuf" else pack(array.tolist(), depth + 1)
    return {"$array": {"dtype": str(array.dtype), "shape": list(array.shape), "data": data}}
