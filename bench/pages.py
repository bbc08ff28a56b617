"""How long a page switch keeps the server busy, beside an empty Streamlit page.

``python -m bench.pages [ROWS]``: in a real browser, from the request that a click on a page's name
sends to the last word of the server's answer. Each page of the sample company, or of a generated
store of so many handoffs, first as it is opened for the first time (nothing is remembered yet),
then the median of further visits; beside it a page without anything, in the same configuration and
navigation.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple
from unittest.mock import patch

from playwright.sync_api import Page

from bench.rollup import _generate as generate
from kpi.words import words_for
from pages.parts import launch
from pages.parts.navigation import PLACES
from tests.browser.datasets import sample
from tests.browser.watch import DESK, chromium, watched


class Switch(NamedTuple):
    """Milliseconds from the request that a click sends.

    Parameters
    ----------
    server : float
        Until the last of the answer arrives.
    heard : float
        Until the page's own thread, which draws meanwhile, takes it up.
    """

    server: float
    heard: float


ROUNDS = 7
AIM = 1.5
PATIENCE = 600  # seconds that a first visit of a large store may take
EMPTY = """
import streamlit as st

st.set_page_config(page_title="Empty", layout="wide")
pages = [st.Page(lambda: None, title=title, url_path=path, default=not n)
         for n, (path, title) in enumerate({places!r})]
st.navigation(pages, position="top").run()
"""
# Streamlit's own word that a script runs can be skipped when a run is short; its socket tells all.
# The socket lives in a thread of its own: the page's thread hears late while it draws, and even
# while it takes down the page before. Times are milliseconds of one clock in both threads.
_SOCKET = """
const now = () => performance.timeOrigin + performance.now();
let socket;
const asked = {
  open(given) {
    socket = new WebSocket(...given);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => postMessage(['open', socket.protocol]);
    socket.onmessage = ({ data }) => postMessage(['message', data, now()], [data]);
    socket.onclose = ({ code, reason }) => postMessage(['close', { code, reason }]);
    socket.onerror = () => postMessage(['error']);
  },
  send(content) { const at = now(); socket.send(content); postMessage(['sent', at]); },
  close(given) { socket.close(...given); },
};
onmessage = ({ data: [what, value] }) => asked[what](value);
"""
_LISTEN = (
    f"const inThread = {json.dumps(_SOCKET)};"
    + """
window.socketTimes = { sent: 0, received: 0, heard: 0 };
const states = { open: 1, close: 3 };
window.WebSocket = class extends EventTarget {
  static CONNECTING = 0; static OPEN = 1; static CLOSING = 2; static CLOSED = 3;
  constructor(...given) {
    super();
    Object.assign(this, { url: String(given[0]), readyState: 0, protocol: '', bufferedAmount: 0 });
    this.thread = new Worker(URL.createObjectURL(new Blob([inThread])));
    this.thread.onmessage = ({ data: [what, value, at] }) => {
      if (what === 'sent') { socketTimes.sent = value; return; }
      if (what === 'open') this.protocol = value;
      this.readyState = states[what] ?? this.readyState;
      let event = new Event(what);
      if (what === 'message') {
        socketTimes.received = at;
        socketTimes.heard = performance.timeOrigin + performance.now();
        event = new MessageEvent(what, { data: value });
      } else if (what === 'close') event = new CloseEvent(what, value);
      this.dispatchEvent(event);
      this[`on${what}`]?.(event);
    };
    this.thread.postMessage(['open', given]);
  }
  send(content) { this.thread.postMessage(['send', content]); }
  close(...given) { this.readyState = 2; this.thread.postMessage(['close', given]); }
};
"""
)
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
    """Measure the pages and the empty ones in one run, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="?", type=int, help="Handoffs; without it the sample.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = _measured(folder, None, options.rounds)
        ours = _measured(folder, _store(folder, options.rows), options.rounds)
    again = Switch(
        *(median(times) for times in zip(*(later for _, later in empty.values()), strict=True))
    )
    print("| page | first visit, ms | later visits, ms | relative | heard while drawing, ms |")
    print("|---|---:|---:|---:|---:|")
    print(f"| without anything | | {again.server:.1f} | 1 | {again.heard:.0f} |")
    for page, (first, later) in ours.items():
        relative = later.server / again.server
        print(
            f"| {page} | {first.server:.0f} | {later.server:.1f} | {relative:.2f}"
            f" | {later.heard:.0f} |"
        )
    over = [page for page, (_, later) in ours.items() if later.server > AIM * again.server]
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


def _measured(folder: Path, store: Path | None, rounds: int) -> dict[str, tuple[Switch, Switch]]:
    """Return the first visit and the median of the later ones, by page."""
    say = words_for("en")
    names = [say(place.title) for place in PLACES]
    with _app(folder, store) as url, chromium() as browser:
        context = browser.new_context(viewport=DESK, locale="en-US")
        with watched(context, url) as watch:
            watch.page.add_init_script(_LISTEN)
            watch.page.goto(url)
            watch.page.wait_for_function(_QUIET, arg=0, timeout=PATIENCE * 1000)
            first = {name: _switch(watch.page, name) for name in [*names[1:], names[0]]}
            later = {name: list[Switch]() for name in names}
            for _ in range(rounds):
                for name in [*names[1:], names[0]]:
                    later[name].append(_switch(watch.page, name))
        context.close()
    return {
        name: (first[name], Switch(*(median(times) for times in zip(*later[name], strict=True))))
        for name in names
    }


@contextmanager
def _app(folder: Path, store: Path | None) -> Iterator[str]:
    """Run the dashboard, or without a store a program whose pages of the same names are empty."""
    log = folder / "log.txt"
    if store is not None:
        with launch.running_app(store, log=log, patience=PATIENCE) as app:
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


def _switch(page: Page, name: str) -> Switch:
    """Open a page by its name, and return how long its answer took."""
    clicked = page.evaluate("performance.timeOrigin + performance.now()")
    page.evaluate(_CLICK, name)
    page.wait_for_function(_QUIET, arg=clicked, timeout=PATIENCE * 1000)
    server, heard = page.evaluate(
        "[socketTimes.received - socketTimes.sent, socketTimes.heard - socketTimes.sent]"
    )
    return Switch(float(server), float(heard))


if __name__ == "__main__":
    main()
