"""Which pages there are, and what stands above each: language, week and window."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from kpi.words import N_
from pages.parts import address, session, style, toolbar
from pages.parts.address import View
from pages.views import agreements, balance, case, chain, data, link, settings, weekly


class Place(NamedTuple):
    """A page: its address, its name, its view, and whether it looks at a window of weeks."""

    path: str
    title: str
    show: Callable[[View], None]
    windowed: bool


PLACES = (
    Place("balance", N_("Balance"), balance.show, True),
    Place("chain", N_("Chain"), chain.show, True),
    Place("link", N_("Link"), link.show, True),
    Place("case", N_("Case"), case.show, True),
    Place("agreements", N_("Agreements"), agreements.show, False),
    Place("weekly", N_("Weekly"), weekly.show, True),
    Place("data", N_("Data"), data.show, False),
    Place("settings", N_("Settings"), settings.show, False),
)


def run() -> None:
    """Show the page that the address asks for."""
    session.begin()
    say = session.words()
    style.apply()
    places = {_page(place, say(place.title)): place for place in PLACES}
    st.session_state["pages"] = {place.path: page for page, place in places.items()}
    page = st.navigation(list(places), position="top")
    place = next(place for known, place in places.items() if known.url_path == page.url_path)
    view = address.current(place.path)
    toolbar.show(view, windowed=place.windowed and not session.is_empty())
    st.session_state["view"] = view
    page.run()


def _page(place: Place, title: str) -> st.Page:
    def show() -> None:
        place.show(st.session_state["view"])

    return st.Page(show, title=title, url_path=place.path, default=place is PLACES[0])
