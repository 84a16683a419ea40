"""How fast the app is in a real Chromium, in one run: `python -m benchmarks.app`. What is measured: docs/explanation/speed.md.

Times are taken in the browser, from the key or button that somebody presses to the last chart that has been drawn.
"""

import argparse
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import cycle
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.speed import Finding, machine, table, write_into
from foresight.rooms.database import FOLDER
from tests.support import browser as browsers
from tests.support.server import running_app

COLD, LEVERS = 3, 20  # repeats
PATIENCE = 300_000  # milliseconds
LEVER, FIRST, TWENTY, PAGE, DISPLAY = 0.150, 1.0, 5.0, 3.0, 2.0  # the targets, in seconds
CARDS = 8
PAIRS = 20
FUTURES = ("The digital divide", "Boom, then bust", "Green renewal", "An arm of the state")
OPENING = "The funding cliff"  # what the first page shows
TRIES = 5
ROUNDS = 5  # of predictions in a room
FLAT = 20  # megabytes that the server may grow by once everything was asked before
MARKS = ("<!-- app measured -->", "<!-- end of what was measured of the app -->")

MOVED = """
for (const kind of ["pointerdown", "keydown"])
  window.addEventListener(kind, () => (window.moved = performance.now()), { capture: true });
"""
DRAWN = """
(least) => new Promise((resolve) => {
  const look = () => {
    const board = document.querySelector(".fs-board");
    const plots = board ? [...board.querySelectorAll("[data-drawn]")].map((one) => Number(one.dataset.drawn)) : [];
    const pairs = Number(board?.dataset.shown?.split(": ").at(-1));
    const fresh = plots.length && plots.every((at) => at > window.moved) && !board.classList.contains("fs-old");
    if (fresh && pairs >= least) resolve((Math.max(...plots) - window.moved) / 1000);
    else requestAnimationFrame(look);
  };
  look();
})
"""
"""Resolves to the seconds from the last move to the last chart drawn, once so many pairs of what was asked are shown."""

Times = dict[str, list[float]]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a running browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browsers.require(), args=list(browsers.ARGUMENTS))
        yield running
        running.close()


