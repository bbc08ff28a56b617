"""The charts of the pages: their values asked for, their findings written above them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from kpi.agreements import AgreedChange, Link, agreed_changes, agreement_spans, lead_time_in_force
from kpi.chain import Balance, LinkEffect, trend_findings
from kpi.figures import (
    Delay,
    Note,
    TargetStep,
    Theme,
    TrendPoint,
    lead_time_histogram,
    lead_time_text,
    own_inherited_bar,
    own_inherited_text,
    trend_text,
)
from kpi.figures import promise_trend as draw_promise_trend
from kpi.measures import handoffs_behind
from kpi.verdicts import measure_all
from kpi.words import Words
from pages.parts import actions, answers, drawn_numbers, indicator, session
from pages.parts.address import View
from pages.parts.chart import Chart, chart

_TARGETS = """
SELECT since::DATE AS since, target FROM target_spans
WHERE (supplier, customer, service) = ($supplier, $customer, $service) AND kpi = $kpi
GROUP BY ALL ORDER BY since
"""
_NOTES = "SELECT day, text FROM annotations WHERE scope IN ({places}) AND day >= ? ORDER BY day"


def theme() -> Theme:
    """Return the theme that the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def has_trend(view: View) -> bool:
    """Tell whether any week of the trend has a case to count."""
    rates = trend_findings.trend_rates(answers.trend_to(view.window.week))
    return any(rate is not None for _, rate, _ in rates)


def promise_trend(view: View, now: Balance, say: Words) -> None:
    """Show the promise outside, week by week, ending with the view's week."""
    chart("trend", lambda: _promise_trend(view, now, say), say)


def _promise_trend(view: View, now: Balance, say: Words) -> Chart:
    weeks = answers.trend_to(view.window.week)
    points = [
        TrendPoint(week.week.monday, rate, cases)
        for week, rate, cases in trend_findings.drawn_rates(weeks)
    ]
    note = say("% of cases kept, by the week they were due or closed")
    happened = _happened(now, points[0].week, say) if points else []
    figure = draw_promise_trend(
        points,
        now.promise.target,
        say,
        theme(),
        verdict=now.promise.verdict,
        notes=happened,
        height=330,
    )
    steps = [TargetStep(points[0].week, now.promise.target)] if points else []
    return Chart(
        say.render(trend_findings.trend_title(weeks)),
        note,
        figure,
        trend_text(points, steps, say, unit="share"),
        drawn_numbers.weeks(points, say),
    )


def _happened(now: Balance, since: date, say: Words) -> list[Note]:
    """Return what happened to the company, and to the links that break the promise."""
    failing = [effect.link for effect in now.failing]
    scopes = ["", *(f"{link.supplier} > {link.customer}" for link in failing)]
    return [
        *notes(scopes, since),
        *(
            Note(one.changed_at.date(), f"{say.party(one.link.supplier)}: {what}")
            for one, what in changed_agreements(failing, say)
        ),
        *actions.notes(failing, since, say),
    ]


def changed_agreements(links: list[Link], say: Words) -> list[tuple[AgreedChange, str]]:
    """Return what agreements of links changed, each with its words."""
    changes: tuple[AgreedChange, ...] = session.remembered(
        "agreed changes", lambda: agreed_changes(session.store().cursor())
    )
    return [
        (one, say("other target agreed") if one.kpi else say("other lead time"))
        for one in changes
        if one.link in links
    ]


def measured_by_week(link: Link, kpi: str, view: View) -> dict[str, tuple[float, int]]:
    """Return value and count of an indicator by the label of the week, up to the view's."""
    as_of, week = session.moment(), view.window.week

    def ask() -> dict[str, tuple[float, int]]:
        frame = measure_all(
            session.store().cursor(),
            as_of=as_of,
            first=week.shift(1 - answers.TREND_WEEKS).start,
            last=week.end,
            links=[link],
            kpis=[kpi],
        )
        rows = zip(frame["period"], frame["value"], frame["n"], strict=True)
        return {period: (float(value), int(n)) for period, value, n in rows}

    return session.remembered("indicator by week", ask, link, kpi, week, as_of)


def target_steps(link: Link, kpi: str) -> list[TargetStep]:
    """Return the targets of an indicator, each from when it came into force."""

    def ask() -> list[tuple[date, float]]:
        cursor = session.store().cursor()
        agreement_spans(cursor)
        return cursor.execute(_TARGETS, {**link._asdict(), "kpi": kpi}).fetchall()

    return [
        TargetStep(since, target) for since, target in session.remembered("steps", ask, link, kpi)
    ]


def notes(scopes: list[str], since: date) -> list[Note]:
    """Return what people noted of the company, a party or a link since a day."""
    places = ", ".join("?" * len(scopes))

    def ask() -> list[tuple[date, str]]:
        cursor = session.store().cursor()
        return cursor.execute(_NOTES.format(places=places), [*scopes, since]).fetchall()

    return [Note(day, text) for day, text in session.remembered("notes", ask, scopes, since)]


def lead_times(link: Link, view: View, say: Words) -> None:
    """Show how long the deliveries of the window took."""
    chart("lead times", lambda: _lead_times(link, view, say), say, link)


def _lead_times(link: Link, view: View, say: Words) -> Chart | None:
    as_of = session.moment()
    rows: pd.DataFrame = session.remembered(
        "lead times",
        lambda: handoffs_behind(
            session.store().cursor(),
            link=link,
            kpi="lead_time_p50",
            window=view.window,
            as_of=as_of,
            measured=True,
        ),
        link,
        view.window,
        as_of,
    )
    if rows.empty:
        return None
    hours = rows["value"].to_numpy(dtype=float)
    agreed = session.remembered(
        "agreed lead time",
        lambda: lead_time_in_force(session.store().cursor(), link, min(as_of, view.window.end)),
        link,
        view.window,
        as_of,
    )
    working = indicator.in_working_hours(link)
    half = say.hours(float(rows["value"].quantile(0.5)), working=working)
    title = say("Half of them take up to {half}", half=half)
    note = say.plural(
        "{n} delivery, by the time it took", "{n} deliveries, by the time they took", len(hours)
    )
    figure = lead_time_histogram(hours, say, theme(), agreed=agreed, height=200, working=working)
    alternative = lead_time_text(hours, say, agreed=agreed, working=working)
    numbers = rows[["handoff_id", "value"]].set_axis([say("Handoff"), say("Hours")], axis=1)
    return Chart(title, note, figure, alternative, numbers)


def whose_delay(effect: LinkEffect, say: Words) -> None:
    """Show how much of the link's lateness it originated and how much it received."""
    chart("delay", lambda: _whose_delay(effect, say), say, effect.link)


def _whose_delay(effect: LinkEffect, say: Words) -> Chart | None:
    if effect.cannot_inherit or not effect.own_minutes + effect.inherited_minutes:
        return None
    delays = [Delay("", effect.own_minutes, effect.inherited_minutes)]
    note = say("late time of its handoffs, in the cases counted")
    share = delays[0].own_share or 0.0
    title = (
        say("{share} of its delay is its own", share=say.percent(share, 0))
        if share >= 0.5
        else say("{share} of its delay was inherited", share=say.percent(1 - share, 0))
    )
    hours = {
        say("{time} (h)", time=say("Own delay")): [effect.own_minutes / 60],
        say("{time} (h)", time=say("Inherited")): [effect.inherited_minutes / 60],
    }
    figure = own_inherited_bar(delays, say, theme())
    return Chart(title, note, figure, own_inherited_text(delays, say), pd.DataFrame(hours))
