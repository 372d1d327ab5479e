"""What of a question's own code some calls need: hidden tests' inputs stay out of the others' reach."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

# What every call has without being given it.
GIVEN = {"np", *vars(builtins)}
MADE_TO_BE_CALLED = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom
)  # fmt: skip


def needed_setup(setup: str, calls: Iterable[str], entry: Iterable[str]) -> str:
    """Return the statements of `setup` that `calls` need, directly or through one another.

    entry: the names that the question asks the program for. One that is named like a builtin is
        brought in, since a call otherwise means the builtin.
    """
    try:
        statements = ast.parse(setup).body
        wanted = set().union(*(names_in(ast.parse(call, mode="eval")) for call in calls))
    except (SyntaxError, ValueError, RecursionError):
        return setup  # its call fails by itself, and says so
    kept: set[int] = set()
    while more := {i for i, s in enumerate(statements) if is_needed(s, wanted)} - kept:
        kept |= more
        wanted |= set().union(*(names_in(statements[i]) for i in more))
    brought = [f"from answer import {name}" for name in entry if name in vars(builtins)]
    return "\n".join([*brought, *(ast.unparse(statements[i]) for i in sorted(kept))])


def is_needed(statement: ast.stmt, wanted: set[str]) -> bool:
    """Say whether it gives a wanted name its meaning, or may change what one stands for."""
    if isinstance(statement, MADE_TO_BE_CALLED):
        return not wanted.isdisjoint(bound_by(statement))
    touched = names_in(statement) - GIVEN
    return not touched or not wanted.isdisjoint(touched)


def names_in(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def bound_by(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            for alias in names:
                yield alias.asname or alias.name.partition(".")[0]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
