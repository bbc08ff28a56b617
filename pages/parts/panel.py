"""Our own markup on a page: headings, tables and cards whose links lead on without a reload.

The markup is built by `pages.parts.markup`, which escapes everything that came from a file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from pages.parts import session
from pages.parts.address import FIRST_PAGE
from pages.parts.as_csv import delimiter
from pages.parts.ready import ready

_HERE = Path(__file__)
_panel = st.components.v2.component(
    "eslabon_panel",
    html='<div class="panel"></div>',
    css=_HERE.with_name("panel.css").read_text(encoding="utf-8"),
    js=_HERE.with_name("panel.js").read_text(encoding="utf-8"),
)


def panel(html: str | Callable[[], str], *, key: str, of: tuple[object, ...] = ()) -> None:
    """Show markup; a click on one of its links opens that page of the dashboard.

    Each table with titles can be downloaded as CSV: the rows that are shown, as they are shown.

    Parameters
    ----------
    html : str or callable
        Escaped markup. Links carry relative addresses such as ``link?supplier=…``. What makes it
        is called only where nobody has looked at the same yet; see `session.drawn`.
    key : str
        Names the panel on its page.
    of : tuple
        What the markup that is made depends on, beside all that `session.drawn` knows of.
    """
    if callable(html):
        ready(f"panel {key}", lambda: _show(html(), key), *of)
    else:
        ready(f"panel {key}", lambda: _show(html, key), html)


def _show(html: str, key: str) -> None:
    say = session.words()
    words = {"csv": say("Download as CSV"), "between": delimiter(say)}
    _panel(key=key, data={"html": html, **words})


def go(address: str) -> None:
    """Open a relative address of the dashboard."""
    parts = urlsplit(address)
    page = st.session_state["pages"][parts.path.strip("./") or FIRST_PAGE]
    st.switch_page(page, query_params=dict(parse_qsl(parts.query)))
