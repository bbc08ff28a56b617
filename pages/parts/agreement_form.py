"""The terms of an offer, as people fill them in: 95 %, 48 h, from a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from kpi.agreements import Link, Terms, checked, parse_target
from kpi.words import Message, UserError, Words
from pages.parts import agreement_evidence, indicator
from pages.parts import agreement_words as told
from pages.parts.panel import panel


@dataclass(frozen=True)
class Offer:
    """What was filled in: the terms, and why; terms is None while something is wrong."""

    terms: Terms | None
    reason: str


def fill(link: Link | None, base: Terms, say: Words, *, key: str) -> Offer:
    """Show the form with the base's terms filled in, and the evidence for what it says now."""
    left, right = st.columns([6, 6], gap="large")
    with left:
        offer, problem = _form(base, say, key)
        if problem is not None:
            panel(f'<p class="problem">{say.render(problem)}</p>', key=f"{key} problem")
    with right:
        if link is not None and offer.terms is not None:
            panel(agreement_evidence.beside(link, offer.terms, say), key=f"{key} evidence")
    return offer


def _form(base: Terms, say: Words, key: str) -> tuple[Offer, Message | None]:
    listed = list(indicator.known())
    listed += [kpi for kpi, _ in base.targets if kpi not in listed]
    chosen = st.multiselect(
        say("Indicators with a target"),
        listed,
        default=[kpi for kpi, _ in base.targets],
        key=f"{key} kpis",
        format_func=lambda kpi: indicator.name(kpi, say),
        placeholder=say("Choose indicators"),
        select_all=False,
        wrap=True,
    )
    written = _targets(chosen, base, say, key)
    hours = _hours(base, say, key)
    first, last = _days(base, say, key)
    reason = st.text_area(
        say("Why"), key=f"{key} reason", height=80, placeholder=say("The other side will read it")
    )
    try:
        units = indicator.units()
        terms = Terms.of(
            {kpi: parse_target(kpi, text, units) for kpi, text in written.items()},
            **{name: _number(text, say(told.TIMES[name])) for name, text in hours.items()},
            valid_from=first,
            valid_to=last,
        )
        return Offer(checked(terms, units), reason), None
    except UserError as fault:
        return Offer(None, reason), indicator.named_in(fault.message, say)


def _targets(chosen: list[str], base: Terms, say: Words, key: str) -> dict[str, str]:
    written = {}
    columns = st.columns(2)
    for number, kpi in enumerate(chosen):
        known = base.target(kpi)
        value = "" if known is None else told.plain_target(kpi, known, say)
        name = indicator.name(kpi, say)
        label = name if indicator.unit(kpi) != "hours" else say("{indicator} (h)", indicator=name)
        hint = "95 %" if indicator.unit(kpi) == "share" else ""
        with columns[number % 2]:
            written[kpi] = st.text_input(label, value, key=f"{key} {kpi}", placeholder=hint)
    return written


def _hours(base: Terms, say: Words, key: str) -> dict[str, str]:
    columns = st.columns(3)
    written = {}
    for column, (name, title) in zip(columns, told.TIMES.items(), strict=True):
        known = base.times[name]
        with column:
            written[name] = st.text_input(
                say("{time} (h)", time=say(title)),
                "" if known is None else f"{known:g}",
                key=f"{key} {name}",
            )
    return written


def _days(base: Terms, say: Words, key: str) -> tuple[date | None, date | None]:
    left, right = st.columns(2)
    with left:
        first = st.date_input(
            say("First day"), base.valid_from, key=f"{key} first", format="YYYY-MM-DD"
        )
    with right:
        last = st.date_input(
            say("Last day, if any"), base.valid_to, key=f"{key} last", format="YYYY-MM-DD"
        )
    return _one(first), _one(last)


def _one(found: object) -> date | None:
    return found if isinstance(found, date) else None


def _number(text: str, field: str) -> float | None:
    """Read the hours of a field; empty is none.

    Raises
    ------
    TermsError
        If it is no number.
    """
    return parse_target(field, text) if text.strip() else None
