"""How the files of each source arrive: kept out week by week, how late, and what is overdue."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from kpi.figures import sparkline_svg
from kpi.intake import KIND_NAMES, LoadedWeek, Source, arrivals
from kpi.words import Words
from pages.parts import charts, session
from pages.parts.as_csv import csv_of
from pages.parts.markup import Column, Html, heading, safe, table
from pages.parts.panel import panel

MOST_SHOWN = 8
WEEKS_SHOWN = 13


def show(say: Words) -> None:
    """Show the sources of the standing loads, those overdue first."""
    now, zone = session.now_utc(), session.settings().zone
    found = session.remembered(
        "arrivals",
        lambda: arrivals(session.store().cursor(), now=now, zone=zone),
        now.date(),
        now.hour,
        zone,
    )
    if not found:
        return
    panel(
        lambda: heading(_finding(found, say), _rule(say)) + _table(found, say),
        key="arrivals",
        of=(now.hour,),
    )
    with st.container(horizontal=True):
        _download(say("Sources as CSV"), say("sources"), lambda: _sources(found, say), say)
        _download(say("Weeks of each source as CSV"), say("weeks"), lambda: _weeks(found, say), say)


def _finding(found: tuple[Source, ...], say: Words) -> str:
    late = [source for source in found if source.overdue]
    if len(late) == 1 and late[0].usual_days is not None:
        return say(
            "“{source}” is overdue: nothing for {silent}, usually every {usual}",
            source=_name(late[0], say),
            silent=_days(late[0].silent_days, say),
            usual=_days(late[0].usual_days, say),
        )
    if late:
        return say("{n} sources of files are overdue", n=len(late))
    if any(source.usual_days is not None for source in found):
        return say("No source of files is overdue")
    return say("How often each source comes cannot be told yet")


def _rule(say: Words) -> str:
    return " ".join(
        (
            say(
                "A source: files of one kind whose names differ in dates and digits alone; loads "
                "undone are left out."
            ),
            say(
                "Overdue: nothing for more than twice its usual interval and more than 3 days; "
                "told from 4 days with a load on."
            ),
            say("Lag: from the latest delivery or request in a file to its load."),
        )
    )


def _table(found: tuple[Source, ...], say: Words) -> str:
    columns = (
        Column(say("Source")),
        Column(say("Rejected or in conflict"), numeric=True),
        Column(say("By week of the load")),
        Column(say("Lag, median"), numeric=True),
        Column(say("Comes every"), numeric=True),
        Column(say("Last load"), numeric=True),
    )
    shown = found[:MOST_SHOWN]
    shares = [week.kept_out or 0.0 for source in shown for week in source.weeks[-WEEKS_SHOWN:]]
    high = max([*shares, 0.01])
    more = len(found) - len(shown)
    rest = say.plural("{n} more source is in the CSV.", "{n} more sources are in the CSV.", more)
    below = f'<p class="note">{safe(rest)}</p>' if more else ""
    return table(columns, [_row(source, high, say) for source in shown]) + below


def _row(source: Source, high: float, say: Words) -> tuple[object, ...]:
    loads = say.plural("{n} file", "{n} files", source.loads)
    kind = say(KIND_NAMES[source.kind])
    records = sum(week.records for week in source.weeks)
    out = sum(week.rejected + week.in_conflict for week in source.weeks)
    of = say("{part} of {whole}", part=out, whole=records)
    late = say("overdue") if source.overdue else _ago(source.silent_days, say)
    usual = "–" if source.usual_days is None else _days(source.usual_days, say)
    return (
        _two(_name(source, say), f"{kind} · {loads}"),
        _two(say.percent(out / records) if records else "–", of),
        _sparkline(source, high, say),
        _lag(source, say),
        Html(f'<span class="nowrap">{safe(usual)}</span>'),
        _two(say.date(source.last_day), late, strong=source.overdue),
    )


def _lag(source: Source, say: Words) -> Html:
    if source.lag_median is None or source.lag_p90 is None:
        return _two("–", "")
    most = say("9 of 10 within {lag}", lag=say.hours(source.lag_p90))
    return _two(say.hours(source.lag_median), most)


def _sparkline(source: Source, high: float, say: Words) -> Html:
    weeks = source.weeks[-WEEKS_SHOWN:]
    told = ", ".join(_told(week, say) for week in weeks)
    return Html(
        sparkline_svg(
            [week.kept_out for week in weeks], low=0, high=high, label=told, theme=charts.theme()
        )
    )


def _told(week: LoadedWeek, say: Words) -> str:
    share = "–" if week.kept_out is None else say.percent(week.kept_out)
    return f"{say.date(week.week)}: {share}"


def _two(text: str, below: str, *, strong: bool = False) -> Html:
    told = f"<strong>{safe(below)}</strong>" if strong else safe(below)
    sub = f'<span class="sub">{told}</span>' if below else ""
    return Html(f'<span class="nowrap">{safe(text)}</span>{sub}')


def _name(source: Source, say: Words) -> str:
    return source.name or say("named by its date alone")


def _days(days: float, say: Words) -> str:
    if days == int(days):
        return say.plural("{n} day", "{n} days", int(days))
    return say("{n} days", n=say.number(days, 1))


def _ago(days: int, say: Words) -> str:
    return say("today") if days == 0 else say("{days} ago", days=_days(days, say))


def _sources(found: tuple[Source, ...], say: Words) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Source"): [one.name for one in found],
            say("What is in it"): [say(KIND_NAMES[one.kind]) for one in found],
            say("Files loaded"): [one.loads for one in found],
            say("Records"): [sum(week.records for week in one.weeks) for one in found],
            say("Rejected"): [sum(week.rejected for week in one.weeks) for one in found],
            say("In conflict"): [sum(week.in_conflict for week in one.weeks) for one in found],
            say("Last load"): [one.last_day for one in found],
            say("Days since then"): [one.silent_days for one in found],
            say("Days between files"): [one.usual_days for one in found],
            say("Overdue"): [one.overdue for one in found],
            say("Lag, median (h)"): [one.lag_median for one in found],
            say("Lag, 9 in 10 (h)"): [one.lag_p90 for one in found],
        }
    )


def _weeks(found: tuple[Source, ...], say: Words) -> pd.DataFrame:
    rows = [(source, week) for source in found for week in source.weeks]
    return pd.DataFrame(
        {
            say("Source"): [source.name for source, _ in rows],
            say("What is in it"): [say(KIND_NAMES[source.kind]) for source, _ in rows],
            say("Week"): [week.week for _, week in rows],
            say("Files loaded"): [week.loads for _, week in rows],
            say("Records"): [week.records for _, week in rows],
            say("Rejected"): [week.rejected for _, week in rows],
            say("In conflict"): [week.in_conflict for _, week in rows],
            say("Kept out"): [week.kept_out for _, week in rows],
        }
    )


def _download(label: str, name: str, rows: Callable[[], pd.DataFrame], say: Words) -> None:
    st.download_button(
        label,
        lambda: csv_of(rows(), say),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"{label} download",
        on_click="ignore",
    )
