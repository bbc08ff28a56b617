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

Files are CSV: separated by comma, semicolon, tab or bar, in UTF-8, UTF-16, Windows-1252, the code
page of DOS (CP850) or Mac Roman (their words tell which), also compressed (`.csv.gz`, `.zip`) or as
a sheet of an Excel workbook (`.xlsx`). Columns may come in any order, under any of the headers
below; accents, case and punctuation do not matter. A mapping (TOML) says which column is which
where the header does not. A column that means nothing here is kept with the handoff as text.

A moment may stand in two columns, its date and its time of day, as SAP writes it: “Fecha creación”
and “Hora creación”, “Created On” and “Created At”, `ERDAT` and `ERZET`. They are read as one where
their headers say the same but for that. A bare “Hora” is taken to belong to the only date of the
file, or to the date right before it, with a warning; where it could belong to several, it is asked.
Times of day are written 14:30, 14:30:05, 143005, 1430, 2:30 PM, “2:30 p. m.”, 24:00 or as Excel's
share of a day, 0.6042. Where the cell is empty, the date stands alone.

The Data page offers an empty file of each kind, with English or Spanish headers.

Records that a load keeps out come back in a file with their reasons in the first column,
“Eslabón: reason”. That column is not read when the file is loaded again.
"""


def data_dictionary() -> str:
    """Return the page as Markdown."""
    sections = [_section(kind) for kind in KINDS.values()]
    return "\n".join([_INTRODUCTION, *sections, _logs(), _MAPPINGS])


_MAPPINGS = """## Mappings

A mapping is a TOML file that says what a header does not; everything in it may be left out. It is
given with `--mapping`, or uploaded on the Data page, which also writes one of what was answered
there. A word that is not listed here is an error, named with its line.

```toml
kind = "events"                  # what the file holds: one of the kinds above
timezone = "America/Mexico_City" # zone of times without one
dayfirst = true                  # day before month where the numbers do not tell
empty = ["?"]                    # cells that mean empty in the mapped columns
inverted = ["accepted"]          # yes/no fields whose column says the opposite
straight = ["accepted"]          # yes/no fields whose column says just that, whatever its header
header_line = 3                  # line of the file, from 1, that the header starts on
delimiter = ";"                  # the character between cells
encoding = "cp850"               # of a file that is not Unicode: cp1252, cp850 or mac_roman
whole_days = ["promised_at"]     # fields of times whose column holds days, written as midnight

[columns]                        # field = column of the file; "" where a column is not that field
case_id = "Ticket | Folio"       # the first of these that the file has

[dates]                          # column of the file = day first, month first or year first
Abierto = "day first"

[times_of_day]                   # column of a date = the column of its time of day; "" for none
"Fecha alta" = "Hora"
```

For event logs there are also:

```toml
unknown_parties = ["", "?", "EMPTY"]  # parties that mean unknown
end_customer = "Clientes"             # the external customer that the cases are owed to
rejection_activities = ["Rechazo"]    # activities that return the handoff that brought the case
rejection_pattern = "REJECTED"        # the same as a regular expression (RE2)
transitions = ["complete"]            # steps of an activity's life that count
```

A **history of changes** (Jira's issue history, audit tables) has one row for each change of any
field of a case: `changed_field` names the field, `value_before` and `value_after` its values. A
case is held by the value, after each change, of the one field that names people or teams; rows of
other fields are ignored and counted.

```toml
party_fields = ["Assignee"]  # that field, under any of its names, where words do not tell it
first_holder = "unknown"     # takes no holder from the value before a case's first change; by
                             # default ("opened") it held the case since it was opened or first seen

[ended]                      # field = values of it that mean that the case is over
Status = ["Done", "Closed"]
Resolution = []              # any value
```
"""


def _section(kind: Kind) -> str:
    rows = [_row(field) for field in kind.fields]
    head = [
        "| column | what it means | holds | also called | in Spanish |",
        "| --- | --- | --- | --- | --- |",
    ]
    notes = "A column in bold must be filled."
    if any(field.derivable for field in kind.fields):
        notes += " One marked * may be missing from the file altogether: it is then derived."
    if any(not field.stored for field in kind.fields):
        notes += " One in italics tells how to read the others, and is not stored."
    return "\n".join([f"## {kind.title} (`{kind.name}`)", "", notes, "", *head, *rows, ""])


def _row(field: Field) -> str:
    name = f"`{field.name}`"
    if field.required:
        name = f"**{name}**" + (" \\*" if field.derivable else "")
    elif not field.stored:
        name = f"*{name}*"
    holds = TYPE_NAMES[field.type]
    if field.choices:
        holds = ", ".join(f"`{choice}`" for choice in field.choices)
    cells = [name, field.meaning, holds, _listed(field.english), _listed(field.spanish)]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _listed(headers: Iterable[str]) -> str:
    return ", ".join(headers) or "–"


def _alternatives(header: str) -> str:
    return " / ".join(f"`{name.strip()}`" for name in header.split("|"))


def _logs() -> str:
    rows = [
        f"| {log.name} | {log.kind} | {_listed(_alternatives(name) for name in log.header)} |"
        for log in known_logs()
    ]
    return "\n".join(
        [
            "## Logs that need no mapping",
            "",
            "A file that has all of these columns, each under one of its names, is read as that",
            "log; the first such log in this list counts.",
            "",
            "| log | holds | columns |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(data_dictionary(), encoding="utf-8")
