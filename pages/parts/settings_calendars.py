"""Settings → calendars: when each supplier works, seen and changed."""

from __future__ import annotations

from html import escape

import streamlit as st
from babel.dates import get_day_names

from kpi.measures import WorkingCalendar, holiday_names, read_calendars
from kpi.words import Words
from kpi.words.countries import country_name
from pages.parts import calendar_editor, session
from pages.parts.markup import Column, Html, heading, paragraph, table
from pages.parts.panel import panel

_UNKNOWN = """
SELECT party, calendar FROM stated_parties
WHERE calendar <> '' AND calendar NOT IN (SELECT calendar FROM calendars) ORDER BY party
"""
# A day as a strip of 24 hours; drawn like the other small pictures, in the text's own colour.
_WIDTH, _HEIGHT = 480, 12


def show(say: Words) -> None:
    """Show the calendars, and what is said of one that is chosen."""
    calendars = session.remembered("calendars", lambda: read_calendars(session.store().cursor()))
    note = say(
        "Agreed hours and lead times of a supplier with a calendar are working hours; of one "
        "without, elapsed time. Delays are always elapsed."
    )
    panel(heading(say("Working calendars"), note), key="calendars heading")
    _unknown(say)
    new = say("New calendar")
    if (saved := st.session_state.pop("calendar saved", None)) in calendars:
        st.session_state["calendar chosen"] = saved
    chosen = st.selectbox(say("Calendar"), [*calendars, new], key="calendar chosen")
    calendar = calendars.get(chosen)
    if calendar is not None:
        panel(
            lambda: _week(calendar, say) + _place(calendar, say),
            key="calendar week",
            of=(calendar.name,),
        )
    calendar_editor.edit(calendar, say)


def _unknown(say: Words) -> None:
    """Name the parties whose calendar is not known: their hours are elapsed ones."""
    rows = session.remembered(
        "unknown calendars", lambda: session.store().cursor().execute(_UNKNOWN).fetchall()
    )
    if rows:
        listed = ", ".join(f"{say.party(party)} ({calendar})" for party, calendar in rows)
        told = say(
            "These parties name a calendar that is not known; elapsed time is counted: {parties}",
            parties=listed,
        )
        panel(paragraph("warning", told), key="unknown calendars")


def _week(calendar: WorkingCalendar, say: Words) -> str:
    """Draw the week: each day a strip of 24 hours, and its hours in figures."""
    names = get_day_names("wide", locale=say.locale)
    rows = [
        (names[day].capitalize(), _strip(hours), _written(hours, say))
        for day, hours in enumerate(calendar.week)
    ]
    columns = (Column(say("Day")), Column("0 – 24 h"), Column(say("Hours")))
    return table(columns, rows)


def _strip(hours: tuple[tuple[int, int], ...]) -> Html:
    scale = _WIDTH / 1440
    # A shift over midnight goes on at the beginning of the next strip; here it runs to the edge.
    bars = "".join(
        f'<rect x="{opens * scale:g}" y="1" width="{(min(closes, 1440) - opens) * scale:g}"'
        f' height="{_HEIGHT - 2}" rx="2" fill="currentColor"/>'
        for opens, closes in hours
    )
    ground = (
        f'<line x1="0" x2="{_WIDTH}" y1="{_HEIGHT / 2}" y2="{_HEIGHT / 2}" stroke="currentColor"'
        ' stroke-opacity="0.25"/>'
    )
    return Html(
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="100%" style="max-width:{_WIDTH}px;'
        f'min-width:96px" aria-hidden="true">{ground}{bars}</svg>'
    )


def _written(hours: tuple[tuple[int, int], ...], say: Words) -> str:
    return ", ".join(f"{_clock(a)}–{_clock(b)}" for a, b in hours) or say("closed")


def _clock(minutes: int) -> str:
    shown = minutes if minutes <= 1440 else minutes - 1440
    return f"{shown // 60:02d}:{shown % 60:02d}"


def _place(calendar: WorkingCalendar, say: Words) -> str:
    """Tell zone, own days and this year's holidays."""
    year = session.moment().year
    lines = []
    if calendar.zone:
        lines.append(say("Time zone: {zone}", zone=calendar.zone))
    own = [
        f"{say.date(day)} ({_written(hours, say)})"
        for day, hours in calendar.own_days
        if day.year >= year
    ]
    if own:
        lines.append(say("Days of its own: {days}", days="; ".join(own)))
    lines.append(_holidays(calendar, year, say))
    return "".join(f'<p class="note">{escape(line)}</p>' for line in lines)


def _holidays(calendar: WorkingCalendar, year: int, say: Words) -> str:
    if calendar.country is None:
        return say("Holidays are those of each party's country.")
    found = holiday_names(calendar.country, calendar.region, [year], say.language)
    if not found:
        return say("No holidays are closed.")
    country = country_name(calendar.country, say.language)
    region = f", {calendar.region}" if calendar.region else ""
    listed = "; ".join(f"{say.date(day)} {name}" for day, name in found.items())
    return say(
        "Holidays of {year} in {place}: {days}.",
        year=str(year), place=f"{country}{region}", days=listed,
    )  # fmt: skip
