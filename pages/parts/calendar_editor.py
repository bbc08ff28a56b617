"""Change a calendar, or write a new one: a load of its own, logged and undone like a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st
from babel.dates import get_day_names

from kpi.intake import countries, export_table, region_names
from kpi.measures import WEEKDAYS, WorkingCalendar
from kpi.words import N_, Words
from kpi.words.countries import country_name
from pages.parts import session
from pages.parts.fold import fold
from pages.parts.press import press
from pages.parts.stated_rows import PARTIES, stored

_COLUMNS = ("calendar", "day", "opens", "closes", "zone", "country", "region", "note")
_ROWS = "SELECT day, opens, closes, note FROM calendars WHERE calendar = ? ORDER BY load, line"
_USUAL_WEEK = [(day, "09:00", "18:00", "") for day in
               ("monday", "tuesday", "wednesday", "thursday", "friday")]  # fmt: skip
_NONE = "none"
_PARTIES = "FROM stated_parties ORDER BY party"
_TAKEN_BACK = N_("taken back on the settings page")


def edit(calendar: WorkingCalendar | None, say: Words) -> None:
    """Offer the rows, the place and the parties of a calendar; store them when asked."""
    key = "new" if calendar is None else calendar.name
    title = say("Change it") if calendar else say("Write it")
    fold(title, lambda: _form(calendar, key, say), key=f"calendar {key}")


def _form(calendar: WorkingCalendar | None, key: str, say: Words) -> None:
    before = _rows(calendar, say)
    name = key if calendar else st.text_input(say("Name"), key="new calendar name").strip()
    rows = _edited(before, say, key)
    place = _place(calendar, say, key)
    parties = _parties(calendar, say, key)
    lacking = "" if name else say("Give the calendar a name.")
    if press(say("Save the calendar"), lacking, key=f"save calendar {key}"):
        _save(name, _lines(name, before, rows, place, say), parties, say)


def _rows(calendar: WorkingCalendar | None, say: Words) -> list[tuple[str, str, str, str]]:
    """Return the stretches with weekdays in the reader's language, which files may use too."""
    found = _USUAL_WEEK
    if calendar is not None:
        found = session.store().cursor().execute(_ROWS, [calendar.name]).fetchall()
    names = get_day_names("wide", locale=say.locale)
    spoken = {day: str(names[at]).lower() for at, day in enumerate(WEEKDAYS)}
    return [(spoken.get(day, day), opens, closes, note or "") for day, opens, closes, note in found]


def _edited(before: Sequence[tuple[str, ...]], say: Words, key: str) -> pd.DataFrame:
    st.caption(
        say(
            "One line for each stretch: a weekday or a date such as 2026-12-24, from when to when. "
            "Without hours the day is closed; 22:00 to 06:00 ends on the next morning."
        )
    )
    frame = pd.DataFrame(list(before), columns=["day", "opens", "closes", "note"], dtype="str")
    titles = {
        "day": say("Day"),
        "opens": say("Opens"),
        "closes": say("Closes"),
        "note": say("Note"),
    }
    return st.data_editor(
        frame,
        hide_index=True,
        num_rows="dynamic",
        key=f"calendar rows {key}",
        placeholder="",
        column_config={
            column: st.column_config.TextColumn(title, width=110 if column == "day" else 80)
            for column, title in titles.items()
        },
    )


