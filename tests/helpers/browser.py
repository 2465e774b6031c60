"""A real browser for the tests: Debian's Chromium, driven by Playwright, nothing downloaded."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium")
SCREENSHOTS = Path(os.environ.get("SURVEYBOT_SCREENSHOTS") or Path(tempfile.gettempdir()) / "surveybot-screenshots")
AXE = Path(__file__).parents[2] / ".venv" / "stand-ins" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 15_000  # milliseconds

# It looks nothing up and fetches nothing of its own; root may not have a sandbox.
_QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


def require(found: object, what: str, how: str) -> None:
    """Skip a test where something is missing; fail it on CI, which has to install everything."""
    if found:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing on CI: {how}")
    pytest.skip(f"{what} is not installed: {how}")


@contextmanager
def browser(*, width: int = 1280, height: int = 800, dark: bool = False) -> Iterator[Page]:
    """Open an empty page; a script that fails on it fails the test."""
    require(CHROMIUM, "Chromium", "make browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        page = chromium.new_page(viewport={"width": width, "height": height}, locale="en-GB")
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_default_timeout(PATIENCE)
        failed: list[str] = []
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("dialog", lambda dialog: failed.append(f"a dialog said {dialog.message}"))
        try:
            yield page
        finally:
            chromium.close()
        assert failed == []


def keep(page: Page, name: str) -> Path:
    """Keep a picture of the page outside the repository, and return where."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    file = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=file)
    return file
