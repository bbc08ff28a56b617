"""Write docs/data-dictionary.md from the fields: ``python -m kpi.intake.data_dictionary``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kpi.intake.dictionary import TYPE_NAMES
from kpi.intake.fields import Field
from kpi.intake.formats import KINDS
from kpi.intake.kinds import Kind
from kpi.intake.mapping import known_logs

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
_INTRODUCTION = """# The data dictionary

What each kind of file may hold. This page is written from the fields themselves by
`python -m kpi.intake.data_dictionary`; a test holds them equal.

Files are CSV: separated by comma, semicolon, tab or bar, in UTF-8, UTF-16 or Windows-1252, also
compressed (`.csv.gz`, `.zip`) or as a sheet of an Excel workbook (`.xlsx`). Columns may come in any
order, under any of the headers below; accents, case and punctuation do not matter. A mapping (TOML)
says which column is which where the header does not. A column that means nothing here is kept with
the handoff as text.

The Data page offers an empty file of each kind, with English or Spanish headers.

Records that a load keeps out come back in a file with their reasons in the first column,
“Eslabón: reason”. That column is not read when the file is loaded again.
"""


def data_dictionary() -> str:
    """Return the page as Markdown."""
    return "\n".join([_INTRODUCTION, *(_section(kind) for kind in KINDS.values()), _logs()])


def _section(kind: Kind) -> str:
    rows = [_row(field) for field in kind.fields]
    head = [
        "| column | what it means | holds | also called | in Spanish |",
        "| --- | --- | --- | --- | --- |",
    ]
    notes = "A column in bold must be filled."
    if any(field.derivable for field in kind.fields):
        notes += " One marked * may be missing from the file altogether: it is then derived."
    return "\n".join([f"## {kind.title} (`{kind.name}`)", "", notes, "", *head, *rows, ""])


def _row(field: Field) -> str:
    name = f"`{field.name}`"
    if field.required:
        name = f"**{name}**" + (" \\*" if field.derivable else "")
    holds = TYPE_NAMES[field.type]
    if field.choices:
        holds = ", ".join(f"`{choice}`" for choice in field.choices)
    cells = [name, field.meaning, holds, _listed(field.english), _listed(field.spanish)]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _listed(headers: Iterable[str]) -> str:
    return ", ".join(headers) or "–"


def _logs() -> str:
    rows = [f"| {log.name} | {_listed(log.header)} |" for log in known_logs()]
    return "\n".join(
        [
            "## Logs that need no mapping",
            "",
            "A file that has all of these columns is read as that log.",
            "",
            "| log | columns |",
            "| --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(data_dictionary(), encoding="utf-8")
