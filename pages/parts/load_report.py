"""What a load did, or would do: every record accounted for."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from kpi.intake import KIND_NAMES, LISTED, LoadReport
from kpi.words import N_, Words
from pages.parts.as_csv import csv_of
from pages.parts.markup import facts
from pages.parts.panel import panel
from pages.parts.take_away import file_name
from pages.parts.uploaded import Loaded

KINDS = KIND_NAMES
IGNORED = {
    "footer": N_("totals or notes after the data"),
    "header": N_("the header again"),
    "duplicate": N_("an exact copy of an earlier record"),
    "unknown party": N_("a change to an unknown party"),
    "other change": N_("a change of another field, not of who holds the case"),
    "not complete": N_("a step that is not complete"),
}
MOST_LISTED = 500


def summary(report: LoadReport, say: Words, *, key: str) -> None:
    """Show the counts of a load and its warnings."""
    rows = [
        (say("Records"), say.number(report.records), ""),
        (say("New"), say.number(report.new), ""),
        (say("Updated"), say.number(report.updated), ""),
        (say("Unchanged"), say.number(report.unchanged), ""),
        (say("In conflict"), say.number(report.conflict_records), ""),
        (say("Rejected"), say.number(report.rejected_records), ""),
        (say("Ignored"), say.number(report.ignored_records), ""),
    ]
    if report.handoffs is not None:
        rows.append((say("Handoffs derived"), say.number(report.handoffs), ""))
    warnings = "".join(
        f'<p class="warning">{escape(say.render(warning.message))}</p>'
        for warning in report.warnings
    )
    panel(facts(rows) + warnings, key=f"summary {key}")


def details(loaded: Loaded, say: Words, *, key: str) -> None:
    """Show the records that were kept out, with line and reason, to look at and to download."""
    report = loaded.report
    _mendable(loaded, say, key=key)
    rejected = pd.DataFrame(
        {
            say("Line"): [fault.line for fault in report.rejected],
            say("Column"): [fault.column or "–" for fault in report.rejected],
            say("Value"): [fault.value or "" for fault in report.rejected],
            say("What is wrong"): [say.render(fault.message) for fault in report.rejected],
        }
    )
    total = report.rejected_records
    _listing(say("Rejected records"), rejected, total, "rejected", say, key=key)
    conflicts = pd.DataFrame(
        {
            say("Line"): [cell.line for cell in report.conflicts],
            say("Identifier"): [cell.id for cell in report.conflicts],
            say("Column"): [cell.column for cell in report.conflicts],
            say("Stored"): [cell.stored for cell in report.conflicts],
            say("In the file"): [cell.value for cell in report.conflicts],
        }
    )
    total = report.conflict_records
    _listing(say("Records in conflict: kept out"), conflicts, total, "conflicts", say, key=key)
    ignored = pd.DataFrame(
        {
            say("Line"): [record.line for record in report.ignored],
            say("Why"): [
                say(IGNORED[record.reason]) if record.reason in IGNORED else record.reason
                for record in report.ignored
            ],
        }
    )
    _listing(say("Ignored records"), ignored, report.ignored_records, "ignored", say, key=key)


def _mendable(loaded: Loaded, say: Words, *, key: str) -> None:
    """Offer the records kept out in the file's own columns."""
    report = loaded.report
    total = report.rejected_records + report.conflict_records
    # It is removed when nobody has used it for hours.
    if not total or not loaded.kept_out.exists():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            say.plural(
                "Download the record kept out, to mend it",
                "Download the {n} records kept out, to mend them",
                total,
            ),
            loaded.kept_out.read_bytes,
            file_name=say("kept out of {file}", file=Path(report.file).stem) + ".csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"kept out {key}",
            on_click="ignore",
        )
        st.caption(
            say(
                "In the columns of the file, each with its reason in front. Mend them and load "
                "that file: the reasons are not read."
            )
        )


def _listing(
    title: str, rows: pd.DataFrame, total: int, name: str, say: Words, *, key: str
) -> None:
    if rows.empty:
        return
    with st.expander(f"{title} ({say.number(total)})"):
        if total > LISTED:
            st.caption(say("Only the first {n} entries are listed.", n=LISTED))
        st.dataframe(rows.head(MOST_LISTED), hide_index=True, key=f"{name} {key}")
        st.download_button(
            say("Download as CSV"),
            csv_of(rows, say),
            file_name=f"{file_name(title)}.csv",
            mime="text/csv",
            key=f"{name} download {key}",
            on_click="ignore",
        )
