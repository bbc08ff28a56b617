"""Tables as the CSV files that readers take along: their words, their way of writing numbers.

What is to be loaded again (exports of a kind, templates, records kept out) is written elsewhere,
in the layout of its kind: `kpi.intake.export`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from babel.numbers import get_decimal_symbol

from kpi.words import N_, Words

# A spreadsheet would run a text that begins so as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What the library calls them -> what people do. Those without are nobody's business outside.
TITLES: Mapping[str, str] = {
    "handoff_id": N_("Handoff"),
    "contact_id": N_("Contact"),
    "case_id": N_("Case"),
    "agreement": N_("Agreement"),
    "supplier": N_("Supplier"),
    "customer": N_("Customer"),
    "service": N_("Service"),
    "channel": N_("Channel"),
    "subject": N_("Subject"),
    "good": N_("Good"),
    "kept": N_("Kept"),
    "value": N_("Measured"),
    "requested_at": N_("Requested"),
    "first_requested": N_("First requested"),
    "promised_at": N_("Promised"),
    "agreed_due": N_("Agreed time ends"),
    "due": N_("Due"),
    "delivered_at": N_("Delivered"),
    "closed": N_("Closed"),
    "lead_hours": N_("Lead time (h)"),
    "late_hours": N_("Late (h)"),
    "paused_hours": N_("Paused (h)"),
    "accepted": N_("Accepted"),
    "returned_at": N_("Returned"),
    "rating": N_("Rating"),
    "sent_back": N_("Sent straight back"),
    "repair_due": N_("Repair due"),
    "repaired_at": N_("Delivered again"),
    "planned_at": N_("Planned"),
    "contacted_at": N_("Contacted"),
    "response_due": N_("Answer due"),
    "answered_at": N_("Answered"),
    "in_force_since": N_("In force since"),
    "raised": N_("Targets raised"),
    "case_due_at": N_("Due of the case"),
    "case_closed_at": N_("Close of the case"),
    "case_kept": N_("Case kept, as declared"),
    "without_promise": N_("Without a promise of its own"),
    "without_due": N_("Without a promise or an agreed time"),
    "unjudged": N_("Not judged by the customer"),
    "handoffs": N_("Handoffs"),
    "load": N_("Load"),
    "line": N_("Line"),
}


def titled(
    rows: pd.DataFrame, say: Words, attributes: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return the columns that people know, under their names, parties named as on the pages.

    Parameters
    ----------
    attributes : mapping, optional
        Name of a column that files brought beside the known ones -> its column here.
    """
    known = {column: say(title) for column, title in TITLES.items() if column in rows}
    taken = set(known.values())
    for name, column in (attributes or {}).items():
        if column in rows:
            known[column] = name if name not in taken else f"{name} *"
    shown = rows[list(known)].copy()
    for side in ("supplier", "customer"):
        if side in shown:
            shown[side] = shown[side].map(say.party)
    return shown.rename(columns=known)


def delimiter(say: Words) -> str:
    """Return what stands between the cells: where decimals have a comma, spreadsheets want ``;``.

    >>> from kpi.words import words_for
    >>> delimiter(words_for("es")), delimiter(words_for("es", "es_ES"))
    (',', ';')
    """
    return ";" if get_decimal_symbol(say.locale) == "," else ","


def csv_text(rows: pd.DataFrame, say: Words) -> str:
    """Return rows as CSV: yes and no in words, what a spreadsheet would run as text.

    >>> from kpi.words import words_for
    >>> rows = pd.DataFrame({"Meta": [0.95], "Nota": ["=1+1"], "Buena": [True]})
    >>> print(csv_text(rows, words_for("es", "es_ES")), end="")
    Meta;Nota;Buena
    0,95;'=1+1;sí
    """
    yes, no = say("yes"), say("no")

    def plain(cell: object) -> object:
        if isinstance(cell, str):
            return f"'{cell}" if cell.startswith(FORMULA) else cell
        if isinstance(cell, bool | np.bool_):
            return yes if cell else no
        return cell

    decimal = get_decimal_symbol(say.locale)
    told = rows.astype(dict.fromkeys(rows.select_dtypes(["bool", "boolean"]), object))
    return told.map(plain).to_csv(index=False, sep=delimiter(say), decimal=decimal)


def csv_of(rows: pd.DataFrame, say: Words) -> bytes:
    """Return rows as the file that a reader downloads, for spreadsheets to open as it is."""
    return csv_text(rows, say).encode("utf-8-sig")
