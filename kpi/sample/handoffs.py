"""Run the flows: every step of every case becomes a handoff, one array operation per step."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpi.sample.clock import Floats, WorkClock, minutes
from kpi.sample.company import BRANCHES, PLANS
from kpi.sample.orders import chance, order_times, told_dates
from kpi.sample.plan import Flow, Plan, Step
from kpi.sample.stories import RENEGOTIATIONS, SPELLS

Bools = npt.NDArray[np.bool_]

PLAN_OF = {plan.link: plan for plan in PLANS}
# Delays are exponential, cut at this many times their mean: no link is late for months by chance.
LONGEST_DELAY = 4.0
SHORTEST_DELAY = 20.0  # working minutes
# Shape of "how much of the agreed time was used": mostly 60 to 95 %.
USED_A, USED_B = 6.0, 1.6


@dataclass
class _Run:
    """One flow under way: per step, when it was delivered and due (NaN where it did not happen)."""

    flow: Flow
    ordered: Floats
    delivered: dict[str, Floats] = field(default_factory=dict)
    due: dict[str, Floats] = field(default_factory=dict)
    pieces: list[pd.DataFrame] = field(default_factory=list)

    def ready(self, step: Step) -> Floats:
        """Return when the step's work can start: all that it waits for is there."""
        ready = self.ordered
        for name in step.after:
            if name in self.delivered:
                ready = np.fmax(ready, self.delivered[name])
        return ready


def run_flow(flow: Flow, number: int, clock: WorkClock) -> pd.DataFrame:
    """Run all cases of a flow.

    Returns
    -------
    DataFrame
        One row per handoff, times in minutes, NaN where absent and infinite where it never comes:
        [flow, prefix, case, ordered, link, requested, promised, delivered, accepted, returned,
        rating, paused, case_due, case_closed, channel, branch].
    """
    rng = chance(flow.prefix, str(number), "orders")
    run = _Run(flow, order_times(flow.weekly, clock, rng))
    for step in sorted(flow.steps, key=lambda step: step.requested_with_order):
        _run_step(run, step, clock, chance(flow.prefix, str(number), step.name))
    rows = pd.concat(run.pieces, ignore_index=True)
    count = len(run.ordered)
    closed = np.full(count, np.nan)
    if flow.closes:
        closed = np.floor(run.delivered[flow.steps[0].name] + 60 * rng.random(count))
    per_case = {
        "ordered": run.ordered,
        "case_due": _case_due(run),
        "case_closed": closed,
        "channel": np.array(flow.channels or ("",))[_skewed(rng, count, len(flow.channels))],
        "branch": np.array(BRANCHES)[_skewed(rng, count, len(BRANCHES))]
        if flow.channels
        else np.full(count, ""),
    }
    rows = rows.assign(
        flow=number,
        prefix=flow.prefix,
        **{name: values[rows["case"]] for name, values in per_case.items()},
    )
    rows["rating"] = _ratings(rows)
    return rows


def _skewed(rng: np.random.Generator, count: int, choices: int) -> npt.NDArray[np.int64]:
    """Choose among so many, the first ones more often."""
    return np.floor(choices * rng.random(count) ** 1.5).astype(np.int64)


def _ratings(rows: pd.DataFrame) -> pd.Series[float]:
    """Rate what is to be rated: about 4.5, half a point less per day of delay, up to two."""
    delay = (rows["delivered"] - rows["due"].fillna(rows["case_due"])).clip(0, 2 * 24 * 60)
    mood = 4.75 - 0.5 * delay.fillna(0) / (24 * 60) + 1.6 * (rows["mood"] - 0.5)
    return mood.round().clip(1, 5).where(rows["rated"])


def _case_due(run: _Run) -> Floats:
    if run.flow.due_days is None:
        return np.full(len(run.ordered), np.nan)
    step, days = run.flow.longer
    more = days * ~np.isnan(run.delivered[step]) if step else np.zeros(len(run.ordered))
    return told_dates(run.ordered, run.flow.due_days + more)


