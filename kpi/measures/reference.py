"""Write the KPI reference of the documentation from the catalogue."""

from __future__ import annotations

from kpi.measures.catalogue import KPIS
from kpi.measures.kpi import Example, ExampleHandoff, Kpi
from kpi.words import Words, words_for

_INTRODUCTION = """# KPI reference

Written from the catalogue (`kpi/measures/catalogue.py`) by `python -m kpi.measures.reference`;
every worked example is run as a test. How a value is held against its target:
[methods](methods.md).
"""
_COLUMNS = {
    "requested_at": "requested",
    "promised_at": "due",
    "delivered_at": "delivered",
    "accepted": "accepted",
    "returned_at": "returned",
    "rating": "rating",
    "paused_hours": "paused (h)",
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

{_table(kpi.example)}
"""


def _table(example: Example) -> str:
    used = [c for c in _COLUMNS if any(getattr(h, c) is not None for h in example.handoffs)]
    rows = [[_COLUMNS[c] for c in used], ["---"] * len(used)]
    rows += [[_cell(handoff, column) for column in used] for handoff in example.handoffs]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(handoff: ExampleHandoff, column: str) -> str:
    value = getattr(handoff, column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%a %d, %H:%M}" if column.endswith("_at") else f"{value:g}"


if __name__ == "__main__":
    print(kpi_reference(), end="")  # noqa: T201 - what the documentation's file is made of
