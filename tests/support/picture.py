"""Takes the README's picture of the first page: `python -m tests.support.picture`."""

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from foresight.ui.choice import FULL, THOROUGHNESS
from tests.support import browser
from tests.support.paths import ROOT
from tests.support.server import running_app

PICTURE = ROOT / "docs" / "pictures" / "first-page.png"
WIDTH, HEIGHT = 1400, 2300
PATIENCE = 600_000  # milliseconds for a full comparison


def take(target: Path = PICTURE) -> None:
    """Open the page, ask for the full comparison, and keep a picture of it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder) / "log.txt") as address,
        sync_playwright() as playwright,
    ):
        running = playwright.chromium.launch(executable_path=browser.require(), args=list(browser.ARGUMENTS))
        page = running.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(address)
        page.get_by_role("button", name="How thorough").click(timeout=PATIENCE)
        page.get_by_text(FULL, exact=True).click()
        page.keyboard.press("Escape")
        last = f"Shown: {THOROUGHNESS[FULL][0]} pairs of runs, every organisation simulated"
        expect(page.get_by_text(last)).to_have_count(1, timeout=PATIENCE)  # fewer pairs are no comparison to show
        expect(page.get_by_text("pairs of runs done")).to_have_count(0)
        page.wait_for_timeout(3000)  # for the charts to settle
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(500)
        page.screenshot(path=target)
        running.close()
    with Image.open(target) as picture:  # a few colours make a small file
        picture.convert("RGB").quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    take()
