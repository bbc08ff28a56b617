"""How a file is read: what it holds, each column with its evidence, its first rows as stored."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from kpi.intake import FIELDS, Examination
from kpi.intake.code_pages import CODE_PAGES
from kpi.intake.dates import DateReading
from kpi.words import Words
from kpi.words.terms import FIRST_HOLDER
from pages.parts import load_report
from pages.parts.last_time import offer_mapping
from pages.parts.markup import Column, Html, facts, heading, safe, table
from pages.parts.panel import panel
from pages.parts.uploaded import Request

SHORT = 16  # letters that stay on one line, such as an id or “Group 4”
INSIDE = " › "  # between the name of an archive or workbook and what lies inside it
LINE = "line"  # the only cell of a shown row that is no field and no column of the file


def show(request: Request, seen: Examination, say: Words, *, key: str) -> None:
    """Show how the file was read: encoding, separator, header, dates, columns, first rows."""
    separators = {",": say("comma"), ";": say("semicolon"), "\t": say("tab"), "|": say("bar")}
    found = [
        (say("Holds"), say(load_report.KINDS[seen.kind]), ""),
        (say("Encoding"), CODE_PAGES.get(seen.encoding, seen.encoding.upper()), ""),
        (say("Separator"), separators.get(seen.delimiter, seen.delimiter), ""),
        (say("Header on line"), say.number(seen.header_line), ""),
    ]
    # The sheet of a workbook has neither encoding nor separator: we wrote both.
    is_sheet = request.name.partition(INSIDE)[0].lower().endswith(".xlsx")
    panel(facts(found[:1] + found[3:] if is_sheet else found), key=f"reading {key}")
    with st.expander(say("How each column is read")):
        panel(_columns(seen, say), key=f"columns {key}")
        panel(
            heading(say("First rows, as they will be stored")) + _rows(seen, say),
            key=f"rows {key}",
        )
        offer_mapping(request, seen, say, key=key)


def _columns(seen: Examination, say: Words) -> str:
    """Show what each column of the file is taken for, and how its dates were understood."""
    meanings = {known.name: say(known.meaning) for known in FIELDS[seen.kind]}
    rows = [
        (
            _column(column, seen.times_of_day.get(name)),
            meanings.get(name, name),
            _dates(seen.date_formats.get(column), say),
        )
        for name, column in seen.mapping.items()
    ]
    columns = (
        Column(say("Column of the file")),
        Column(say("Read as")),
        Column(say("Dates")),
    )
    return table(columns, rows)


def _column(column: str, clock: str | None) -> object:
    """Write the column of a field, and under it the one of its time of day."""
    if clock is None:
        return column
    return Html(f"{safe(column)}<br>+ {safe(clock)}")


def _dates(found: DateReading | None, say: Words) -> Html:
    if found is None:
        return Html("")
    evidence = safe(say.render(found.evidence))
    return Html(f'{safe(say.render(found.spoken_format))}<span class="sub">{evidence}</span>')


def _rows(seen: Examination, say: Words) -> str:
    """Show the first rows under the names of what is stored, without all-empty columns."""
    filled = [
        name
        for name in (seen.rows[0] if seen.rows else {})
        if any(row[name] not in (None, "") for row in seen.rows)
    ]
    # Not the file's own headers: under “devuelto” stands whether it was accepted.
    titles = {
        known.name: say.render(known.spoken_name).replace("_", " ").capitalize()
        for known in FIELDS[seen.kind]
    } | {LINE: say("Line")}
    columns = [Column(titles.get(name, name)) for name in filled]
    return table(columns, [[_cell(row[name], say) for name in filled] for row in seen.rows])


def _cell(value: object, say: Words) -> object:
    """Write a value as a person would; what is empty stays empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, datetime):
        return Html(f'<span class="nowrap">{safe(say.instant(value))}</span>')
    if value == FIRST_HOLDER:
        return say("held it before the first change")
    if isinstance(value, str) and len(value) <= SHORT:
        return Html(f'<span class="nowrap">{safe(value)}</span>')
    return say.date(value) if isinstance(value, date) else value
