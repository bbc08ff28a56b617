"""Whether a finished action shows: its link's KPI before it was done against after.

Before and after are held against each other exactly, as the signals of `kpi.verdicts` hold some
weeks against others, and nothing is said of too little, as in verdicts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import duckdb
import numpy as np
import pandas as pd
from scipy.stats import hypergeom, permutation_test

from kpi.agreements import Link, agreed_changes
from kpi.measures import Kpi, Week, Window, catalogue, measure, slower_than_usual
from kpi.relations.actions import Action
from kpi.verdicts import VERDICT_ORDER, verdicts
from kpi.verdicts.shares import FEWEST, SIGNIFICANT, Floats

MOST_WEEKS = 13
RESAMPLES = 9_999
SEED = 20_260_316

Outcome = Literal[
    "better", "worse", "no difference", "too early", "too little before", "agreement changed",
    "not measured",
]  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """What a KPI says of a finished action.

    Parameters
    ----------
    action : Action
    outcome : str
        ``better`` or ``worse`` where chance is no explanation at 5 %; ``no difference`` where it
        is; ``too early``, ``too little before``, ``agreement changed`` (the lead time, with the
        action) and ``not measured`` where nothing can be told.
    kpi : Kpi, optional
        The one the action aims at, else the one that was judged worst before it was done.
    before, after : float, optional
        In the KPI's unit; of a lead time, the share slower than ``usual``.
    n_before, n_after, weeks_before, weeks_after : int
        How many were counted in how many complete weeks, 13 at most on each side; the week of the
        action belongs to neither.
    usual : float, optional
        Of a lead time: its percentile in hours over both sides.
    p_value : float, optional
        One-sided, in the direction that was found.
    """

    action: Action
    outcome: Outcome
    kpi: Kpi | None = None
    before: float | None = None
    after: float | None = None
    n_before: int = 0
    n_after: int = 0
    weeks_before: int = 0
    weeks_after: int = 0
    usual: float | None = None
    p_value: float | None = None

    @property
    def told(self) -> bool:
        """Whether there was enough to say anything."""
        return self.outcome in ("better", "worse", "no difference")


def prove(
    cursor: duckdb.DuckDBPyConnection,
    action: Action,
    *,
    as_of: datetime,
    until: Week | None = None,
) -> Proof | None:
    """Hold a finished action's KPI after the day it was done against before.

    Parameters
    ----------
    as_of : datetime
        What happens later has not happened.
    until : Week, optional
        The last week to look at; the last complete one by default.

    Returns
    -------
    Proof or None
        None where the action was not done by as-of.

    Notes
    -----
    Shares, and lead times as the share slower than usual: the exact hypergeometric test of x bad
    ones of w after, M of N in all (Fisher). Other values: a permutation test of the weekly values,
    exact where there are few, else by 9,999 seeded draws. An action is often begun when things are
    at their worst, after which they tend to get better by themselves: this test does not know.

    References
    ----------
    Fisher (1935), The logic of inductive inference, JRSS 98, 39–82.
    """
    if action.status != "done" or action.done_on is None or action.done_on > as_of.date():
        return None
    week = Week.of(action.done_on)
    known = catalogue(cursor)
    kpi = known.get(action.kpi) if action.kpi else _worst(cursor, action.link, week, as_of)
    if kpi is None or kpi.counting.source == "agreements":
        return Proof(action, "not measured", kpi)
    newest = Week.last_complete(as_of)
    first, last = week.shift(-MOST_WEEKS), min(week.shift(MOST_WEEKS), newest, until or newest)
    for change in agreed_changes(cursor):
        of = Week.of(change.changed_at)
        if change.link != action.link or change.kpi or of > last or not _by_due(kpi):
            continue
        if of in (week, week.shift(1)):
            return Proof(action, "agreement changed", kpi)
        if of < week:
            first = max(first, of if change.changed_at == of.start else of.shift(1))
        else:
            last = of.shift(-1)
    return _held(action, kpi, _weekly(cursor, action.link, kpi, (first, last), as_of), week, last)


def _by_due(kpi: Kpi) -> bool:
    """Whether what a KPI counts depends on the due time, and so on the lead time agreed."""
    counting = kpi.counting
    return any("h.due" in text for text in (counting.belongs_at, counting.counted, counting.good))


def _worst(
    cursor: duckdb.DuckDBPyConnection,
    link: Link,
    week: Week,
    as_of: datetime,
) -> Kpi | None:
    """Return the KPI of the link that was judged worst in the 13 weeks before a week."""
    window = Window(week.shift(-1), MOST_WEEKS)
    found = [one for one in verdicts(cursor, window=window, as_of=as_of) if one.link == link]
    found = [one for one in found if one.judged]
    worst = min(
        found,
        key=lambda one: (VERDICT_ORDER.index(one.verdict), one.p_value or 0.0, one.kpi),
        default=None,
    )
    return None if worst is None else catalogue(cursor).get(worst.kpi)


def _weekly(
    cursor: duckdb.DuckDBPyConnection,
    link: Link,
    kpi: Kpi,
    span: tuple[Week, Week],
    as_of: datetime,
) -> pd.DataFrame:
    """Return week, value, n and bad of a KPI of a link; usual where it is a percentile."""
    first, last = span
    frame = measure(
        cursor, as_of=as_of, first=first.start, last=last.end, links=[link], kpis=[kpi.id]
    )
    frame["bad"] = frame["n"] - frame["good"].astype("float64")
    if kpi.counting.kind == "percentile" and len(frame):
        asked = pd.DataFrame([{**link._asdict(), "kpi": kpi.id, "starts": first.start}])
        frame = slower_than_usual(cursor, asked, [kpi], as_of=as_of)
        frame["value"] = np.nan
    frame["week"] = frame["period"].map(Week.parse).astype(object)  # as text nothing compares
    return frame


def _held(action: Action, kpi: Kpi, weekly: pd.DataFrame, week: Week, last: Week) -> Proof:
    before, after = weekly[weekly["week"] < week], weekly[weekly["week"] > week]
    counted = kpi.counting.kind in ("share", "percentile")
    show = _shares if counted else _values
    seen = Proof(
        action,
        "too early",
        kpi,
        _shown(before, kpi),
        _shown(after, kpi),
        int(before["n"].sum()),
        int(after["n"].sum()),
        len(before),
        max((last.monday - week.monday).days // 7, 0),
        float(weekly["usual"].iloc[0]) if "usual" in weekly and len(weekly) else None,
    )
    return show(seen, before, after)


def _shown(rows: pd.DataFrame, kpi: Kpi) -> float | None:
    n = float(rows["n"].sum())
    if kpi.counting.kind == "snapshot":
        return float(rows["value"].iloc[-1]) if len(rows) else None
    if not n:
        return None
    if kpi.counting.kind not in ("share", "percentile"):
        return float((rows["value"] * rows["n"]).sum() / n)
    bad = float(rows["bad"].sum()) / n
    slow = kpi.counting.kind == "percentile" or kpi.counting.shows_the_rest
    return bad if slow else 1 - bad


def _shares(seen: Proof, before: pd.DataFrame, after: pd.DataFrame) -> Proof:
    """Judge by how many bad ones there are after, of those on both sides."""
    bad, bad_before = float(after["bad"].sum()), float(before["bad"].sum())
    total = seen.n_before + seen.n_after
    fewer = float(hypergeom.cdf(bad, total, bad + bad_before, seen.n_after))
    more = float(hypergeom.sf(bad - 1, total, bad + bad_before, seen.n_after))
    # The best that could have come: not one bad one.
    best = float(hypergeom.cdf(0, total, bad_before, seen.n_after))
    return _named(seen, fewer, more, enough=best <= SIGNIFICANT or not bad_before)


def _values(seen: Proof, before: pd.DataFrame, after: pd.DataFrame) -> Proof:
    """Judge by the weekly values on both sides."""
    sides = before["value"].to_numpy(float), after["value"].to_numpy(float)
    if min(map(len, sides)) < 2:
        return _named(seen, 1.0, 1.0, enough=False)
    lower, higher = (
        float(
            permutation_test(
                sides,
                _difference,
                vectorized=True,
                n_resamples=RESAMPLES,
                alternative=way,
                rng=SEED,
            ).pvalue
        )
        for way in ("less", "greater")
    )
    wanted = seen.kpi is not None and seen.kpi.better == "higher"
    return _named(seen, *((higher, lower) if wanted else (lower, higher)), enough=True)


def _difference(before: Floats, after: Floats, axis: int) -> Floats:
    result: Floats = np.mean(after, axis=axis) - np.mean(before, axis=axis)
    return result


def _named(seen: Proof, better: float, worse: float, *, enough: bool) -> Proof:
    """Name what two one-sided chances say, where there is enough on both sides."""
    counts = seen.kpi is not None and seen.kpi.counting.kind == "snapshot"
    outcome: Outcome
    if (seen.n_before if not counts else seen.weeks_before) < FEWEST:
        outcome = "too little before"
    elif (seen.n_after < FEWEST and not counts) or not seen.weeks_after:
        outcome = "too early"
    elif min(better, worse) <= SIGNIFICANT:
        outcome = "better" if better <= worse else "worse"
    elif not enough and seen.weeks_after < MOST_WEEKS:
        outcome = "too early"
    else:
        outcome = "no difference"
    p_value = None if outcome.startswith("too") else min(better, worse)
    return Proof(**{**vars(seen), "outcome": outcome, "p_value": p_value})
