"""Which pages there are, and what stands above each: language, week and window."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from kpi.words import N_, Words
from pages.parts import (
    address,
    at_once,
    elsewhere,
    followed,
    page_language,
    panel,
    session,
    style,
    toolbar,
)
from pages.parts.address import View
from pages.parts.ready import ready
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

# Shown for an address that names no page: Streamlit would say so in an English dialog of its own.
NO_PLACE = Place("", N_("Page not found"), lambda _view: None, windowed=False)


def run() -> None:
    """Show the page that the address asks for."""
    session.begin()
    at_once.wait_for_the_end()
    say = session.words()
    style.apply()
    followed_link = _around(say)
    places = {_page(place, say(place.title)): place for place in PLACES}
    st.session_state["pages"] = {place.path: page for page, place in places.items()}
    page = st.navigation([*places, *_elsewhere()], position="top")
    if followed_link:
        panel.go(followed_link)
    place = next((p for known, p in places.items() if known.url_path == page.url_path), NO_PLACE)
    view = address.current(place.path)
    session.looks_at(place.path, view)
    toolbar.show(view, windowed=place.windowed and not session.is_empty())
    st.session_state["view"] = view
    page.run()


def _around(say: Words) -> str | None:
    """Put what every page has around it in place; return the link that was just followed."""
    followed_links: list[str | None] = []

    def around() -> None:
        style.rules(say)
        page_language.tell(say)
        followed_links.append(followed.link())

    # Sent again, it answers as it does where nobody followed a link.
    ready("around", around)
    return followed_links[-1] if followed_links else None


def _elsewhere() -> list[st.Page]:
    """Return a page for the address that the reader opened, where it names none of ours."""
    name = elsewhere.asked()
    known = [place.path for place in PLACES[1:]]
    if not name or name in known:
        return []
    titles = {place.path: place.title for place in PLACES}

    def show() -> None:
        elsewhere.show(name, titles, PLACES[0].path, st.session_state["view"])

    title = session.words()(NO_PLACE.title)
    return [st.Page(show, title=title, url_path=name, visibility="hidden")]


def _page(place: Place, title: str) -> st.Page:
    def show() -> None:
        place.show(st.session_state["view"])

    is_first = place is PLACES[0]
    # The first lives at the root; its own name is left free for those who write it.
    return st.Page(show, title=title, url_path="" if is_first else place.path, default=is_first)
