"""Write the KPI reference of the documentation from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kpi.measures.catalogue import KPIS
from kpi.measures.kpi import Example, ExampleAgreement, ExampleContact, ExampleHandoff, Kpi
from kpi.words import Words, words_for

ExampleRow = ExampleHandoff | ExampleContact | ExampleAgreement
_INTRODUCTION = """# KPI reference

Written from the catalogue (`kpi/measures/catalogue/`) by `python -m kpi.measures.reference`;
every worked example is run as a test. How a value is held against its target:
[methods](methods.md).
"""
_COLUMNS = {
    "case_id": "case",
    "goes_back": "back to the supplier",
    "goes_on": "on to somebody else",
    "requested_at": "requested",
    "promised_at": "due",
    "delivered_at": "delivered",
    "accepted": "accepted",
    "returned_at": "returned",
    "rating": "rating",
    "paused_hours": "paused (h)",
    "planned_at": "planned",
    "contacted_at": "contacted",
    "answered_at": "answered",
    "agreement": "agreement",
    "version": "version",
    "valid_from": "valid from",
    "kpi": "KPI",
    "target": "target",
    "repair_time_hours": "repair time (h)",
    "response_hours": "response time (h)",
}


def kpi_reference() -> str:
    """Return the text of docs/kpis.md."""
    say = words_for("en")
    return "\n".join([_INTRODUCTION, *(_entry(kpi, say) for kpi in KPIS.values())])


def _entry(kpi: Kpi, say: Words) -> str:
    return f"""## {say(kpi.name)} (`{kpi.id}`)

{say(kpi.question)}

- **Formula:** {say(kpi.formula)}
- **Unit:** {kpi.unit}; {kpi.better} is better
- **Dimension:** {say(kpi.dimension)}

Example, week {kpi.example.week} as of {kpi.example.as_of:%Y-%m-%d %H:%M}: {say(kpi.example.story)}

{_tables(kpi.example)}
"""


def _tables(example: Example) -> str:
    parts = (example.handoffs, example.contacts, example.agreements)
    return "\n\n".join(_table(rows) for rows in parts if rows)


def _table(told: Sequence[ExampleRow]) -> str:
    used = [c for c in _COLUMNS if any(getattr(row, c, None) not in (None, "") for row in told)]
    rows = [[_COLUMNS[c] for c in used], ["---"] * len(used)]
    rows += [[_cell(row, column) for column in used] for row in told]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(row: ExampleRow, column: str) -> str:
    value = getattr(row, column)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if column == "valid_from" else f"{value:%a %d, %H:%M}"
    return f"{value:g}"


if __name__ == "__main__":
    print(kpi_reference(), end="")  # noqa: T201 - what the documentation's file is made of
