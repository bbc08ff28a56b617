"""Write the sample company as CSV files in the layouts that intake reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from kpi.sample.clock import ORIGIN, WorkClock, minutes
from kpi.sample.company import FIRST_DAY, HOLIDAYS, PLANS, WEEKS
from kpi.sample.handoffs import run_flow
from kpi.sample.reference import action_rows, agreement_rows, party_rows
from kpi.sample.stories import ANNOTATIONS, FLOWS

# The export was made in the first hour of the Monday after the last week.
CUT = datetime.combine(FIRST_DAY + timedelta(weeks=WEEKS), datetime.min.time()) + timedelta(
    hours=6, minutes=40
)
TIMES = {
    "requested_at": "requested",
    "promised_at": "promised",
    "delivered_at": "delivered",
    "returned_at": "returned",
    "case_due_at": "case_due",
    "case_closed_at": "case_closed",
}
COLUMNS = (
    *("handoff_id", "case_id", "supplier", "customer", "service", "requested_at", "promised_at"),
    *("delivered_at", "accepted", "returned_at", "rating", "paused_hours", "case_due_at"),
    *("case_closed_at", "canal", "sucursal"),
)


def write_sample(folder: Path) -> tuple[Path, ...]:
    """Write the sample company's files, the same bytes every time.

    Parameters
    ----------
    folder : Path
        Made if absent; files of the same names are replaced.

    Returns
    -------
    tuple of Path
        In the order in which they are loaded: parties, agreements, annotations, actions,
        handoffs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "parties": pd.DataFrame(party_rows()),
        "agreements": pd.DataFrame(agreement_rows()),
        "annotations": pd.DataFrame(ANNOTATIONS, columns=["date", "text", "scope"]),
        "actions": pd.DataFrame(action_rows()),
        "handoffs": handoffs(),
    }
    paths = []
    for name, table in tables.items():
        path = folder / f"{name}.csv"
        table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
        paths.append(path)
    return tuple(paths)


def handoffs() -> pd.DataFrame:
    """Return the handoffs as they were known at the cut, in the order of their requests.

    Returns
    -------
    DataFrame
        [`COLUMNS`], all text; an empty cell is an empty text.
    """
    clock = WorkClock(FIRST_DAY, CUT.date() + timedelta(days=120), HOLIDAYS)
    runs = [run_flow(flow, number, clock) for number, flow in enumerate(FLOWS)]
    rows = _known_at(pd.concat(runs, ignore_index=True), minutes(CUT))
    link = np.array([plan.link for plan in PLANS], dtype=object)[rows["link"]]
    table = {
        "handoff_id": _numbered("E", rows.index.to_series() + 1, 5),
        "case_id": _case_ids(rows),
        **{name: link[:, place] for place, name in enumerate(("supplier", "customer", "service"))},
        **{column: _timestamps(rows[source]) for column, source in TIMES.items()},
        "accepted": rows["accepted"].map({1.0: "yes", 0.0: "no"}),
        "rating": _whole(rows["rating"]),
        "paused_hours": _whole(rows["paused"]),
        "canal": rows["channel"],
        "sucursal": rows["branch"],
    }
    return pd.DataFrame(table)[list(COLUMNS)].fillna("")


def _known_at(rows: pd.DataFrame, cut: float) -> pd.DataFrame:
    """Forget what happened after the cut; plans and promises may lie after it."""
    rows = rows[rows["requested"] <= cut]
    rows = rows.sort_values(["requested", "flow", "case", "link"], kind="stable", ignore_index=True)
    delivered = rows["delivered"] <= cut
    returned = rows["returned"] <= cut
    # What will be returned after the cut has not been judged yet.
    judged = delivered & (returned | rows["returned"].isna())
    known = {
        "delivered": delivered,
        "returned": returned,
        "accepted": judged,
        "rating": judged,
        "case_closed": rows["case_closed"] <= cut,
    }
    return rows.assign(**{name: rows[name].where(is_known) for name, is_known in known.items()})


def _case_ids(rows: pd.DataFrame) -> pd.Series[str]:
    """Give each case its prefix and a number, in the order in which cases began."""
    cases = rows[["prefix", "flow", "case", "ordered"]].drop_duplicates(["flow", "case"])
    cases = cases.sort_values(["prefix", "ordered", "flow", "case"], kind="stable")
    number = cases.groupby("prefix").cumcount() + 1
    cases = cases.assign(case_id=_numbered(cases["prefix"] + "-", number, 4))
    return rows.merge(cases, on=["flow", "case"], how="left", suffixes=("", "_"))["case_id"]


def _numbered(prefix: str | pd.Series[str], number: pd.Series[int], width: int) -> pd.Series[str]:
    return prefix + number.astype(str).str.zfill(width)


def _timestamps(at: pd.Series[float]) -> pd.Series[str]:
    moment = pd.Timestamp(ORIGIN) + pd.to_timedelta(at, unit="min")
    return moment.dt.strftime("%Y-%m-%d %H:%M")


def _whole(value: pd.Series[float]) -> pd.Series[str]:
    return value.map("{:.0f}".format, na_action="ignore")
