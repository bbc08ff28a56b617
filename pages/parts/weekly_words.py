"""The week in words and tables: what the picture says, for those who do not see it."""

from __future__ import annotations

from html import escape

from kpi.weekly import Edition
from kpi.weekly.sheet import Sheet
from kpi.weekly.tables import Table, tables
from kpi.words import Words
from pages.parts import session
from pages.parts.markup import Column, heading, table
from pages.parts.panel import panel

FEW_COLUMNS = 3


def show(found: Edition, sheet: Sheet, say: Words) -> None:
    """Show the words of the picture and its numbers."""
    note = f'<p class="note">{escape(sheet.alternative)}</p>'
    panel(heading(say("The same in words")) + note, key="in words")

    def told() -> dict[str, str]:
        return {one.name: _markup(one) for one in tables(found, say)}

    for name, markup in session.drawn("numbers of the week", told).items():
        panel(markup, key=f"numbers {name}")


def _markup(one: Table) -> str:
    columns = [Column(title, at in one.numeric) for at, title in enumerate(one.columns)]
    if len(columns) <= FEW_COLUMNS:
        return heading(one.title) + table(columns, one.rows, narrow=True, cards=False)
    return heading(one.title) + table(columns, one.rows)
