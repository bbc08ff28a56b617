"""How long the chain takes to be drawn in a browser, from the reader's key or click.

``python -m bench.drawing``: the sample company, an invented one of 60 parties, and one of 200 drawn
as departments. From the click on the page's name, and from the key that chooses another week, until
the changed picture is painted.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from kpi.store import Store, open_store
from kpi.words import words_for
from pages.parts.launch import running_app
from pages.parts.navigation import PLACES
from tests.browser.datasets import NOW, large, load_rows, sample
from tests.browser.watch import DESK, EVERYWHERE, PATIENCE, chromium, watched
from tests.figures.companies import company

ROUNDS = 5
WEEKS = 12
_FIND = (
    EVERYWHERE
    + """
const drawn = () => {
  for (const element of everywhere(document)) if (element.matches('svg.chain')) return element;
  return null;
};
"""
)
# Twice the next frame: the first is being drawn when the picture is there, the second is shown.
_WAIT = (
    "() => {"
    + _FIND
    + """
  const before = drawn()?.outerHTML;
  window.painted = null;
  const begin = () => {
    const start = performance.now();
    const look = () => {
      const now = drawn()?.outerHTML;
      if (!now || now === before) { requestAnimationFrame(look); return; }
      requestAnimationFrame(() => requestAnimationFrame(() => {
        window.painted = performance.now() - start;
      }));
    };
    look();
  };
  for (const kind of ['keydown', 'click']) {
    window.addEventListener(kind, begin, { once: true, capture: true });
  }
}"""
)


def sixty(store: Store, folder: Path) -> None:
    """Load 60 parties, each link with a few handoffs in every week."""
    nodes, links = company(60, 8)
    names = {node.id: node.name for node in nodes}
    chance = random.Random(1)  # noqa: S311 - invented handoffs, no secret
    load_rows(store, folder, "parties", "party,external", [(n.name, n.external) for n in nodes])
    header = "handoff_id,case_id,supplier,customer,requested_at,delivered_at"
    rows = []
    for week in range(WEEKS):
        for link in links:
            for one in range(1 + round(chance.random() * link.width)):
                at = NOW.replace(tzinfo=None) - timedelta(days=7 * week + 3 + chance.random() * 3)
                key = f"{link.id}-{week}-{one}"
                ends = names[link.supplier], names[link.customer]
                done = at + timedelta(hours=chance.uniform(2, 40))
                rows.append(
                    (key, key, *ends, f"{at:%Y-%m-%d %H:%M:%S}", f"{done:%Y-%m-%d %H:%M:%S}")
                )
    load_rows(store, folder, "handoffs", header, rows)


COMPANIES: Mapping[str, Callable[[Store, Path], None]] = {
    "sample": sample,
    "60 parties": sixty,
    "200 parties, grouped": large,
}


def main() -> None:
    """Print a row per company."""
    print("| company | first visit, ms | later visits, ms | another week, ms |")
    print("|---|---:|---:|---:|")
    for name, load in COMPANIES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "store.duckdb"
            with open_store(path) as store:
                load(store, Path(folder))
            first, again, weeks = _measured(path, Path(folder) / "log.txt")
            told = f"{median(weeks):.0f} (at most {max(weeks):.0f})"
            print(f"| {name} | {first:.0f} | {median(again):.0f} | {told} |", flush=True)


def _measured(store: Path, log: Path) -> tuple[float, list[float], list[float]]:
    say = words_for("en")
    titles = {place.path: say(place.title) for place in PLACES}
    with running_app(store, log=log) as app, chromium() as browser:
        context = browser.new_context(viewport=DESK, locale="en-US")
        with watched(context, app.url) as watch:
            watch.open(f"{app.url}/data?lang=en")
            first, *again = _visits(watch.page, titles["chain"], titles["data"])
            weeks = list(_other_weeks(watch.page))
        context.close()
    return first, again, weeks


def _visits(page: Page, here: str, away: str) -> Iterator[float]:
    link = "[data-testid=stTopNavLink]"
    for _ in range(1 + ROUNDS):
        page.locator(link).filter(has_text=away).click()
        page.wait_for_function(f"() => {{ {_FIND} return !drawn(); }}", timeout=PATIENCE)
        _rest(page)
        page.evaluate(_WAIT)
        page.locator(link).filter(has_text=here).click()
        yield _painted(page)
        _rest(page)


def _other_weeks(page: Page) -> Iterator[float]:
    """Walk to and fro between weeks; each is visited once before it counts."""
    thumb = page.locator("[data-testid=stSlider] :is([role=slider], input[type=range])").first
    for turn, key in enumerate(["ArrowLeft", "ArrowRight"] * (1 + ROUNDS)):
        thumb.focus()
        page.evaluate(_WAIT)
        page.keyboard.press(key)
        spent = _painted(page)
        if turn > 1:
            yield spent
        _rest(page)


def _painted(page: Page) -> float:
    page.wait_for_function("() => window.painted !== null", timeout=PATIENCE)
    return float(page.evaluate("window.painted"))


def _rest(page: Page) -> None:
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState"
        " === 'notRunning'",
        timeout=PATIENCE,
    )
    page.wait_for_timeout(400)


if __name__ == "__main__":
    main()
