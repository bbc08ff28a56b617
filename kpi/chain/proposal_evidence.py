"""What history says of a proposal: computed, never typed in by a side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import pandas as pd

from kpi.agreements import Draft, Link, TargetInForce, Terms, judged_by, targets_in_force
from kpi.chain.adding_up import AddingUp, adding_up
from kpi.chain.cases import choose_cases
from kpi.chain.meeting import Meeting, meeting
from kpi.chain.mended import Mended, share_to_mend
from kpi.measures import Kpi, Week, catalogue, measure

WEEKS = 26
WEEKS_OF_CASES = 13
# "Most weeks" are eight of ten; fewer weeks have no range worth saying.
MOST, FEWEST_WEEKS = 0.8, 8
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class TargetEvidence:
    """What the last weeks say of one proposed target.

    Parameters
    ----------
    kpi : str
    target : float
        As proposed.
    weeks, weeks_met : int
        Weeks with something to measure, and those of them that would have met the target.
    low, high : float, optional
        The natural range of the link: where eight of ten weeks lie. None with too few weeks.
    in_force : TargetInForce, optional
        What counts today.
    renewal_due : bool
        It has counted for more than a year.
    """

    kpi: str
    target: float
    weeks: int
    weeks_met: int
    low: float | None
    high: float | None
    in_force: TargetInForce | None
    renewal_due: bool


@dataclass(frozen=True)
class ProposalEvidence:
    """What lies on the table beside a proposal.

    Parameters
    ----------
    targets : tuple of TargetEvidence
        Of the KPIs that the catalogue knows.
    promise : Meeting
        The promise outside, had the link met the proposed targets.
    adds_up : AddingUp, optional
        The slowest common way to a customer outside, under the proposal; None where no case of the
        link goes there.
    first, last : Week
        The weeks looked at for the targets.
    """

    targets: tuple[TargetEvidence, ...]
    promise: Meeting
    adds_up: AddingUp | None
    first: Week
    last: Week


def proposal_evidence(
    cursor: duckdb.DuckDBPyConnection, link: Link, terms: Terms, *, as_of: datetime
) -> ProposalEvidence:
    """Return what the last 26 complete weeks say of a proposal for a link.

    Everything is measured as if the proposal had always held: a lead time decides what is due.

    Parameters
    ----------
    as_of : datetime
        What happens later has not happened.
    """
    last = Week.last_complete(as_of)
    first = last.shift(1 - WEEKS)
    today = {found.kpi: found for found in targets_in_force(cursor, as_of, link)}
    entries = catalogue(cursor)
    known = [(kpi, target) for kpi, target in terms.targets if kpi in entries]
    with judged_by(cursor, [Draft(link, terms)]):
        frame = measure(
            cursor,
            as_of=as_of,
            first=first.start,
            last=last.end,
            links=[link],
            kpis=[kpi for kpi, _ in known],
        )
        recent = last.shift(1 - WEEKS_OF_CASES)
        choose_cases(cursor, recent.start, last.end, as_of=as_of)
        promise = meeting(
            cursor,
            link,
            recent.start,
            last.end,
            mended=_mended(frame, terms, recent),
        )
        adds_up = adding_up(cursor, link, recent.start, last.end, as_of)
    targets = tuple(
        _target(frame, entries[kpi], target, today.get(kpi), as_of) for kpi, target in known
    )
    return ProposalEvidence(targets, promise, adds_up, first, last)


def _mended(frame: pd.DataFrame, terms: Terms, first: Week) -> Mended | None:
    """Return what meeting the targets would have mended; None without one of delays or returns."""
    late = _share(frame, "on_time_rate", terms, first)
    returns = _share(frame, "first_time_right", terms, first)
    return None if late is None and returns is None else Mended(late or 0.0, returns or 0.0)


def _share(frame: pd.DataFrame, kpi: str, terms: Terms, first: Week) -> float | None:
    """Return the share of the misses that meeting the target would have mended, if there is one."""
    target = terms.target(kpi)
    if target is None:
        return None
    rows = frame[(frame["kpi"] == kpi) & (frame["period"] >= first.label)]
    counted, good = int(rows["n"].sum()), int(rows["good"].fillna(0).sum())
    return share_to_mend(good / counted, target) if counted else 0.0


def _target(
    frame: pd.DataFrame, entry: Kpi, target: float, now: TargetInForce | None, as_of: datetime
) -> TargetEvidence:
    kpi = entry.id
    values = frame.loc[frame["kpi"] == kpi, "value"].dropna().sort_values().to_list()
    higher = entry.better == "higher"
    met = sum(value >= target if higher else value <= target for value in values)
    # One of ten weeks lies below the range and one above.
    outside = round(len(values) * (1 - MOST) / 2)
    enough = len(values) >= FEWEST_WEEKS
    return TargetEvidence(
        kpi=kpi,
        target=target,
        weeks=len(values),
        weeks_met=met,
        low=values[outside] if enough else None,
        high=values[len(values) - 1 - outside] if enough else None,
        in_force=now,
        renewal_due=now is not None and as_of - now.since > YEAR,
    )
