"""Build the edition of a week from the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import duckdb

from kpi.agreements import agreement_spans
from kpi.chain import (
    Balance,
    LinkEffect,
    WeekChanges,
    findings,
    repair_title,
    week_changes,
)
from kpi.chain.balance import balance_of_chosen
from kpi.chain.beside import known_beside
from kpi.chain.cases import choose_cases
from kpi.chain.pairs import Party, pairs_of, parties_known
from kpi.chain.promise import promise_by_week_of_chosen, promise_targets
from kpi.chain.promise_model import WeekPromise
from kpi.intake import last_file_at
from kpi.measures import Window, known_as_now, latest_instant
from kpi.relations import actions, rebases
from kpi.store import accent, logo, read_settings
from kpi.verdicts import JUDGED, Signal, listed, signals, verdicts_alone
from kpi.weekly.cards import MOST_CARDS, cards_of
from kpi.weekly.edition import Chain, Edition, OutsidePromise, Said
from kpi.weekly.link_card import ActionDue
from kpi.weekly.proved import proved_in
from kpi.weekly.trend_of import TREND_WEEKS, trend_of
from kpi.words import Message, PartyName, Share

_IN_FORCE = """
SELECT DISTINCT agreement, version FROM agreement_spans
WHERE starts < $end AND ends >= $end ORDER BY agreement, version
"""


def edition(
    cursor: duckdb.DuckDBPyConnection,
    *,
    window: Window,
    as_of: datetime,
    now: Balance | None = None,
    before: Balance | None = None,
    every: Sequence[Signal] | None = None,
    weeks: Sequence[WeekPromise] | None = None,
) -> Edition:
    """Return what the picture of a week says.

    Parameters
    ----------
    window : Window
        Ends with the week.
    as_of : datetime
        Wall time in the company's zone; what happens later has not happened.
    now, before : Balance, optional
        Of the window, and of the one a week earlier, where the caller has them already.
    every : sequence of Signal, optional
        Of all links and KPIs in that week, where the caller has them already.
    weeks : sequence of WeekPromise, optional
        The `TREND_WEEKS` that end with the week, where the caller has them and both balances.

    Notes
    -----
    The numbers are those of `kpi.chain.balance` for the same window and instant. Replaces the temp
    tables of `kpi.chain.cases.choose_cases` on this cursor.
    """
    with known_as_now(cursor, as_of):
        return _edition(cursor, window, as_of, (now, before), every, weeks=weeks)


def _edition(
    cursor: duckdb.DuckDBPyConnection,
    window: Window,
    as_of: datetime,
    balances: tuple[Balance | None, Balance | None],
    every: Sequence[Signal] | None,
    *,
    weeks: Sequence[WeekPromise] | None,
) -> Edition:
    week, first = window.week, window.week.shift(1 - TREND_WEEKS)
    # Once for the trend and both balances: the widest window, its week before and that one's.
    since = min(first.start, window.previous.previous.start)
    if weeks is None or None in balances:
        choose_cases(cursor, since, window.end, as_of=as_of, with_open=True)
        weeks = promise_by_week_of_chosen(cursor, first=first, last=week, as_of=as_of)
    now, before = _balances(cursor, window, as_of, since, balances)
    parties = parties_known(cursor)
    matter = {e.link for e in now.all_links if e.verdict in JUDGED or e.broken_share}
    if every is None:
        anew = rebases(actions(cursor, as_of=as_of))
        every = signals(cursor, week=week, as_of=as_of, rebases=anew, links=matter)
    series = tuple(one for one in every if one.link in matter)
    looked_at = listed(series, matter)
    undertaken = _undertaken(cursor, window, as_of)
    cards = cards_of(cursor, now, parties, as_of, signals=series, actions=undertaken)
    changed = week_changes(cursor, now=now, before=before, weeks=weeks)
    return Edition(
        company=read_settings(cursor).company,
        window=window,
        complete=weeks[-1].complete,
        as_of=as_of,
        data_until=latest_instant(cursor),
        loaded_at=last_file_at(cursor),
        state=now.state,
        state_name=findings.state(now),
        headline=findings.headline(now),
        promise=_promise(now),
        promise_line=findings.promise_line(now),
        repair=now.smallest_repair,
        repair_line=_repair_line(now),
        trend=trend_of(cursor, weeks, [card.link for card in cards]),
        cards=cards,
        failing=len(now.failing),
        at_risk=len(now.at_risk),
        chain=_chain(now, parties),
        moved=_moved(changed),
        changes=(
            *(Said(c.verdict, c.message, c.link, c.is_below) for c in changed.changes),
            *proved_in(cursor, week, as_of),
        ),
        others=tuple(_other(e) for e in (*now.failing, *now.at_risk)[MOST_CARDS:]),
        actions=undertaken,
        not_judged=now.not_judged,
        beside=_beside(now),
        agreements=_in_force(cursor, window),
        charts=looked_at.charts,
        by_chance=looked_at.by_chance,
        logo=logo(cursor),
        accent=accent(cursor) or "",
    )


def _balances(
    cursor: duckdb.DuckDBPyConnection,
    window: Window,
    as_of: datetime,
    since: datetime,
    made: tuple[Balance | None, Balance | None],
) -> tuple[Balance, Balance]:
    """Return the balance of a window and of the one a week earlier.

    No sentence of the picture looks at wider windows.
    """
    windows = [window, window.previous]
    missing = [one for one, there in zip(windows, made, strict=True) if there is None]
    judged = dict(zip(missing, verdicts_alone(cursor, windows=missing, as_of=as_of), strict=True))
    targets = promise_targets(cursor) if missing else {}
    now, before = (
        there
        or balance_of_chosen(
            cursor, window=one, as_of=as_of, judged=judged[one], since=since, targets=targets
        )
        for one, there in zip(windows, made, strict=True)
    )
    return now, before


def _promise(now: Balance) -> OutsidePromise:
    promise = now.promise
    outside = bool(promise.external_cases)
    return OutsidePromise(
        kept=promise.external_kept if outside else promise.kept,
        cases=promise.external_cases if outside else promise.cases,
        target=promise.target,
        verdict=promise.verdict,
        within_chance=promise.within_chance,
        all_kept=promise.kept,
        all_cases=promise.cases,
    )


def _repair_line(now: Balance) -> Message | None:
    """Say what mending would give, where the promise asks for it."""
    if now.smallest_repair is None or now.promise.verdict not in ("broken", "at risk"):
        return None
    return repair_title(now.smallest_repair)


def _beside(now: Balance) -> tuple[Message, ...]:
    """Return what must be known beside the numbers, and by which weeks links are ranked."""
    first, *others = known_beside(now) or (None,)
    ranked = None
    if now.ranking_window != now.window and (now.failing or now.at_risk):
        ranked = Message("links ranked by 13 weeks")
    return tuple(note for note in (first, ranked, *others) if note is not None)


def _moved(changed: WeekChanges) -> tuple[Message, ...]:
    move = changed.promise
    if move.now.rate is None:
        return ()
    found = (move.message, move.quarter_message, move.mix_message)
    return tuple(message for message in found if message is not None)


def _other(effect: LinkEffect) -> Said:
    """Name a link that has no card, and what it decides."""
    link = effect.link
    values = {
        "supplier": PartyName(link.supplier),
        "customer": PartyName(link.customer),
        "share": Share(effect.broken_share, 0),
    }
    return Said(
        effect.verdict, Message("{supplier} → {customer}: {share} of what broke", values), link
    )


def _chain(now: Balance, parties: dict[str, Party]) -> Chain:
    pairs = pairs_of(effect for effect in now.all_links if effect.handoffs)
    return Chain(findings.chain_title(now), pairs, parties, len(now.all_links))


def _undertaken(
    cursor: duckdb.DuckDBPyConnection, window: Window, as_of: datetime
) -> tuple[ActionDue, ...]:
    """Return the actions open when the week was over, or now if it is not."""
    # The window ends with the first instant of the next Monday, which is no day of it.
    at = min(as_of, window.end - timedelta(microseconds=1))
    return tuple(
        ActionDue(one.link, one.text, one.owner, one.due_on, one.is_overdue(at))
        for one in actions(cursor, as_of=at)
        if one.status == "open"
    )


def _in_force(cursor: duckdb.DuckDBPyConnection, window: Window) -> tuple[tuple[str, int], ...]:
    agreement_spans(cursor)
    return tuple(cursor.execute(_IN_FORCE, {"end": window.end}).fetchall())
