"""Pins in constraints.txt every installed package that a requirement reaches; runs in `.venv/`."""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bootstrap.stamps import ROOT

# Needed by Pythons before 3.11.3 alone, so not found on the machine that usually pins.
ELSEWHERE = {"async-timeout": "5.0.1"}
HEADER = "# Made by `make constraints`: every package that the requirements bring along.\n"


def written(path: Path) -> list[Requirement]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if re.match(r"[A-Za-z]", line)]


def reach(wanted: list[Requirement]) -> dict[str, str]:
    """Return name and version of each installed package in reach of these requirements."""
    found: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        key = (name, frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # For another system or Python; pip chooses it there.
        # A local suffix (+cpu) names a build, and other machines have others.
        found[name] = package.version.partition("+")[0]
        for text in package.requires or []:
            needed = Requirement(text)
            extras = requirement.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in extras):
                wanted.append(needed)
    return found


def main() -> int:
    wanted = written(ROOT / "requirements.txt") + written(ROOT / "requirements-dev.txt")
    missing = [str(r) for r in wanted if canonicalize_name(r.name) not in reach([r])]
    if missing:
        sys.stderr.write(f"Not installed: {', '.join(missing)}. Run pip install first.\n")
        return 1
    pins = ELSEWHERE | reach(wanted)
    lines = [f"{name}=={version}\n" for name, version in sorted(pins.items())]
    (ROOT / "constraints.txt").write_text(HEADER + "".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
