"""Store what a page says as a load of its own: logged, and undone like any other."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from kpi.intake import LoadReport, headers, ingest
from kpi.words import Words
from pages.parts import session

PARTIES = (
    "party", "department", "external", "promise_target", "owner", "email", "country", "calendar",
)  # fmt: skip


def save_parties(parties: pd.DataFrame, name: str, say: Words) -> None:
    """Store rows of parties and show the page anew; tell what is wrong with them instead.

    Parameters
    ----------
    parties : DataFrame
        Has the columns `PARTIES`; ``promise_target`` is a share from 0 to 1.
    name : str
        What the log of loads calls it.
    """
    said = parties[list(PARTIES)].astype(object)
    if stored("parties", PARTIES, said.where(said.notna(), "").to_numpy().tolist(), name, say):
        st.toast(say("Saved."))
        st.rerun()


def stored(
    kind: str, columns: Sequence[str], rows: Sequence[Sequence[object]], name: str, say: Words
) -> bool:
    """Load rows of a kind, or nothing where one of them is at fault, and tell which it was.

    The file's titles are in the reader's language: what is wrong is told by them.
    """
    titles = headers(kind, say.language)
    out = io.StringIO()
    csv.writer(out).writerows([[titles[column] for column in columns], *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.csv"
        path.write_text(out.getvalue(), encoding="utf-8")
        for dry_run in (True, False):
            report = ingest(
                session.store(), path, now=session.now_utc(), kind=kind, dry_run=dry_run, name=name
            )
            if _faults(report, say):
                return False
    return True


def _faults(report: LoadReport, say: Words) -> bool:
    told = [say.render(report.error)] if report.error else []
    told += [say.render(fault.message) for fault in report.rejected]
    for message in dict.fromkeys(told):
        st.error(message)
    return bool(told)