def opened(browser: Browser) -> Page:
    """Return an empty page that notes when something is pressed."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE)
    page.add_init_script(MOVED)
    return page


def cold(browser: Browser, times: int) -> list[Finding]:
    """Start the server anew, and time its start and the first page that somebody opens."""
    found: Times = {"server": [], "controls": [], "numbers": []}
    for _ in range(times):
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder, running_app(Path(folder) / "log.txt") as address:
            found["server"].append(time.perf_counter() - start)
            page, start = opened(browser), time.perf_counter()
            page.goto(address)
            page.get_by_role("combobox").first.wait_for()
            found["controls"].append(time.perf_counter() - start)
            page.locator(".fs-card").nth(CARDS - 1).wait_for()
            found["numbers"].append(time.perf_counter() - start)
            page.close()
    return [
        *told("from the command to a server that answers", found["server"]),
        *told("first page: the controls are there", found["controls"], PAGE),
        *told("first page: the first numbers are there", found["numbers"], PAGE),
    ]


def levers(browser: Browser, address: str, times: int) -> list[Finding]:
    """Move levers on the first page: to what nobody has asked before, and back to what is known."""
    page = opened(browser)
    page.goto(address)
    expect(page.get_by_text(f"{PAIRS} pairs of runs")).to_have_count(1, timeout=PATIENCE)
    found: Times = {"first": [], "twenty": [], "known": []}
    fresh: list[Callable[[], None]] = []
    strengths = cycle(("Weak", "Strong", "Central"))  # no future comes twice with one strength
    for future in FUTURES:
        fresh += [partial(_future, page, future), *(partial(_strength, page, next(strengths)) for _ in range(2))]
    for move in fresh:
        move()
        found["first"].append(page.evaluate(DRAWN, 1))
        found["twenty"].append(page.evaluate(DRAWN, PAIRS))
    for turn in range(times):
        _strength(page, ("Central", "Weak")[turn % 2])
        found["known"].append(page.evaluate(DRAWN, PAIRS))
    page.close()
    return [
        *told("lever to redrawn charts, seen before", found["known"], LEVER),
        *told("lever to the first fresh pair on screen", found["first"], FIRST),
        *told(f"lever to {PAIRS} pairs on screen", found["twenty"], TWENTY),
    ]


def _strength(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name, exact=True)).first.click()


def _future(page: Page, name: str) -> None:
    """Choose a future with the keyboard."""
    box = page.get_by_role("combobox").first
    box.focus()
    box.press("ArrowDown")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def crowd(browser: Browser, people: int) -> list[Finding]:
    """Let people join a room and predict, round after round, while comparisons run; time what each of them sees."""
    kept, shown, last, memory, counted = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder, rooms_in(Path(folder)), running_app(Path(folder) / "log.txt") as address:
        leader, runner = opened(browser), opened(browser)
        leader.goto(f"{address}/room")
        leader.get_by_role("button", name="Open a room").click()
        code = leader.locator(".fs-code").inner_text().strip()
        runner.goto(address)
        phones = [_joined(browser, f"{address}/room?code={code}") for _ in range(people)]
        for _ in range(ROUNDS):
            kept += _predicted(phones, runner)
            counted.append(_number(leader, "answered so far"))
            leader.get_by_role("button", name="Show the result").click()
            start = time.perf_counter()
            for phone in phones:
                phone.get_by_text("The result is on the screen").wait_for()
                shown.append(time.perf_counter() - start)
            last.append(shown[-1])
            for future in (OPENING, *FUTURES):  # what was left half way is run to its end, so that rounds can be told apart
                _seen_whole(runner, future)
            memory.append(_memory() / 1e6)
            leader.get_by_role("button", name="Ask anew").click()
            for phone in phones:
                phone.get_by_label("How much?").wait_for()
        leader.get_by_role("button", name="Let people vote").click()
        voted = _voted(phones)
        dots = _number(leader, "so far")
    settled = memory[ROUNDS // 2]
    grown = memory[-1] - settled
    return [
        Finding(
            f"predictions kept in each of {ROUNDS} rounds, of {people}", min(counted), "", f"= {people}", min(counted) == people
        ),
        *told("a prediction sent, and said to be kept", kept, DISPLAY),
        Finding(f"dots kept, of {people}", dots, "", f"= {people}", dots == people),
        *told("a dot sent, and said to be kept", voted, DISPLAY),
        *told("the result opened, and seen on a phone", shown, DISPLAY),
        *told("... and seen on the last phone", last, DISPLAY),
        Finding("memory of the server in the middle round", settled, "MB"),
        Finding("... and more in the last, as old comparisons return", grown, "MB", f"<= {FLAT} MB", grown <= FLAT),
    ]


def _predicted(phones: Sequence[Page], runner: Page) -> list[float]:
    """Let everybody predict while comparisons run, and return the seconds until each was told that it was kept."""
    kept = []
    for turn, phone in enumerate(phones):
        if turn % 5 == 0:
            _future(runner, FUTURES[turn // 5 % len(FUTURES)])
        phone.get_by_label("How much?").fill(str(turn + 1))
        phone.get_by_role("button", name="Send my prediction").click()
        start = time.perf_counter()
        phone.get_by_text(f"Kept: {turn + 1} more").wait_for()
        kept.append(time.perf_counter() - start)
    return kept


def _seen_whole(runner: Page, future: str) -> None:
    """Choose a future and wait for all its pairs; keys that a crowded machine has lost are pressed again."""
    for _ in range(TRIES):
        _future(runner, future)
        with suppress(AssertionError):
            expect(runner.locator(".fs-now")).to_contain_text(future, timeout=10_000)
            break
    expect(runner.locator(".fs-summary").first).to_contain_text(f"{future}, 2022", timeout=PATIENCE)
    expect(runner.get_by_text(f"Shown: {PAIRS} pairs of runs")).to_have_count(1, timeout=PATIENCE)


def _voted(phones: Sequence[Page]) -> list[float]:
    """Let everybody give an action a dot, and return the seconds until each was told that it was kept."""
    kept = []
    for phone in phones:
        phone.get_by_role("combobox", name="Dot 1").first.click()
        phone.keyboard.type("Trustee bank")
        phone.keyboard.press("Enter")
        phone.get_by_role("button", name="Send my dots").first.click()
        start = time.perf_counter()
        phone.get_by_text("Kept: 1 on Trustee bank").wait_for()
        kept.append(time.perf_counter() - start)
    return kept


def _number(leader: Page, beside: str) -> int:
    """Return how many people or dots the facilitator is told of, once that stands still."""
    leader.wait_for_timeout(2000 * DISPLAY)
    found = re.search(r"(\d+) (?:people have|person has|dots?) " + beside, leader.locator("body").inner_text())
    return int(found[1]) if found else 0


def _joined(browser: Browser, address: str) -> Page:
    """Return a phone that has joined a room."""
    phone = browser.new_context(viewport={"width": 390, "height": 780}).new_page()
    phone.set_default_timeout(PATIENCE)
    phone.goto(address)
    phone.get_by_label("How much?").wait_for()
    return phone


def _memory() -> int:
    """Return the bytes that the server of this process holds, without its workers."""
    servers = [one for one in psutil.Process().children() if "foresight.ui.server" in one.cmdline()]
    return sum(one.memory_info().rss for one in servers[-1:])


@contextmanager
def rooms_in(folder: Path) -> Iterator[None]:
    """Let the app keep its rooms in a folder."""
    before = os.environ.get(FOLDER)
    os.environ[FOLDER] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(FOLDER)
        if before is not None:
            os.environ[FOLDER] = before


def told(name: str, seconds: Sequence[float], target: float | None = None) -> list[Finding]:
    """Return the median and the 95th percentile of some times; the median has to meet the target."""
    middle = statistics.median(seconds)
    late = sorted(seconds)[min(len(seconds) - 1, round(0.95 * len(seconds)))]
    goal = ("", None) if target is None else (f"<= {target:g} s", middle <= target)
    return [Finding(f"{name}, median of {len(seconds)}", middle, "s", *goal), Finding("... 95th percentile", late, "s")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.app", description="Measure how fast the app is in a browser.")
    parser.add_argument("--cold", type=int, default=COLD, help="how often the server is started (default %(default)s)")
    parser.add_argument("--levers", type=int, default=LEVERS, help="how often a lever is moved (default %(default)s)")
    parser.add_argument("--crowd", type=int, metavar="PEOPLE", help="let so many browsers join a room as well")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the figures into a page, between its markers")
    chosen = parser.parse_args(arguments)
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    with chromium() as browser, tempfile.TemporaryDirectory() as folder, running_app(Path(folder) / "log.txt") as address:
        parts: dict[str, Callable[[], list[Finding]]] = {
            "A lever moves": lambda: levers(browser, address, chosen.levers),
            "A cold start": lambda: cold(browser, chosen.cold),
        }
        if chosen.crowd:
            parts["A room full of people"] = lambda: crowd(browser, chosen.crowd)
        findings: dict[str, list[Finding]] = {}
        for title, measure in parts.items():
            findings[title] = [*measure(), Finding("work waiting on this machine, last minute", os.getloadavg()[0], "processes")]
            print(f"\n{title}", *findings[title], sep="\n", flush=True)
    missed = [f"{one.name} ({title})" for title, found in findings.items() for one in found if one.met is False]
    print("\nEvery target is met." if not missed else "\nMissed:", *missed, sep="\n  ")
    if chosen.write:
        write_into(chosen.write, table(findings), MARKS)


if __name__ == "__main__":
    main()