def _place(calendar: WorkingCalendar | None, say: Words, key: str) -> tuple[str, str, str]:
    """Ask for zone, country and region; empty is what nobody said."""
    zones = ["", *session.remembered("zones", lambda: sorted(available_timezones()))]
    known = {code for code in countries().values() if code != _NONE}
    codes = ["", _NONE, *sorted(known, key=lambda code: country_name(code, say.language))]
    zone = st.selectbox(
        say("Time zone"), zones, index=_at(zones, calendar.zone if calendar else ""),
        format_func=lambda zone: zone or say("the company's"), key=f"calendar zone {key}",
    )  # fmt: skip

    def called(code: str) -> str:
        if code == _NONE:
            return say("no holidays")
        return country_name(code, say.language) if code else say("each party's country")

    country = st.selectbox(
        say("Holidays of"), codes, index=_at(codes, calendar.country if calendar else ""),
        format_func=called, key=f"calendar country {key}",
    )  # fmt: skip
    names = region_names(country)
    if not names:
        return zone, country, ""
    regions = ["", *sorted(names, key=lambda code: names[code])]
    region = st.selectbox(
        say("Region"), regions, index=_at(regions, calendar.region if calendar else ""),
        format_func=lambda code: names[code] if code else say("the whole country"),
        key=f"calendar region {key}",
    )  # fmt: skip
    return zone, country, region


def _at(options: Sequence[str], value: str | None) -> int:
    return options.index(value) if value in options else 0


def _parties(calendar: WorkingCalendar | None, say: Words, key: str) -> dict[str, bool]:
    """Ask which parties work by it; return those whose answer changes."""
    cursor = session.store().cursor()
    named = cursor.execute(
        "SELECT p.party, s.calendar FROM parties p LEFT JOIN stated_parties s ON s.party = p.party"
        " WHERE p.external <> 'customer' ORDER BY p.party"
    ).fetchall()
    now = [party for party, its in named if calendar is not None and its == calendar.name]
    chosen = st.multiselect(
        say("Who works by it"), [party for party, _ in named], default=now,
        format_func=say.party, key=f"calendar parties {key}",
        placeholder=say("Choose parties"), select_all=False, wrap=True,
    )  # fmt: skip
    return {party: party in chosen for party in sorted({*now, *chosen} - ({*now} & {*chosen}))}


def _lines(
    name: str,
    before: Sequence[tuple[str, ...]],
    rows: pd.DataFrame,
    place: tuple[str, str, str],
    say: Words,
) -> list[tuple[str, ...]]:
    """Return the lines that make the calendar what the table says."""
    filled = rows.fillna("").astype("str")
    filled = filled[filled["day"].str.strip() != ""]
    kept = [tuple(row) for row in filled.to_numpy().tolist()]
    gone = {row[0] for row in before} - {row[0] for row in kept}
    # A date goes by its weekday again; a weekday without hours is closed.
    taken_back = [
        (day, "usual" if day[:1].isdigit() else "", "", say(_TAKEN_BACK)) for day in sorted(gone)
    ]
    return [(name, *row[:3], *place, row[3]) for row in (*kept, *taken_back)]


def _save(name: str, lines: list[tuple[str, ...]], parties: dict[str, bool], say: Words) -> None:
    if not stored("calendars", _COLUMNS, lines, say("Settings page: calendars"), say):
        return
    if parties and not _assigned(name, parties, say):
        return
    st.session_state["calendar saved"] = name
    st.toast(say("Saved."))
    st.rerun()


def _assigned(name: str, parties: dict[str, bool], say: Words) -> bool:
    """Store who works by the calendar, with all else that is said of these parties."""
    frame = session.store().cursor().execute(_PARTIES).df().set_index("party")
    said = frame.reindex(list(parties))[list(PARTIES[1:])].astype(object)
    said["external"] = said["external"].fillna("no")
    said["calendar"] = [name if works else "" for works in parties.values()]
    lines = [(party, *row) for party, row in zip(parties, said.fillna("").to_numpy(), strict=True)]
    return stored("parties", PARTIES, lines, say("Settings page: calendars"), say)


def download(say: Words) -> None:
    """Offer all calendars as a file."""

    def made() -> bytes:
        out = io.StringIO()
        export_table(session.store().cursor(), "calendars", out, safe=True)
        return out.getvalue().encode("utf-8-sig")

    st.download_button(
        say("Download all calendars (CSV)"),
        made,
        file_name="calendars.csv",
        mime="text/csv",
        key="calendars download",
        on_click="ignore",
    )