def _run_step(run: _Run, step: Step, clock: WorkClock, rng: np.random.Generator) -> None:
    plan = PLAN_OF[step.link]
    there = _there(run, step, rng)
    count = len(there)
    requested = _requested(run, step, clock, rng)
    lead = _lead(plan, requested)
    paused = np.where(rng.random(count) < plan.paused, np.ceil(8 * rng.random(count)), 0.0)
    work = paused + (lead if plan.work is None else plan.work)
    start = np.maximum(requested, run.ready(step))
    delivered = _delivered(plan, requested, start, work, clock=clock, rng=rng)
    returned = np.where(
        rng.random(count) < plan.returned,
        np.floor(clock.wall(clock.worked(delivered) + 60 + 400 * rng.random(count))),
        np.nan,
    )
    redone = np.floor(clock.within(returned, work / 2, _used(rng, count)))
    nothing = np.full(count, np.nan)
    first = _piece(
        plan,
        rng,
        lead=lead,
        paused=paused,
        requested=requested,
        delivered=delivered,
        returned=returned,
    )
    again = _piece(
        plan,
        rng,
        lead=lead,
        paused=nothing,
        requested=returned,
        delivered=redone,
        returned=nothing,
    )
    run.pieces += [first[there], again[there & ~np.isnan(returned)]]
    run.delivered[step.name] = np.where(there, np.fmax(delivered, redone), np.nan)
    run.due[step.name] = np.where(there, requested + 60 * lead, np.nan)


def _there(run: _Run, step: Step, rng: np.random.Generator) -> Bools:
    """Tell in which cases the step happens."""
    there = rng.random(len(run.ordered)) < step.chance
    if step.only_with:
        there &= ~np.isnan(run.delivered[step.only_with])
    if step.since:
        there &= run.ordered >= minutes(step.since)
    if step.until:
        there &= run.ordered < minutes(step.until)
    return there


def _requested(run: _Run, step: Step, clock: WorkClock, rng: np.random.Generator) -> Floats:
    if step.requested_with_order:
        return np.floor(run.ordered)
    if step.booked_before_due_of:
        return run.due[step.booked_before_due_of] - 24 * 60
    wait = -25 * np.log1p(-rng.random(len(run.ordered)))
    return np.ceil(clock.wall(clock.worked(run.ready(step)) + wait))


def _lead(plan: Plan, requested: Floats) -> Floats:
    """Return the hours agreed on the day of each request; NaN where none are."""
    lead = np.full(len(requested), np.nan if plan.lead is None else plan.lead)
    for change in RENEGOTIATIONS:
        if change.link == plan.link:
            lead = np.where(requested < minutes(change.day), change.lead, lead)
    return lead


def _used(rng: np.random.Generator, count: int) -> Floats:
    """Draw the share of the allowed time that is used, by Kumaraswamy's distribution."""
    return np.asarray((1 - (1 - rng.random(count)) ** (1 / USED_B)) ** (1 / USED_A))


def _delivered(
    plan: Plan,
    requested: Floats,
    start: Floats,
    work: Floats,
    *,
    clock: WorkClock,
    rng: np.random.Generator,
) -> Floats:
    """Deliver within the allowed time from the start, or late by some working hours, or never."""
    count = len(start)
    late, hours, stuck = _performance(plan, requested)
    in_time = clock.within(start, work, _used(rng, count))
    delay = 60 * hours * np.minimum(-np.log1p(-rng.random(count)), LONGEST_DELAY)
    overrun = clock.wall(clock.worked(start + 60 * work) + SHORTEST_DELAY + delay)
    delivered = np.floor(np.where(rng.random(count) < late, overrun, in_time))
    return np.where(rng.random(count) < stuck, np.inf, delivered)


def _performance(plan: Plan, requested: Floats) -> tuple[Floats, Floats, Floats]:
    """Return share late, mean working hours late and share stuck on the day of each request."""
    usual = (plan.late, plan.late_hours, 0.0)
    late, hours, stuck = (np.full(len(requested), value) for value in usual)
    for spell in SPELLS:
        if spell.link == plan.link:
            now = (requested >= minutes(spell.first)) & (requested < minutes(spell.last))
            late[now], hours[now], stuck[now] = spell.late, spell.late_hours, spell.stuck
    return late, hours, stuck


def _piece(
    plan: Plan,
    rng: np.random.Generator,
    *,
    lead: Floats,
    paused: Floats,
    requested: Floats,
    delivered: Floats,
    returned: Floats,
) -> pd.DataFrame:
    """Put one step's handoffs into rows, with the customer's word on them."""
    count = len(requested)
    due = requested + 60 * lead
    # One promise in sixteen is stretched by a day past what was agreed.
    stretch = 24 * 60 * (rng.random(count) < 1 / 16)
    judged = (rng.random(count) < plan.judged) | ~np.isnan(returned)
    return pd.DataFrame(
        {
            "case": np.arange(count),
            "link": PLANS.index(plan),
            "requested": requested,
            "promised": due + stretch if plan.promised else np.full(count, np.nan),
            "delivered": delivered,
            "accepted": np.where(judged, np.where(np.isnan(returned), 1.0, 0.0), np.nan),
            "returned": returned,
            "paused": np.where(paused > 0, paused, np.nan),
            "due": due,
            "mood": rng.random(count),
            "rated": (rng.random(count) < plan.rated) & np.isnan(returned),
        }
    )
