"""The balance of the company in one window, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np

from kpi.agreements.links import Link
from kpi.chain.cases import choose_cases
from kpi.chain.effects import Effects, link_effects
from kpi.chain.model import Balance, LinkEffect
from kpi.chain.open_cases import OpenCases, open_of_chosen
from kpi.chain.ping_pong import ping_pong_of_chosen
from kpi.chain.promise import Counts, count_cases, judge_promise, moved_by_mix, promise_targets
from kpi.chain.promise_model import Promise
from kpi.chain.ranking import WindowHandoffs, describe_links
from kpi.chain.repair import SmallestRepair, smallest_repair
from kpi.chain.state import company_state
from kpi.measures import WINDOWS, Window, known_as_now
from kpi.measures.near import asked_or_due
from kpi.verdicts import JUDGED, Verdict, verdicts

_HERE = Path(__file__).parent
_WINDOW_HANDOFFS = (_HERE / "window_handoffs.sql").read_text(encoding="utf-8")
_THEIR_CASES = (
    "SELECT case_number FROM chain_cases WHERE external AND customer IN (SELECT unnest($customers))"
)

ENOUGH_TO_RANK = 50  # saveable or held cases; product rule


def balance(
    cursor: duckdb.DuckDBPyConnection,
    *,
    window: Window,
    as_of: datetime,
    judged: tuple[Verdict, ...] | None = None,
    opened: OpenCases | None = None,
) -> Balance:
    """Return whether the promise outside holds in a window, and which links decide it.

    Parameters
    ----------
    window : Window
        The weeks to judge.
    as_of : datetime
        Wall time in the company's zone, without a zone; what happens later has not happened.
    judged : tuple of Verdict, optional
        The verdicts of the window, where the caller has them already.
    opened : OpenCases, optional
        As of that instant, where the caller has them already: they are the same in every window.

    Notes
    -----
    Everything follows docs/methods.md, section "The system". Replaces the temp tables of
    `kpi.chain.cases.choose_cases` on this cursor.
    """
    with known_as_now(cursor, as_of):
        judged = verdicts(cursor, window=window, as_of=as_of) if judged is None else judged
        # One week more than the window: the window one week earlier is compared with it.
        since = window.previous.start
        choose_cases(cursor, since, window.end, as_of=as_of, with_open=opened is None)
        return balance_of_chosen(
            cursor, window=window, as_of=as_of, judged=judged, since=since, opened=opened
        )


def balance_of_chosen(
    cursor: duckdb.DuckDBPyConnection,
    *,
    window: Window,
    as_of: datetime,
    judged: tuple[Verdict, ...],
    since: datetime,
    opened: OpenCases | None = None,
    targets: Mapping[str, float | None] | None = None,
) -> Balance:
    """Likewise from the cases already chosen, with all that are open where ``opened`` is not given.

    Parameters
    ----------
    since : datetime
        The chosen ones reach from there, the window one week earlier included, to its end.
    targets : mapping, optional
        As `kpi.chain.promise.promise_targets` gives them, where the caller has them already.
    """
    counts = count_cases(cursor, window.start, window.end)
    before = count_cases(cursor, window.previous.start, window.previous.end)
    targets = promise_targets(cursor) if targets is None else targets
    promise = judge_promise(counts, targets)
    handoffs = _window_handoffs(cursor, window, as_of)
    opened = opened or open_of_chosen(cursor, as_of)
    pairs = ping_pong_of_chosen(cursor, window)
    effects = link_effects(cursor, window.start, window.end)
    repair = _smallest_repair(cursor, promise, effects)
    ranking_window, ranking = _to_rank_by(cursor, window, as_of, effects, since)
    links = describe_links(effects, ranking, judged, handoffs)
    failing = tuple(link for link in links if link.verdict == "broken")
    return Balance(
        window=window,
        as_of=as_of,
        state=company_state(promise.verdict, {link.verdict for link in links}),
        promise=promise,
        failing=failing,
        at_risk=tuple(link for link in links if link.verdict == "at risk"),
        all_links=links,
        within_targets_share=_together(links, lambda verdict: verdict == "kept"),
        not_judged_share=_together(links, lambda verdict: verdict not in JUDGED),
        unexplained_share=_unexplained(effects),
        ranking_window=ranking_window,
        tied=bool(failing) and failing[0].tied,
        saveable_cases=effects.saveable,
        held_cases=effects.held_cases,
        sampled_cases=effects.sampled,
        not_judged=_not_judged(links),
        open_without_due=opened.without_due,
        oldest_open_days=opened.oldest_days,
        open_not_due=opened.not_due,
        ping_pong=pairs,
        mix_effect=moved_by_mix(*_of_the_promise(counts, before)),
        smallest_repair=repair,
        has_events_only=bool(handoffs) and all(h.derived for h in handoffs.values()),
    )


def _of_the_promise(
    counts: tuple[Counts, ...], before: tuple[Counts, ...]
) -> tuple[tuple[Counts, ...], tuple[Counts, ...]]:
    """Return those of known external customers, where the window has cases of any; else all."""
    if not any(c.external and c.cases for c in counts):
        return counts, before
    return tuple(c for c in counts if c.external), tuple(c for c in before if c.external)


def _smallest_repair(
    cursor: duckdb.DuckDBPyConnection, promise: Promise, effects: Effects
) -> SmallestRepair | None:
    """Find it for the customers who were promised something; None where nobody was."""
    aimed = [c for c in promise.customers if c.external and c.target is not None and c.cases]
    if not aimed or promise.target is None:
        return None
    numbers = cursor.execute(_THEIR_CASES, {"customers": [c.customer for c in aimed]}).fetchnumpy()
    theirs = np.isin(effects.case_numbers, np.ma.getdata(numbers["case_number"]))
    return smallest_repair(
        effects.repairs.only(theirs),
        effects.links,
        kept=sum(c.kept for c in aimed),
        cases=sum(c.cases for c in aimed),
        target=promise.target,
    )


def _to_rank_by(
    cursor: duckdb.DuckDBPyConnection,
    window: Window,
    as_of: datetime,
    effects: Effects,
    since: datetime,
) -> tuple[Window, Effects]:
    """Return the widest window and its effects where this one has too few cases to rank by."""
    if effects.saveable + effects.held_cases >= ENOUGH_TO_RANK or window.weeks == max(WINDOWS):
        return window, effects
    wide = Window(window.week, max(WINDOWS))
    if wide.start < since:
        choose_cases(cursor, wide.start, wide.end, as_of=as_of)
    return wide, link_effects(cursor, wide.start, wide.end)


def _window_handoffs(
    cursor: duckdb.DuckDBPyConnection, window: Window, as_of: datetime
) -> dict[Link, WindowHandoffs]:
    span = {"first": window.start, "last": window.end}
    seen = asked_or_due(cursor, window.start, window.end, as_of=as_of)
    rows = cursor.execute(_WINDOW_HANDOFFS.format(seen=seen), span).fetchall()
    return {Link(*row[:3]): WindowHandoffs(*row[3:]) for row in rows}


def _together(links: tuple[LinkEffect, ...], chosen: Callable[[str], bool]) -> float:
    return sum((link.fair_share for link in links if chosen(link.verdict)), 0.0)


def _unexplained(effects: Effects) -> float:
    """Return the broken cases that no link carries; they are whole cases, so count them as such."""
    carried = effects.saveable + effects.held_cases
    return (effects.broken - carried) / effects.counted if effects.counted else 0.0


def _not_judged(links: tuple[LinkEffect, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for link in links:
        if link.verdict not in JUDGED:
            found[link.verdict] = found.get(link.verdict, 0) + 1
    return found
