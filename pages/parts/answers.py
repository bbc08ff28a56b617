"""The questions that views ask of the library, each answered once per state of the store."""

from __future__ import annotations

from datetime import datetime

from kpi.agreements import Link
from kpi.chain import (
    Balance,
    LinkVolume,
    Waiting,
    WeekChanges,
    WeekPromise,
    balance,
    link_volumes,
    promise_by_week,
    propose_first,
    week_changes,
    where_cases_wait,
)
from kpi.chain.open_cases import OpenCases, open_cases
from kpi.intake import last_file_at
from kpi.measures import Week, Window
from kpi.verdicts import Signal, signals
from pages.parts import actions, session

TREND_WEEKS = 26


def balance_of(window: Window) -> Balance:
    """Return the balance of a window, as of the view's instant."""
    as_of = session.moment()
    return session.remembered(
        "balance",
        lambda: balance(session.store().cursor(), window=window, as_of=as_of, opened=_opened()),
        window,
        as_of,
    )


def _opened() -> OpenCases:
    """Return the unfinished cases that no window counts: the same for every week."""
    as_of = session.moment()
    return session.remembered(
        "open cases", lambda: open_cases(session.store().cursor(), as_of), as_of
    )


def changes_of(window: Window, weeks: tuple[WeekPromise, ...] = ()) -> WeekChanges:
    """Return what changed since the same window one week earlier.

    `weeks`: the trend, where the page asks for it anyway; the answer is the same without.
    """
    now, before = balance_of(window), balance_of(window.previous)
    return session.remembered(
        "week changes",
        lambda: week_changes(session.store().cursor(), now=now, before=before, weeks=weeks),
        window,
        session.moment(),
    )


def trend_to(week: Week) -> tuple[WeekPromise, ...]:
    """Return the promise of the weeks that end with one."""
    as_of = session.moment()
    return session.remembered(
        "trend",
        lambda: promise_by_week(
            session.store().cursor(), first=week.shift(1 - TREND_WEEKS), last=week, as_of=as_of
        ),
        week,
        as_of,
    )


def signals_of(week: Week) -> tuple[Signal, ...]:
    """Return what stands out in a week, of every link and KPI."""
    as_of, anew = session.moment(), actions.began_anew()
    return session.remembered(
        "signals",
        lambda: signals(session.store().cursor(), week=week, as_of=as_of, rebases=anew),
        week,
        as_of,
    )


def volumes_of(window: Window) -> tuple[LinkVolume, ...]:
    """Return what is true of each link without any agreement."""
    as_of = session.moment()
    return session.remembered(
        "volumes",
        lambda: link_volumes(session.store().cursor(), window=window, as_of=as_of),
        window,
        as_of,
    )


def data_until() -> datetime | None:
    """Return when the last standing file came in (UTC)."""
    return session.remembered("loaded", lambda: last_file_at(session.store().cursor()))


def proposals_of(week: Week) -> tuple[LinkVolume, ...]:
    """Return the links without agreement that deserve one first, by the 13 weeks to a week."""
    as_of = session.moment()
    return session.remembered(
        "proposals",
        lambda: propose_first(session.store().cursor(), week, as_of),
        week,
        as_of,
    )


def waiting_of(window: Window) -> tuple[Waiting, ...]:
    """Return the parties at which work waits, the longest first."""
    return where_cases_wait(volumes_of(window))


def known_links() -> tuple[Link, ...]:
    """Return every link that has handoffs, sorted."""
    return session.remembered("known links", _known_links)


def _known_links() -> tuple[Link, ...]:
    rows = (
        session.store()
        .cursor()
        .execute("SELECT DISTINCT supplier, customer, service FROM handoffs ORDER BY ALL")
        .fetchall()
    )
    return tuple(Link(*row) for row in rows)
