"""How agreements are told: what each is, whose turn it is, what a version asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from kpi.agreements import Negotiation, Side, Terms, Version, negotiations
from kpi.words import N_, Words
from pages.parts import address, indicator, session
from pages.parts.address import View

STATES = {
    "awaiting": N_("awaits an answer"),
    "in force": N_("in force"),
    "signed": N_("signed, not yet in force"),
    "countered": N_("refused, no other offer"),
    "ended": N_("ended"),
    "declined": N_("declined"),
    "withdrawn": N_("withdrawn"),
}
ACTIONS = {
    "proposed": N_("made a proposal"),
    "countered": N_("made a counter-offer"),
    "accepted": N_("signed"),
    "declined": N_("declined the offer"),
    "withdrawn": N_("withdrew the offer"),
    "ended": N_("ended the agreement"),
}
TIMES = {
    "lead_time_hours": N_("Lead time"),
    "repair_time_hours": N_("Repair time"),
    "response_hours": N_("Response time"),
}
YEAR_DAYS = 365


def wall() -> datetime:
    """Return the present in the company's wall time, to the minute."""
    return session.minute()


def all_negotiations() -> tuple[Negotiation, ...]:
    """Return every negotiation of the store."""
    return session.remembered("negotiations", lambda: negotiations(session.store().cursor()))


def state(found: Negotiation, say: Words) -> str:
    """Name what a negotiation is now."""
    return say(STATES[found.state(wall())])


def parties(found: Negotiation, sides: tuple[Side, ...], say: Words) -> str:
    """Name the parties of some sides."""
    return say.listed([say.party(found.party(side)) for side in sides])


def pair(found: Negotiation, say: Words) -> str:
    """Name the link with its service."""
    text = f"{say.party(found.link.supplier)} → {say.party(found.link.customer)}"
    return f"{text} · {found.link.service}" if found.link.service else text


def target(kpi: str, number: float | None, say: Words) -> str:
    """Write a target as people say it: 95 %, not 95.0 %."""
    if number is None:
        return "–"
    if indicator.unit(kpi) == "share":
        digits = 0 if round(100 * number, 6) == round(100 * number) else 1
        return say.percent(number, digits)
    if indicator.unit(kpi) == "hours":
        return hours_text(number, say)
    return indicator.value(kpi, number, say)


def hours_text(hours: float, say: Words) -> str:
    """Write agreed hours: never as days, for they are hours of the supplier's calendar."""
    if 0 < hours < 1:
        return say("{n} min", n=say.number(60 * hours))
    return say("{n} h", n=say.number(hours, 2))


def in_turn(found: Negotiation) -> tuple[list[str | int], ...]:
    """Return what puts Group 6 before Group 10, and equals by the agreement's name."""
    names = (*found.link, found.agreement)
    # Text and digits alternate, so that like stands beside like.
    return tuple(
        [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]
        for name in names
    )


def in_order(kpis: Iterable[str]) -> list[str]:
    """Return indicators in the catalogue's order, those we do not know last."""
    places = {kpi: place for place, kpi in enumerate(indicator.known())}
    return sorted(set(kpis), key=lambda kpi: (places.get(kpi, len(places)), kpi))


def asks(terms: Terms, say: Words) -> str:
    """Say in one line what terms ask for."""
    told = [
        f"{indicator.name(kpi, say)} {target(kpi, terms.target(kpi), say)}"
        for kpi in in_order(kpi for kpi, _ in terms.targets)
    ]
    told += [
        f"{say(title)} {hours_text(hours, say)}"
        for column, title in TIMES.items()
        if (hours := terms.times[column]) is not None
    ]
    return " · ".join(told)


def current(found: Negotiation) -> Version:
    """Return the version to speak of: in force, else the latest."""
    return found.in_force(wall()) or found.versions[-1]


def age_days(found: Negotiation) -> int | None:
    """Return how many days the version in force has counted, as of the data."""
    version = found.in_force(wall())
    if version is None or version.starts is None:
        return None
    return max(0, (session.moment() - version.starts).days)


def renewal_due(found: Negotiation) -> bool:
    """Say whether what counts is older than a year, and nobody has put another offer."""
    days = age_days(found)
    return days is not None and days > YEAR_DAYS


def days(n: int, say: Words) -> str:
    """Write an age in the unit that people use."""
    if n < 60:
        return say.plural("{n} day", "{n} days", n)
    return say.plural("{n} month", "{n} months", round(n / 30.4))


def day(found: date | None, say: Words) -> str:
    """Write a day; a dash where there is none."""
    return "–" if found is None else say.date(found)


def place(found: Negotiation, view: View, **more: str) -> str:
    """Return the address of a negotiation's page."""
    named = {"agreement": found.agreement} | address.link_params(found.link)
    return address.href("agreements", view, **named, **more)


def plain_target(kpi: str, number: float, say: Words) -> str:
    """Write a target for a field, as it may be typed: 95 %, 48, 4.2."""
    if indicator.unit(kpi) == "share":
        return target(kpi, number, say).replace("\xa0", " ")
    return f"{number:g}"
