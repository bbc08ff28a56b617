"""How long a page switch keeps the server busy, beside an empty Streamlit page.

``python -m bench.pages [ROWS]``: in a real browser, from the request that a click on a page's name
sends to the last word of the server's answer. Each page of the sample company, or of a generated
store of so many handoffs, first as it is opened for the first time (nothing is remembered yet),
then the median of further visits; beside it a page without anything, in the same configuration and
navigation.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from unittest.mock import patch

from playwright.sync_api import Page

from bench.rollup import _generate as generate
from kpi.words import words_for
from pages.parts import launch
from pages.parts.navigation import PLACES
from tests.browser.datasets import sample
from tests.browser.watch import DESK, PATIENCE, chromium, watched

ROUNDS = 7
AIM = 1.5
EMPTY = """
import streamlit as st

st.set_page_config(page_title="Empty", layout="wide")
pages = [st.Page(lambda: None, title=title, url_path=path, default=not n)
         for n, (path, title) in enumerate({places!r})]
st.navigation(pages, position="top").run()
"""
# Streamlit's own word that a script runs can be skipped when a run is short; its socket tells all.
_LISTEN = """
window.socketTimes = { sent: 0, received: 0 };
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', () => { socketTimes.received = performance.now(); });
  }
  send(content) { socketTimes.sent = performance.now(); super.send(content); }
};
"""
_CLICK = """
(name) => {
  const links = [...document.querySelectorAll('[data-testid=stTopNavLink]')];
  links.find((one) => one.textContent.trim() === name).click();
}
"""
_QUIET = """
(clicked) => socketTimes.sent >= clicked && socketTimes.received > socketTimes.sent
  && performance.now() - socketTimes.received > 500
  && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
"""


def main() -> None:
    """Measure the pages and the empty ones in one run, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="?", type=int, help="Handoffs; without it the sample.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = _measured(folder, None, options.rounds)
        ours = _measured(folder, _store(folder, options.rows), options.rounds)
    again = median(later for _, later in empty.values())
    print(f"an empty page: {again:.0f} ms\n")
    print("| page | first visit, ms | later visits, ms | relative |\n|---|---:|---:|---:|")
    for page, (first, later) in ours.items():
        print(f"| {page} | {first:.0f} | {later:.0f} | {later / again:.2f} |")
    over = [page for page, (_, later) in ours.items() if later > AIM * again]
    print(f"\nabove {AIM:g}: {', '.join(over) or 'none'}")


def _store(folder: Path, rows: int | None) -> Path:
    path = folder / "store.duckdb"
    if rows is not None:
        generate(path, rows)
        return path
    from kpi.store import open_store

    with open_store(path) as store:
        sample(store, folder)
    return path


def _measured(folder: Path, store: Path | None, rounds: int) -> dict[str, tuple[float, float]]:
    """Return the first visit and the median of the later ones, by page, in milliseconds."""
    say = words_for("en")
    names = [say(place.title) for place in PLACES]
    with _app(folder, store) as url, chromium() as browser:
        context = browser.new_context(viewport=DESK, locale="en-US")
        with watched(context, url) as watch:
            watch.page.add_init_script(_LISTEN)
            watch.page.goto(url)
            watch.page.wait_for_function(_QUIET, arg=0, timeout=PATIENCE)
            first = {name: _switch(watch.page, name) for name in [*names[1:], names[0]]}
            later = {name: list[float]() for name in names}
            for _ in range(rounds):
                for name in [*names[1:], names[0]]:
                    later[name].append(_switch(watch.page, name))
        context.close()
    return {name: (first[name], median(later[name])) for name in names}


@contextmanager
def _app(folder: Path, store: Path | None) -> Iterator[str]:
    """Run the dashboard, or without a store a program whose pages of the same names are empty."""
    log = folder / "log.txt"
    if store is not None:
        with launch.running_app(store, log=log) as app:
            yield app.url
        return
    say, root = words_for("en"), folder / "empty"
    root.mkdir()
    for part in (".streamlit", "static"):
        shutil.copytree(launch.ROOT / part, root / part)
    places = [(place.path, say(place.title)) for place in PLACES]
    (root / "dashboard.py").write_text(EMPTY.format(places=places), encoding="utf-8")
    with patch.object(launch, "ROOT", root), launch.running_app(log=log) as app:
        yield app.url


def _switch(page: Page, name: str) -> float:
    """Return the milliseconds from the request that a click sends to the last of its answer."""
    clicked = page.evaluate("performance.now()")
    page.evaluate(_CLICK, name)
    page.wait_for_function(_QUIET, arg=clicked, timeout=PATIENCE)
    return float(page.evaluate("socketTimes.received - socketTimes.sent"))


if __name__ == "__main__":
    main()
