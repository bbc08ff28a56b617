"""The address of a view: what is shown lives in the URL, so that a shared link opens the same."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from kpi.agreements import Link
from kpi.measures import DEFAULT_WINDOW, WINDOWS, PeriodError, Week, Window
from pages.parts import session

WEEKS_OFFERED = 60
FIRST_PAGE = "balance"
# What only one page reads in its address; the browser's "back" can bring it to another.
PAGE_PARAMETERS = {
    "agreements": {"agreement", "supplier", "customer", "service", "do", "as", "state", "find"},
    "chain": {"party", "to", "by", "open", "service", "picked", "mend", "part", "stop"},
    "case": {"case"},
    "weekly": {"present"},
    "link": {"supplier", "customer", "service", "kpi", "find", "only", "sort"},
}


@dataclass(frozen=True)
class View:
    """What the reader looks at: a window of weeks, at an instant, in a language (its tag)."""

    window: Window
    default_week: Week
    language: str

    @property
    def params(self) -> dict[str, str]:
        """Return the query parameters that open this view; defaults are left out."""
        found = {"lang": self.language}
        if self.window.week != self.default_week:
            found["week"] = self.window.week.label
        if self.window.weeks != DEFAULT_WINDOW:
            found["window"] = str(self.window.weeks)
        return found


def current(page: str) -> View:
    """Read the view from the address; what a change of page dropped is remembered.

    Parameters
    ----------
    page : str
        The page about to be shown. On the page shown last, an absent parameter means its default
        (the reader went back); on another page it means that the navigation dropped it.
    """
    default = Week.last_complete(session.moment())
    asked = st.query_params.to_dict()
    # On another page, what it was shown with last.
    if st.session_state.get("page shown") != page:
        asked = {**st.session_state.get("view kept", {}), **asked}
        st.session_state["page shown"] = page
    week = _week(asked.get("week")) or default
    weeks = asked.get("window")
    number = next((known for known in WINDOWS if str(known) == weeks), DEFAULT_WINDOW)
    view = View(Window(week, number), default, session.words().tag)
    _drop_foreign_parameters(page)
    st.session_state["view kept"] = {
        name: text for name, text in view.params.items() if name != "lang"
    }
    write(view.params)
    return view


def write(params: dict[str, str]) -> None:
    """Put the parameters of the view in the address, leaving those of the page alone."""
    asked = st.query_params.to_dict()
    for name in ("lang", "week", "window"):
        if name in params and asked.get(name) != params[name]:
            st.query_params[name] = params[name]
        elif name not in params and name in asked:
            del st.query_params[name]


def href(page: str, view: View, **more: str) -> str:
    """Return the relative address of a page showing the same view.

    The first page lives at the root: Streamlit does not know it by its name.
    """
    place = "./" if page == FIRST_PAGE else page
    return f"{place}?{urlencode({**view.params, **more})}"


def link_params(link: Link) -> dict[str, str]:
    """Return the query parameters that name a link."""
    named = {"supplier": link.supplier, "customer": link.customer}
    return {**named, "service": link.service} if link.service else named


def kept(*names: str) -> dict[str, str]:
    """Return those of the page's own parameters that the address holds."""
    return {name: st.query_params[name] for name in names if name in st.query_params}


def asked_link() -> Link | None:
    """Return the link that the address names."""
    supplier, customer = st.query_params.get("supplier"), st.query_params.get("customer")
    if not supplier or not customer:
        return None
    return Link(supplier, customer, st.query_params.get("service", ""))


def _drop_foreign_parameters(page: str) -> None:
    known = {"lang", "week", "window"} | PAGE_PARAMETERS.get(page, set())
    for name in [name for name in st.query_params if name not in known]:
        del st.query_params[name]


def _week(label: str | None) -> Week | None:
    try:
        return Week.parse(label) if label else None
    except PeriodError:
        return None
