"""Read a file another way than it was understood: its kind, its dates, its zone, its columns."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from kpi.intake import FIELDS, KINDS, Examination
from kpi.intake.clock_names import is_clock
from kpi.words import Words
from pages.parts import load_report, session
from pages.parts.last_time import uploaded_mapping
from pages.parts.questions import merged
from pages.parts.uploaded import Request


def another_way(request: Request, first: Examination, say: Words, *, key: str) -> Request:
    """Offer to say what was understood wrongly; return the request with what is said now."""
    # What was answered before starts these fields anew.
    told = hashlib.sha256(repr(request.said).encode()).hexdigest()[:8]
    key = f"{key} {told}"
    unsure = first.error is not None and first.question is None
    said: dict[str, Any] = {}
    with st.expander(say("Read it another way"), expanded=unsure):
        places = st.columns(3)
        with places[0]:
            kind = _kind(say, key=key)
        with places[1]:
            day_first = st.selectbox(
                say("Order of day and month"),
                [None, True, False],
                format_func=lambda asked: _order_name(asked, say),
                key=f"order {key}",
            )
        with places[2]:
            zone = st.selectbox(
                say("Zone of times without one"),
                [None, *sorted(available_timezones())],
                # Not the bare zone: two options of one label would be taken for each other.
                format_func=lambda name: (
                    say("the company's: {zone}", zone=session.settings().zone)
                    if name is None
                    else name
                ),
                key=f"zone {key}",
            )
        header_line, delimiter = _layout(first, say, key=key)
        brought = uploaded_mapping(say, key=key)
        columns = _columns(kind or first.kind, first, say, key=key)
        times_of_day = _times_of_day(first, say, key=key)
    if kind:
        said["kind"] = kind
    if day_first is not None:
        said["dayfirst"] = day_first
    if zone:
        said["timezone"] = zone
    if header_line is not None and header_line != first.header_line:
        said["header_line"] = header_line
    if delimiter is not None and delimiter != first.delimiter:
        said["delimiter"] = delimiter
    if columns:
        said["columns"] = columns
    if times_of_day:
        said["times_of_day"] = times_of_day
    return replace(request, said=merged(merged(request.said, brought), said))


def _layout(first: Examination, say: Words, *, key: str) -> tuple[int | None, str | None]:
    """Return the line of the header and the separator that are chosen."""
    names = {",": say("comma"), ";": say("semicolon"), "\t": say("tab"), "|": say("bar")}
    places = st.columns(3)
    with places[0]:
        line = st.number_input(
            say("Line that holds the names of the columns"),
            min_value=1,
            value=first.header_line or None,
            placeholder=say("as found"),
            key=f"header line {key}",
        )
    with places[1]:
        delimiter = st.selectbox(
            say("What stands between the cells"),
            [None, *names],
            format_func=lambda mark: say("as found") if mark is None else names[mark],
            key=f"delimiter {key}",
        )
    return line, delimiter


def _kind(say: Words, *, key: str) -> str | None:
    return st.selectbox(
        say("What the file holds"),
        [None, *KINDS],
        format_func=lambda code: (
            say("as recognised") if code is None else say(load_report.KINDS[code])
        ),
        key=f"kind {key}",
    )


def _order_name(day_first: bool | None, say: Words) -> str:
    if day_first is None:
        return say("as the dates themselves show")
    return say("day first: 31/12/2026") if day_first else say("month first: 12/31/2026")


def _columns(kind: str, first: Examination, say: Words, *, key: str) -> dict[str, str]:
    """Offer a column of the file for each field; return those that differ from the recognised."""
    if not kind or not first.columns:
        return {}
    st.caption(say("Choose the column of the file that holds each of these."))
    chosen: dict[str, str] = {}
    places = st.columns(2)
    for number, known in enumerate(FIELDS[kind]):
        options = [None, *first.columns]
        guess = first.mapping.get(known.name) if kind == first.kind else None
        with places[number % 2]:
            column = st.selectbox(
                say(known.meaning).rstrip(".") + (" *" if known.required else ""),
                options,
                index=options.index(guess) if guess in options else 0,
                format_func=lambda option: say("not in the file") if option is None else option,
                key=f"field {known.name} {kind} {key}",
            )
        if column != guess:
            chosen[known.name] = column or ""  # “” keeps a recognised column from being used
    return chosen


def _times_of_day(first: Examination, say: Words, *, key: str) -> dict[str, str]:
    """Offer a column of times of day for each date, where the file may have such; say the changes.

    A date is named by its column, as mappings do.
    """
    dates = {
        first.mapping[known.name]: first.times_of_day.get(known.name)
        for known in FIELDS.get(first.kind, ())
        if known.type == "time" and known.name in first.mapping
    }
    if not dates or not (first.times_of_day or any(map(is_clock, first.columns))):
        return {}
    st.caption(say("Choose the column of the time of day where a date has one of its own."))
    chosen: dict[str, str] = {}
    places = st.columns(2)
    for number, (date, guess) in enumerate(dates.items()):
        options = [None, *(column for column in first.columns if column not in dates)]
        with places[number % 2]:
            clock = st.selectbox(
                say("Time of day of “{date}”", date=date),
                options,
                index=options.index(guess) if guess in options else 0,
                format_func=lambda option: say("not in the file") if option is None else option,
                key=f"clock {date} {key}",
            )
        if clock != guess:
            chosen[date] = clock or ""
    return chosen
