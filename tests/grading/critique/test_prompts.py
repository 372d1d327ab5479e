"""Prompts are versions: agreement is measured per version, so a changed text needs a new one."""

from __future__ import annotations

import hashlib

from grading.critique.prompt import FOLDER, PROMPT_VERSION

# Add a line for a new version; never change one.
KNOWN = {
    "critique-1.repair.txt": "d6092fe1fa1467e2",
    "critique-1.system.txt": "73cc7a7ebf97c6b4",
    "critique-1.user.txt": "0202c908a763273f",
}


def test_a_version_never_changes() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in FOLDER.glob("*.txt")
    }
    assert found == KNOWN


def test_the_one_in_use_is_whole() -> None:
    parts = {path.name.split(".")[1] for path in FOLDER.glob(f"{PROMPT_VERSION}.*.txt")}
    assert parts == {"system", "user", "repair"}
