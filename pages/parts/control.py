"""The control chart of a link's indicator: its finding, its picture, and why one click away."""

from __future__ import annotations

from datetime import date
from functools import cache

import streamlit as st

from kpi.agreements import Link
from kpi.figures import ControlPoint, Note, control_chart, control_text
from kpi.verdicts import Signal, charted, signal_explanation, signal_title, signals
from kpi.words import Words
from kpi.words.units import in_unit
from pages.parts import (
    actions,
    answers,
    charts,
    compared,
    drawn_numbers,
    indicator,
    session,
)
from pages.parts.address import View
from pages.parts.chart import Chart
from pages.parts.chart import chart as show
from pages.parts.markup import Column, heading, paragraph, table
from pages.parts.panel import panel

FEWEST_WEEKS = 13  # drawn, however young the record is


def chart(link: Link, kpi: str, view: View, say: Words) -> None:
    """Show an indicator of a link week by week, with what is usual and what is not."""
    signal = next((one for one in _signals(link, view) if one.kpi == kpi), None)
    if signal is None:
        panel(heading(say("No week has a value yet."), _drawn(kpi, None, say)), key="control")
        return
    unit = "share" if signal.chart == "slower" else indicator.unit(kpi, link)
    points = cache(lambda: _points(link, signal, view))

    def beside() -> str:
        week = view.window.week.monday
        return paragraph("note", compared.weeks(points(), week, unit, say))

    def numbers() -> str:
        told = "".join(paragraph("note", say.render(one)) for one in signal_explanation(signal))
        return told + _table(points(), unit, say)

    show("control chart", lambda: _chart(link, signal, points(), unit, say), say, link, kpi)
    panel(beside, key="control compared", of=(link, kpi))
    with st.expander(say("Why, and the numbers")):
        panel(numbers, key="control numbers", of=(link, kpi))


def _chart(link: Link, signal: Signal, points: list[ControlPoint], unit: str, say: Words) -> Chart:
    kpi = signal.kpi
    figure = control_chart(
        points,
        [] if signal.chart == "slower" else charts.target_steps(link, kpi),
        say,
        charts.theme(),
        unit=unit,
        mean=signal.mean if signal.weeks_counted and signal.variation is not None else None,
        notes=_notes(link, kpi, points[0].week, say),
    )
    return Chart(
        say.render(signal_title(signal)),
        _drawn(kpi, signal, say),
        figure,
        control_text(points, say, unit=unit, mean=signal.mean),
        drawn_numbers.weeks(points, say),
    )


def _signals(link: Link, view: View) -> tuple[Signal, ...]:
    as_of, week, anew = session.moment(), view.window.week, actions.began_anew()
    return session.remembered(
        "signals of link",
        lambda: signals(
            session.store().cursor(), week=week, as_of=as_of, rebases=anew, links=[link]
        ),
        link,
        week,
        as_of,
    )


def _drawn(kpi: str, signal: Signal | None, say: Words) -> str:
    """Say what is drawn."""
    name = indicator.name(kpi, say)
    if signal is not None and signal.chart == "slower" and signal.usual is not None:
        return say(
            "{indicator}: % of handoffs that took longer than the usual {hours}, by week",
            indicator=name,
            hours=say.hours(signal.usual),
        )
    return say("{indicator}, by week", indicator=name)


def _points(link: Link, signal: Signal, view: View) -> list[ControlPoint]:
    """Return the weeks of the chart: those judged, those before a change, and one still running."""
    judged = {point.week: point for point in charted(signal)}
    values = charts.measured_by_week(link, signal.kpi, view)
    last = view.window.week
    found = []
    for back in range(answers.TREND_WEEKS - 1, -1, -1):
        week = last.shift(-back)
        if week in judged:
            one = judged[week]
            out = one.variation if one.variation in ("concern", "improvement") else ""
            found.append(ControlPoint(week.monday, one.value, one.n, one.low, one.high, out))
        elif week.start <= session.moment():
            value, n = values.get(week.label, (None, 0))
            value = None if signal.chart == "slower" else value
            running = week > view.default_week
            found.append(
                ControlPoint(week.monday, value, n, part="running" if running else "before")
            )
    return _from_first(found)


def _from_first(points: list[ControlPoint]) -> list[ControlPoint]:
    """Leave out the weeks before the first with a value, so long as a quarter remains."""
    first = next((i for i, point in enumerate(points) if point.value is not None), 0)
    return points[max(0, min(first, len(points) - FEWEST_WEEKS)) :]


def _notes(link: Link, kpi: str, since: date, say: Words) -> list[Note]:
    """Return what changed: agreements and actions of the link, and what people noted of it."""
    agreed = [
        Note(one.changed_at.date(), what)
        for one, what in charts.changed_agreements([link], say)
        if one.kpi in ("", kpi)
    ]
    scopes = ["", link.supplier, link.customer, f"{link.supplier} > {link.customer}"]
    return [*agreed, *actions.notes([link], since, say), *charts.notes(scopes, since)]


def _table(points: list[ControlPoint], unit: str, say: Words) -> str:
    """Return the weeks as a table, the last first."""
    columns = (
        Column(say("Week")),
        Column(say("Measured"), numeric=True),
        Column(say("Counted"), numeric=True),
        Column(say("Usual range"), numeric=True),
        Column(say("Finding")),
    )
    return table(columns, [_row(point, unit, say) for point in reversed(points)], cards=False)


def _row(point: ControlPoint, unit: str, say: Words) -> tuple[str, ...]:
    finding = {
        "concern": say("out of the ordinary, worse"),
        "improvement": say("out of the ordinary, better"),
    }.get(point.stands_out, "")
    if point.part == "before":
        finding = say("before the change")
    elif point.part == "running":
        finding = say("week not over")
    low = None if point.low is None else in_unit(unit, point.low, say)
    high = None if point.high is None else in_unit(unit, point.high, say)
    usual = "–"
    if low is not None and high is not None:
        usual = f"{low} – {high}"
    elif low is not None:
        usual = say("from {low}", low=low)
    elif high is not None:
        usual = say("up to {high}", high=high)
    return (
        say.week(point.week),
        "–" if point.value is None else in_unit(unit, point.value, say),
        say.number(point.n),
        usual,
        finding,
    )
