"""A signed agreement to print: its words for `kpi.figures.agreement_sheet`."""

from __future__ import annotations

import re

import streamlit as st

from kpi.agreements import SIDES, Negotiation, Version
from kpi.figures.agreement_sheet import Sheet, agreement_sheet
from kpi.words import Words
from pages.parts import agreement_words as told
from pages.parts import indicator, session


def offer(found: Negotiation, say: Words) -> None:
    """Offer the signed version as one page, where there is one."""
    version = signed_version(found)
    if version is None:
        return
    st.download_button(
        say("Download the agreement to print"),
        document(found, version, say),
        file_name=re.sub(r"[^\w-]+", "-", f"{found.agreement}-v{version.number}") + ".html",
        mime="text/html",
        icon=":material/print:",
        on_click="ignore",
    )


def signed_version(found: Negotiation) -> Version | None:
    """Return the version in force, else the next to come into force, else the last that was."""
    running = found.running(told.wall())
    ever = [v for v in found.versions if v.starts is not None]
    return found.in_force(told.wall()) or next(iter(running or ever[-1:]), None)


def document(found: Negotiation, version: Version, say: Words) -> str:
    """Return the page of a signed version as HTML."""
    terms = version.terms
    targets = [
        (indicator.name(kpi, say), told.target(kpi, terms.target(kpi), say))
        for kpi in told.in_order(kpi for kpi, _ in terms.targets)
    ]
    times = [
        (say(name), told.hours_text(hours, say))
        for column, name in told.TIMES.items()
        if (hours := terms.times[column]) is not None
    ]
    valid = [
        (say("First day"), told.day(terms.valid_from, say)),
        (say("Last day"), told.day(terms.valid_to, say) if terms.valid_to else say("none")),
        (say("In force since"), say.instant(version.starts) if version.starts else "–"),
    ]
    link = found.link
    parties = [
        (say("Supplier"), say.party(link.supplier)),
        (say("Customer"), say.party(link.customer)),
        *([(say("Service"), link.service)] if link.service else []),
    ]
    return agreement_sheet(
        Sheet(
            language=say.language,
            where=" · ".join(p for p in (session.settings().company, say("Agreement")) if p),
            title=told.pair(found, say),
            lead=say("{agreement}, version {n}", agreement=found.agreement, n=str(version.number))
            + (f". {version.reason}" if version.reason else ""),
            sections=[
                (say("Parties"), parties),
                (say("Targets"), targets),
                (say("Agreed times, in hours of the supplier"), times),
                (say("Validity"), valid),
            ],
            signatures=[
                (say.party(found.party(side)), _signature(found, version, side, say))
                for side in SIDES
            ],
            stamp=say("Printed {instant} from Eslabón", instant=told.wall()),
        )
    )


def _signature(found: Negotiation, version: Version, side: object, say: Words) -> list[str]:
    at = version.supplier_accepted_at if side == "supplier" else version.customer_accepted_at
    who = [
        step.who
        for step in found.steps
        if step.version == version.number and step.side == side and step.undone_at is None
        if step.action in ("proposed", "countered", "accepted")
    ]
    when = [] if at is None else [say("signed {instant}", instant=at)]
    return [*who[-1:], *when]
