"""People who open the app in a browser, each in one of their own, and what goes wrong there."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, WebSocket

from foresight.scenario.exchange import written
from foresight.scenario.links import sealed
from foresight.scenario.plans import Plan
from foresight.ui import address

LOCAL = {"localhost", "127.0.0.1"}
WIDE = (1400, 1000)
PATIENCE = 120_000  # milliseconds that a slow machine may take to show what is looked for


class Visitors:
    """Browsers that know nothing of each other; what one of them asks of another computer is noted and refused."""

    def __init__(self, browser: Browser) -> None:
        self.faults: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, url: str, size: tuple[int, int] = WIDE) -> Page:
        """Open an address in a browser of its own."""
        context = self._browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(PATIENCE)
        context.route(lambda url: urlsplit(url).hostname not in LOCAL, self._refuse)
        context.on("page", lambda page: page.on("websocket", self._connected))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", self._said)
        self._contexts.append(context)
        page = context.new_page()
        page.goto(url)
        return page

    @property
    def pages(self) -> list[Page]:
        """What is open, in the order in which it was opened."""
        return [page for context in self._contexts for page in context.pages]

    def leave(self) -> None:
        """Close all pages, so that nothing is computed for them any more."""
        for context in self._contexts:
            failed = sum(page.locator("[data-testid=stException]").count() for page in context.pages)
            self.faults += ["an exception is on the page"] * failed
            context.close()

    def _refuse(self, route: Route) -> None:
        self.faults.append(f"asked of another computer: {route.request.url}")
        route.abort()

    def _said(self, message: ConsoleMessage) -> None:
        """Note a complaint; that Streamlit looks for its server under a page's address first, in vain, is none."""
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            self.faults.append(f"{message.text} ({message.location['url']})")

    def _connected(self, socket: WebSocket) -> None:
        if urlsplit(socket.url).hostname not in LOCAL:
            self.faults.append(f"connected to another computer: {socket.url}")


def link(plan: Plan, **chosen: object) -> str:
    """Return what an address carries that chooses a plan in the Trend future, and something else besides."""
    file = {"file": written(plan)}
    told = {"future": "trend", "plan": file, "based_on": file, **chosen}
    return f"{address.LINK}={sealed({'choice': told, 'made': address.made()})}"


def turn_to(page: Page, title: str) -> None:
    """Turn to a page by the menu."""
    page.get_by_role("navigation", name="App pages").get_by_role("link", name=title, exact=True).click()
