"""Store what a page says of parties as a load of its own: logged, and undone like any other."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pandas as pd
import streamlit as st

from kpi.intake import ingest
from kpi.words import Words
from pages.parts import session

COLUMNS = (
    "party", "department", "external", "promise_target", "owner", "email", "country", "calendar",
)  # fmt: skip


def save(parties: pd.DataFrame, name: str, say: Words) -> None:
    """Load rows of parties and show the page anew; tell what is wrong with them instead.

    Parameters
    ----------
    parties : DataFrame
        Has `COLUMNS`; ``promise_target`` is a share from 0 to 1.
    name : str
        What the log of loads calls it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "parties.csv"
        parties[list(COLUMNS)].to_csv(path, index=False, quoting=csv.QUOTE_MINIMAL)
        report = ingest(session.store(), path, now=session.now_utc(), kind="parties", name=name)
    if report.error is not None:
        st.error(say.render(report.error))
        return
    if report.rejected:
        st.error(" ".join(say.render(fault.message) for fault in report.rejected[:3]))
        return
    st.toast(say("Saved."))
    st.rerun()
