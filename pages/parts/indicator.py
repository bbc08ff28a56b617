"""Write an indicator's value the way its unit is read."""

from __future__ import annotations

from collections.abc import Mapping

from kpi.agreements import Link
from kpi.measures import Kpi, catalogue, supplier_clocks
from kpi.verdicts import Verdict
from kpi.words import Message, Words
from kpi.words.units import in_unit
from pages.parts import session


def known() -> Mapping[str, Kpi]:
    """Return the catalogue of the store: the built-in KPIs and the company's own."""
    return session.remembered("catalogue", lambda: catalogue(session.store().cursor()))


def name(kpi: str, say: Words) -> str:
    """Return the indicator's name; one we do not know keeps its id."""
    entry = known().get(kpi)
    return kpi if entry is None else say(entry.name)


def named_in(problem: Message, say: Words) -> Message:
    """Have a problem name its indicator as the forms do, not by its id."""
    kpi = problem.values.get("kpi")
    if not isinstance(kpi, str):
        return problem
    return Message(problem.phrase, {**problem.values, "kpi": name(kpi, say)})


def dimensions() -> dict[str, str]:
    """Return, in the catalogue's order, which part of the promise each indicator speaks of."""
    return {kpi.id: kpi.dimension for kpi in known().values()}


def higher_is_better(kpi: str) -> bool:
    """Tell whether more is better."""
    entry = known().get(kpi)
    return entry is None or entry.better == "higher"


def shows_the_rest(kpi: str) -> bool:
    """Tell whether the share shown is that of the handoffs that are not good."""
    entry = known().get(kpi)
    return entry is not None and entry.counting.shows_the_rest


def unit(kpi: str, link: Link | None = None) -> str:
    """Return the indicator's unit, on a link; one we do not know is any number."""
    entry = known().get(kpi)
    its = "number" if entry is None else entry.unit
    # A company's own hours are whatever its column says.
    ours = entry is not None and entry.definition is None
    return "working hours" if its == "hours" and ours and link and in_working_hours(link) else its


def units() -> Mapping[str, str]:
    """Return the unit of every indicator's target."""
    return {kpi.id: kpi.unit for kpi in known().values()}


def in_working_hours(link: Link) -> bool:
    """Tell whether the link's hours are of its supplier's calendar."""
    working = session.remembered(
        "working suppliers",
        lambda: {clock.supplier for clock in supplier_clocks(session.store().cursor())},
    )
    return link.supplier in working


def value(kpi: str, number: float | None, say: Words, link: Link | None = None) -> str:
    """Write a value in the indicator's unit on a link; a dash where there is none."""
    if number is None:
        return "–"
    return in_unit(unit(kpi, link), number, say)


def against_target(verdict: Verdict, say: Words) -> str:
    """Write a verdict's indicator, value and target in one line."""
    shown = value(verdict.kpi, verdict.value, say, verdict.link)
    if verdict.target is None:
        return f"{name(verdict.kpi, say)} {shown}"
    return say(
        "{indicator} {value}, target {target}",
        indicator=name(verdict.kpi, say),
        value=shown,
        target=value(verdict.kpi, verdict.target, say, verdict.link),
    )
