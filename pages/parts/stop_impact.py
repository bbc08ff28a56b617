"""What would be cut if a party or a link stopped, and who gives the same already."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from kpi.agreements import Link
from kpi.chain.structure import (
    CustomerCut,
    ServiceCut,
    StopImpact,
    Structure,
    Supplier,
    cut_cases,
    stop_impact,
    stop_services_line,
    stop_title,
)
from kpi.words import N_, Words
from pages.parts import session
from pages.parts.address import View
from pages.parts.case_table import case_table
from pages.parts.fold import fold
from pages.parts.markup import Column, Html, heading, paragraph, safe, table
from pages.parts.panel import panel
from pages.parts.ready import tell
from pages.parts.structure import structure_of

NOBODY = ""
KEY = "stopped"
CHOICE_WIDTH = 420
OUTCOMES = {
    "kept": N_("promise kept"),
    "broken": N_("promise broken"),
    "unknown": N_("nothing tells"),
    "not due": N_("not due yet"),
}


def show(view: View, say: Words) -> None:
    """Let the reader choose what stops, and show what that cuts; the address holds the choice."""
    known = structure_of(view)
    options = session.remembered(
        "stoppable", lambda: stoppable(known), view.window, session.moment()
    )
    if not options:
        return
    stopped = options.get(st.query_params.get("stop", NOBODY))
    if stopped is None:
        title = say("What if a party or a link stopped?")
        note = say("Choose one to see which cases, services and customers outside it would cut.")
        panel(heading(title, note), key="stop heading")
        _choice(options, NOBODY, say)
        return
    found = _impact(known, stopped, view)
    line = stop_services_line(found)
    note = "" if line is None else say.render(line)
    panel(heading(say.render(stop_title(found)), note), key="stop heading")
    _choice(options, st.query_params["stop"], say)
    if found.cases:
        panel(lambda: _customers(found, say), key="stop customers")
    if found.services:
        panel(lambda: _services(found, say), key="stop services")
    if found.cut:
        _cases(found, view, say)


def stoppable(known: Structure) -> dict[str, str | Link]:
    """Return what can stop by its name in the address: parties but customers, then links."""
    ways = known.ways
    parties: dict[str, str | Link] = {p: p for p in sorted(ways.parties - ways.customers)}
    return parties | {link.name: link for link in sorted(ways.handoffs) if link.name not in parties}


def _choice(options: dict[str, str | Link], chosen: str, say: Words) -> None:
    tell(KEY, chosen)

    def picked() -> None:
        if st.session_state[KEY]:
            st.query_params["stop"] = st.session_state[KEY]
        else:
            st.query_params.pop("stop", None)

    names = session.drawn(
        "names to stop",
        lambda: {name: _named(options.get(name), say) for name in (NOBODY, *options)},
    )
    st.selectbox(
        say("What stops"),
        list(names),
        key=KEY,
        format_func=lambda name: names.get(name, name),
        on_change=picked,
        width=CHOICE_WIDTH,
    )


def _named(what: str | Link | None, say: Words) -> str:
    if what is None:
        return say("nothing")
    if isinstance(what, Link):
        return Link(say.party(what.supplier), say.party(what.customer), what.service).name
    return say.party(what)


def _impact(known: Structure, stopped: str | Link, view: View) -> StopImpact:
    as_of = session.moment()
    found: StopImpact = session.remembered(
        "stop impact",
        lambda: stop_impact(
            session.store().cursor(), stopped, window=view.window, as_of=as_of, known=known
        ),
        view.window,
        as_of,
        stopped,
    )
    return found


def _customers(found: StopImpact, say: Words) -> str:
    columns = (
        Column(say("Customer outside")),
        Column(say("Cases cut"), numeric=True),
        Column(say("Of its cases"), numeric=True),
        Column(say("Another way")),
    )
    rows = [_customer(one, found, say) for one in found.customers if one.cut or not one.reached]
    if not rows:
        return paragraph("note", say("No case of a customer outside passed through there."))
    note = ""
    if found.without_cases:
        note = paragraph(
            "note",
            say("These handoffs name no case: only those given or received there are counted."),
        )
    return table(columns, rows) + note


def _customer(one: CustomerCut, found: StopImpact, say: Words) -> tuple[object, ...]:
    if one.customer in found.unreachable:
        way = say("none left")
    elif one.reached:
        way = say("there is one")
    else:
        way = say("there was none before")
    return (
        say.party(one.customer),
        say.number(one.cut),
        say("{share} of {n}", share=say.percent(one.share, 0), n=say.number(one.cases)),
        way,
    )


def _services(found: StopImpact, say: Words) -> str:
    columns = (
        Column(say("Service")),
        Column(say("Handoffs"), numeric=True),
        Column(say("To")),
        Column(say("Who gives the same already")),
    )
    return table(columns, [_service(one, say) for one in found.services])


def _service(one: ServiceCut, say: Words) -> tuple[object, ...]:
    return (
        one.service or say("no service named"),
        say.number(one.handoffs),
        ", ".join(say.party(customer) for customer in one.customers),
        _instead(one, say),
    )


def _instead(one: ServiceCut, say: Words) -> str | Html:
    if not one.service:
        return "–"
    if not one.replaceable:
        return say("nobody")
    here = [_supplier(supplier, say) for supplier in one.same_customers]
    elsewhere = [_supplier(supplier, say) for supplier in one.others]
    shown = safe(", ".join(here))
    if elsewhere:
        to_others = say("to others: {names}", names=", ".join(elsewhere))
        shown += f'<span class="sub">{safe(to_others)}</span>' if here else safe(to_others)
    return Html(shown)


def _supplier(supplier: Supplier, say: Words) -> str:
    return f"{say.party(supplier.party)} ({say.number(supplier.handoffs)})"


def _cases(found: StopImpact, view: View, say: Words) -> None:
    """Offer the cases that would be cut, to look at and to download."""
    title = say.plural(
        "The {n} case that would be cut", "The {n} cases that would be cut", found.cut
    )
    fold(title, lambda: _cut_cases(found, view, say), key="cases cut")


def _cut_cases(found: StopImpact, view: View, say: Words) -> None:
    as_of = session.moment()
    cases: pd.DataFrame = session.remembered(
        "cut cases",
        lambda: cut_cases(session.store().cursor(), found.stopped, window=view.window, as_of=as_of),
        view.window,
        as_of,
        found.stopped,
    )
    shown = cases.drop(columns="external")
    shown["customer"] = shown["customer"].map(say.party)
    shown["outcome"] = shown["outcome"].map(lambda outcome: say(OUTCOMES[outcome]))
    titles: dict[str, ColumnConfig] = {
        "customer": st.column_config.TextColumn(say("Customer")),
        "outcome": st.column_config.TextColumn(say("What became of it")),
        "handoffs_there": st.column_config.NumberColumn(say("Of them there")),
    }
    case_table(cases, shown, titles, view, say, key="cut cases")
