"""How long a page switch keeps the server busy, beside an empty Streamlit page.

``python -m bench.pages [ROWS]``: a real browser clicks on a page's name. The server's part is from
when the server has the request in its hands to when it has written the last word of its answer, by
its own clock (`bench.stamps`); beside it what the browser's socket says, in which the browser's own
work has a share. Each page of the sample company, or of a generated store of so many handoffs,
first as it is opened for the first time (nothing is remembered yet), then the median and the least
of further visits. In turns with each visit, a page without anything, of the same name, in the same
configuration and navigation, is visited on a server of its own.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from unittest.mock import patch

from playwright.sync_api import Browser, Page

from bench import stamps
from bench.rollup import _generate as generate
from kpi.words import words_for
from pages.parts import launch
from pages.parts.navigation import PLACES
from tests.browser.datasets import sample
from tests.browser.watch import DESK, chromium, watched


class Switch(NamedTuple):
    """Milliseconds from the request that a click sends, and the answer.

    Parameters
    ----------
    server : float
        Inside of the server: until the last of the answer is written.
    arrived : float
        In the browser: until the last of the answer arrives.
    heard : float
        Until the page's own thread, which draws meanwhile, takes it up.
    messages, size : float
        What the answer is made of, and its bytes.
    """

    server: float
    arrived: float
    heard: float
    messages: float
    size: float


class Shown(NamedTuple):
    """A program that a browser shows, and the file in which its server notes the time."""

    page: Page
    noted: Path


ROUNDS = 7
AIM = 1.5
LIKE_A_DESK: Any = {"viewport": DESK, "locale": "en-US"}
PATIENCE = 600  # seconds that a first visit of a large store may take
EMPTY = """
import streamlit as st

st.set_page_config(page_title="Empty", layout="wide")
pages = [st.Page(lambda: None, title=title, url_path=path, default=not n)
         for n, (path, title) in enumerate({places!r})]
st.navigation(pages, position="top").run()
"""
# Streamlit's own word that a script runs can be skipped when a run is short; its socket tells all.
_LISTEN = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_CLICK = """
(name) => {
  const links = [...document.querySelectorAll('[data-testid=stTopNavLink]')];
  links.find((one) => one.textContent.trim() === name).click();
}
"""
_QUIET = """
(clicked) => socketTimes.sent >= clicked && socketTimes.received > socketTimes.sent
  && performance.timeOrigin + performance.now() - socketTimes.heard > 500
  && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
"""


def main() -> None:
    """Measure the pages and the empty ones in turns, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="?", type=int, help="Handoffs; without it the sample.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, empty = _measured(folder, _store(folder, options.rows), options.rounds)
    every = [visit for _, later in empty.values() for visit in later]
    again, least = _middle(every), min(visit.server for visit in every)
    print("| page | first visit, ms | server, ms | relative | at least, ms | relative ", end="")
    print("| arrived, ms | relative | messages |\n|---" + "|---:" * 8 + "|")
    over = []
    for page, first, visits in [
        ("without anything", "", every),
        *((page, f"{first.server:.0f}", later) for page, (first, later) in ours.items()),
    ]:
        later, quickest = _middle(visits), min(visit.server for visit in visits)
        print(
            f"| {page} | {first} | {later.server:.1f} | {later.server / again.server:.2f}"
            f" | {quickest:.1f} | {quickest / least:.2f}"
            f" | {later.arrived:.1f} | {later.arrived / again.arrived:.2f}"
            f" | {later.messages:.0f} ({later.size / 1000:.0f} kB) |"
        )
        if later.server > AIM * again.server:
            over.append(page)
    print(f"\nin the server above {AIM:g}: {', '.join(over) or 'none'}")


def _middle(visits: list[Switch]) -> Switch:
    return Switch(*map(median, zip(*visits, strict=True)))


def _store(folder: Path, rows: int | None) -> Path:
    path = folder / "store.duckdb"
    if rows is not None:
        generate(path, rows)
        return path
    from kpi.store import open_store

    with open_store(path) as store:
        sample(store, folder)
    return path


Visits = dict[str, tuple[Switch, list[Switch]]]


def _measured(folder: Path, store: Path, rounds: int) -> tuple[Visits, Visits]:
    """Return the first visit and the later ones, by page: of ours and of the empty ones."""
    say = words_for("en")
    names = [say(place.title) for place in PLACES]
    tour = [*names[1:], names[0]]
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        both = [stack.enter_context(_shown(browser, folder, one)) for one in (store, None)]
        first = [{name: _switch(one, name) for name in tour} for one in both]
        later = [{name: list[Switch]() for name in names} for _ in both]
        for _ in range(rounds):
            for name in tour:
                for one, found in zip(both, later, strict=True):
                    found[name].append(_switch(one, name))
    ours, empty = (
        {name: (begun[name], found[name]) for name in names}
        for begun, found in zip(first, later, strict=True)
    )
    return ours, empty


@contextmanager
def _shown(browser: Browser, folder: Path, store: Path | None) -> Iterator[Shown]:
    """Have the browser show the dashboard, or without a store the empty pages."""
    place = folder / ("ours" if store else "empty")
    place.mkdir()
    with _app(place, store) as url, watched(browser.new_context(**LIKE_A_DESK), url) as watch:
        watch.page.add_init_script(_LISTEN)
        watch.page.goto(url)
        watch.page.wait_for_function(_QUIET, arg=0, timeout=PATIENCE * 1000)
        yield Shown(watch.page, place / "stamps.txt")


@contextmanager
def _app(folder: Path, store: Path | None) -> Iterator[str]:
    """Run the dashboard, or without a store a program whose pages of the same names are empty."""
    log = folder / "log.txt"
    env = stamps.surroundings(folder / "begin", folder / "stamps.txt")
    if store is not None:
        with launch.running_app(store, log=log, patience=PATIENCE, env=env) as app:
            yield app.url
        return
    say, root = words_for("en"), folder / "program"
    root.mkdir()
    for part in (".streamlit", "static"):
        shutil.copytree(launch.ROOT / part, root / part)
    places = [(place.path, say(place.title)) for place in PLACES]
    (root / "dashboard.py").write_text(EMPTY.format(places=places), encoding="utf-8")
    with patch.object(launch, "ROOT", root), launch.running_app(log=log, env=env) as app:
        yield app.url


def _switch(shown: Shown, name: str) -> Switch:
    """Open a page by its name, and return how long its answer took."""
    page, begun = shown.page, time.time()
    clicked = page.evaluate("performance.timeOrigin + performance.now()")
    page.evaluate(_CLICK, name)
    page.wait_for_function(_QUIET, arg=clicked, timeout=PATIENCE * 1000)
    arrived, heard = page.evaluate(
        "[socketTimes.received - socketTimes.sent, socketTimes.heard - socketTimes.sent]"
    )
    took, messages, size = stamps.between(shown.noted, begun, time.time())
    return Switch(took, arrived, heard, messages, size)


if __name__ == "__main__":
    main()
