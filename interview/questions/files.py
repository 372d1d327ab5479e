"""Reading question files and labelled answers, with errors that name the file, the field and the line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from interview.questions.schema import LabelledAnswer, QuestionFile, TwiceRated

# The one in C reads the bank ten times as fast; it is not in every build of PyYAML.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Form = TypeVar("Form", bound=LabelledAnswer)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one file."""

    path: Path
    line: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.field}: {self.problem}"


class BadFile(Exception):
    """A file that cannot be read as what it should hold; `faults` says all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def read_question(path: Path) -> QuestionFile:
    """Return the question of one YAML file; BadFile otherwise."""
    tree: yaml.Node | None = None
    try:
        loader = LOADER(path.read_text(encoding="utf-8"))
        tree = loader.get_single_node()
        content = loader.construct_document(tree) if tree is not None else None
        question = QuestionFile.model_validate(content)
    except UnicodeDecodeError as error:
        raise BadFile([Fault(path, 1, "file", "is not UTF-8 text")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "is not YAML"
        raise BadFile([Fault(path, line, "file", problem)]) from error
    except ValidationError as error:
        raise BadFile(list(explain(path, tree, error))) from error
    expected = f"{question.id}-{question.slug}.yaml"
    if path.name != expected:
        raise BadFile([Fault(path, 1, "slug", f"the file should be named {expected}")])
    return question


def explain(path: Path, tree: yaml.Node | None, error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors():
        location = detail["loc"]
        field = ".".join(str(part) for part in location) or "file"
        yield Fault(path, line_of(tree, location), field, detail["msg"])


def line_of(tree: yaml.Node | None, location: Sequence[int | str]) -> int:
    """Return the line of the deepest node on the way to `location`, counted from 1."""
    line = 1
    node = tree
    for part in location:
        child: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == part:
                    line, child = key.start_mark.line + 1, value
        elif (
            isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value)
        ):
            child = node.value[part]
            line = child.start_mark.line + 1
        if child is None:
            break
        node = child
    return line


def read_bank(folder: Path) -> list[QuestionFile]:
    """Return every question under `folder`, ordered by file name; BadFile naming all faults of all files."""
    questions: list[QuestionFile] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*/*.yaml")):
        try:
            question = read_question(path)
        except BadFile as error:
            faults += error.faults
            continue
        if path.parent.name != question.round:
            faults.append(Fault(path, 1, "round", f"the file lies under {path.parent.name}"))
        questions.append(question)
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            faults.append(Fault(folder, 1, "id", f"{question.id} is used by two files"))
        seen.add(question.id)
    if faults:
        raise BadFile(faults)
    return questions


def read_labelled(folder: Path) -> list[LabelledAnswer]:
    """Return every labelled answer under `folder`; BadFile naming all faults of all files."""
    return _read_answers(folder, LabelledAnswer)


def read_twice_rated(folder: Path) -> list[TwiceRated]:
    """Return every answer under `folder` that two raters scored; errors as in `read_labelled`."""
    return _read_answers(folder, TwiceRated)


def _read_answers(folder: Path, form: type[Form]) -> list[Form]:
    answers: list[Form] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                answers.append(form.model_validate(json.loads(line)))
            except json.JSONDecodeError as error:
                faults.append(Fault(path, number, "line", error.msg))
            except ValidationError as error:
                faults += [
                    Fault(path, number, ".".join(map(str, detail["loc"])), detail["msg"])
                    for detail in error.errors()
                ]
    if faults:
        raise BadFile(faults)
    return answers
