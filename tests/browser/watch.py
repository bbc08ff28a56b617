"""Look at the dashboard through a real browser and note everything that must not happen there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    TimeoutError,
    ViewportSize,
    sync_playwright,
)

from tests.browser.find_browser import browser as find

# Debian's Chromium in a container, alone: no sandbox of its own, no calls home.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Streamlit tries /data/_stcore/… before /_stcore/… on the address /data, to learn its base path.
_OWN_PROBE = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
DESK = ViewportSize(width=1440, height=900)
PATIENCE = 30_000  # milliseconds that a page may take to draw itself on a busy machine

# Components keep their markup in shadow roots, which `innerText` and `querySelector` do not enter.
EVERYWHERE = """
function* everywhere(root) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* everywhere(element.shadowRoot);
  }
}
const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
"""

_IS_DRAWN = (
    "() => {"
    + EVERYWHERE
    + """
  const app = document.querySelector('[data-testid=stApp]');
  if (app?.dataset.testScriptState !== 'notRunning') return false;
  if (document.fonts.status !== 'loaded') return false;
  let isTitled = false;
  for (const element of everywhere(document)) {
    if (element.dataset?.testid === 'stSkeleton') return false;
    if (element.matches('.js-plotly-plot') && !element.querySelector('.main-svg')) return false;
    if (element.matches('h1, h2') && isSeen(element)) isTitled = true;
  }
  return isTitled;
}"""
)

# Streamlit's English stands there under words of ours that the page's rules draw over it.
_NOT_OURS = "[data-testid=stFileUploaderDropzone]"
_TEXTS = (
    "(notOurs) => {"
    + EVERYWHERE
    + """
  const texts = [];
  for (const element of everywhere(document.body)) {
    if (element.matches('script, style') || !isSeen(element) || element.closest(notOurs)) continue;
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      if (element.hasAttribute(name)) texts.push(element.getAttribute(name));
    }
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    if (own.length) texts.push(element.textContent);
  }
  return [...new Set(texts.map((text) => text.replace(/\\s+/g, ' ').trim()))].filter(Boolean);
}"""
)

# Streamlit's own scroll container, and the document around it.
_BOXES = "[document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]"
_OVERFLOW = f"() => Math.max(...{_BOXES}.map((box) => box.scrollWidth - box.clientWidth))"
# Editors of tables are drawn on a canvas, which follows the window a moment after it.
SETTLED = 5_000  # ms
_HEIGHT = f"() => Math.max(...{_BOXES}.map((box) => box.scrollHeight))"


@dataclass
class Watch:
    """What went wrong on a page since it was opened.

    Parameters
    ----------
    page : Page
        The watched page.
    host : str
        The dashboard's own host and port; a request to any other is a fault.
    faults : list of str
        One line each; empty is sound.
    """

    page: Page
    host: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda fault: self.faults.append(f"script error: {fault}"))
        self.page.on("websocket", lambda socket: self._note(socket.url))
        self.page.route("**/*", self._pass)

    def open(self, url: str) -> None:
        """Open an address and wait until the page is drawn."""
        self.page.goto(url)
        self.drawn()

    def drawn(self) -> None:
        """Wait until the page has said all it has to say."""
        self.page.wait_for_function(_IS_DRAWN, timeout=PATIENCE)

    def texts(self) -> list[str]:
        """Return every text of ours that is seen or read out, components and pictures included."""
        return list(self.page.evaluate(_TEXTS, _NOT_OURS))

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window, once its grids follow it."""
        with suppress(TimeoutError):
            self.page.wait_for_function(f"() => ({_OVERFLOW})() <= 0", timeout=SETTLED)
        return int(self.page.evaluate(_OVERFLOW))

    def height(self) -> int:
        """Return how tall a window would show the page without scrolling."""
        return int(self.page.evaluate(_HEIGHT))

    def problems(self) -> list[str]:
        """Return the faults so far and the exception boxes that are shown."""
        boxes = self.page.locator("[data-testid=stException], [data-testid=stAlertContentError]")
        return [*self.faults, *(f"error box: {text}" for text in boxes.all_inner_texts())]

    def _console(self, said: ConsoleMessage) -> None:
        where = said.location["url"]
        if said.type == "error" and not _OWN_PROBE.search(urlsplit(where).path):
            self.faults.append(f"console error: {said.text} ({where})")

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("data", "blob") or parts.netloc == self.host

    def _note(self, url: str) -> None:
        if not self._is_own(url):
            self.faults.append(f"request to another host: {url}")

    def _pass(self, route: Route) -> None:
        self._note(route.request.url)
        if self._is_own(route.request.url):
            route.continue_()
        else:
            route.abort()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium until the block ends."""
    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        try:
            yield shown
        finally:
            shown.close()


@contextmanager
def watched(context: BrowserContext, url: str) -> Iterator[Watch]:
    """Open a watched page of a dashboard until the block ends; nothing is loaded yet."""
    page = context.new_page()
    try:
        yield Watch(page, urlsplit(url).netloc)
    finally:
        page.close()


@contextmanager
def sound_page(browser: Browser, url: str) -> Iterator[Watch]:
    """Open a watched page at a desk's size; when the block ends, nothing must have gone wrong."""
    context = browser.new_context(viewport=DESK, locale="es-MX")
    try:
        with watched(context, url) as watch:
            yield watch
            assert watch.problems() == []
    finally:
        context.close()
