"""An address that names no page: the one it means, else words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import streamlit as st

from kpi.words import LANGUAGES, words_for
from kpi.words.countries import plain
from pages.parts import session
from pages.parts.address import View, href
from pages.parts.markup import Html, opening, safe
from pages.parts.panel import panel

HOME = ("", "index", "index.html", "home", "inicio")


def asked() -> str:
    """Return the last part of the address that the reader opened, empty at the root."""
    path = urlsplit(st.context.url or "").path.rstrip("/")
    return unquote(path.rpartition("/")[2])


def meant(name: str, titles: Mapping[str, str], first: str) -> str | None:
    """Return the page that a guessed address means: by its name in any language.

    Parameters
    ----------
    name : str
        As `asked` returns it.
    titles : mapping
        The English title of each page, by its address.
    first : str
        The page at the root.

    Examples
    --------
    >>> meant("Acuerdos", {"balance": "Balance", "agreements": "Agreements"}, "balance")
    'agreements'
    >>> meant("nothing", {"balance": "Balance"}, "balance") is None
    True
    """
    wanted = plain(name)
    if wanted in HOME:
        return first
    for path, title in titles.items():
        names = {path, *(words_for(language)(title) for language in LANGUAGES)}
        if wanted in map(plain, names):
            return path
    return None


def show(name: str, titles: Mapping[str, str], first: str, view: View) -> None:
    """Open the page that an address means, with what else the address says, or name the pages."""
    say = session.words()
    found = meant(name, titles, first)
    if found is not None:
        st.switch_page(st.session_state["pages"][found], query_params=st.query_params.to_dict())
    ways = " · ".join(
        f'<a href="{safe(href(path, view))}">{safe(say(title))}</a>'
        for path, title in titles.items()
    )
    title = say("There is no page “{name}”", name=name)
    panel(opening("Eslabón", title, Html(f"{safe(say('These there are:'))} {ways}")), key="opening")
