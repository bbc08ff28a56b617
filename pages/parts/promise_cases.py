"""The cases behind the promise outside, to look at and to download."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kpi.chain import window_cases
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View
from pages.parts.case_table import TIME_WIDTH, case_table
from pages.parts.fold import fold
from pages.parts.times import time_format


def of_window(view: View) -> pd.DataFrame:
    """Return the counted cases of the window, as `kpi.chain.window_cases` does."""
    as_of = session.moment()
    return session.remembered(
        "window cases",
        lambda: window_cases(session.store().cursor(), window=view.window, as_of=as_of),
        view.window,
        as_of,
    )


def show(count: int, view: View, say: Words) -> None:
    """Show the counted cases of the window, the broken ones first; ``count`` says how many."""
    if not count:
        return
    title = say.plural(
        "The {n} case behind the promise, the broken ones first",
        "The {n} cases behind the promise, the broken ones first",
        count,
    )
    fold(title, lambda: _cases(view, say), key="cases of the promise")


def _cases(view: View, say: Words) -> None:
    cases = of_window(view)
    st.caption(say("Pick a row to open its case."))
    config = st.column_config
    titles: dict[str, ColumnConfig] = {
        "customer": config.TextColumn(say("External customer")),
        "kept": config.CheckboxColumn(say("Kept")),
        "closed": config.DatetimeColumn(say("Closed"), format=time_format(say), width=TIME_WIDTH),
        "late_hours": config.NumberColumn(say("Late (h)"), format="%.1f"),
    }
    shown = cases.assign(customer=cases["customer"].map(say.party))
    case_table(cases, shown, titles, view, say, key="promise cases")
