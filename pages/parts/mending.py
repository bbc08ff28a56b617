"""What mending links would give: the smallest repair as steps, and any links to try out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from kpi.agreements import Link
from kpi.chain import (
    Balance,
    Mended,
    SmallestRepair,
    WhatIf,
    repair_title,
    what_if,
    what_if_title,
)
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View, href
from pages.parts.markup import Column, Html, heading, link_name, safe, table
from pages.parts.panel import panel
from pages.parts.ready import tell

PARTS = (0.25, 0.5, 0.75, 1.0)
MOST_STEPS = 6
_BETWEEN = " | "  # links of one address; names are matched whole against the known ones


def show(now: Balance, view: View, say: Words) -> None:
    """Show the smallest repair and the what-if of the window."""
    repair = now.smallest_repair
    if not now.promise.external_cases:
        return
    left, right = st.columns(2, gap="large")
    with left:
        if repair is None:
            note = say("Say in Settings what each customer outside was promised.")
            panel(heading(say("The smallest repair needs a target outside"), note), key="repair")
        else:
            panel(lambda: _steps(repair, view, say), key="repair")
    with right:
        _what_if(now, view, say)


def asked_links(text: str, known: Sequence[Link]) -> list[Link]:
    """Return the known links that an address names."""
    by_name = {link.name: link for link in known}
    return [by_name[name] for name in text.split(_BETWEEN) if name in by_name]


def written(links: Sequence[Link]) -> str:
    """Write links as an address names them."""
    return _BETWEEN.join(link.name for link in links)


def _steps(repair: SmallestRepair, view: View, say: Words) -> str:
    title = say.render(repair_title(repair))
    note = say(
        "smallest repair: the fewest links, the one that saves most first · "
        "cases of customers with a target: {kept} of {cases} kept",
        kept=repair.kept,
        cases=repair.cases,
    )
    if not repair.steps:
        return heading(title, note)
    columns = (
        Column(say("Link to mend")),
        Column(say("Cases saved"), numeric=True),
        Column(say("Promise after it"), numeric=True),
    )
    shown = repair.steps[:MOST_STEPS]
    rows = [
        (
            link_name(step.link, view, say),
            say.number(step.saved),
            say.percent(step.rate_after),
        )
        for step in shown
    ]
    rest = len(repair.steps) - len(shown)
    more = (
        say.plural("{n} more link, less each.", "{n} more links, less each.", rest) if rest else ""
    )
    tried = written([step.link for step in repair.steps])
    address = escape(href("chain", view, mend=tried))
    way = f'<a href="{address}">{safe(say("Try them as a what-if"))}</a>'
    return heading(title, note) + table(columns, rows) + f'<p class="note">{safe(more)} {way}</p>'


def _what_if(now: Balance, view: View, say: Words) -> None:
    known = sorted(effect.link for effect in now.all_links)
    links = asked_links(st.query_params.get("mend", ""), known)
    part = _part()
    found = _answer(view, links, part) if links else None
    title = say("What if a link kept its promises?")
    note = say("Choose links to see what the promise outside would have been.")
    if found is not None:
        title = say.render(what_if_title(found))
        note = say.plural(
            "had {n} link made {share} fewer misses in this window",
            "had {n} links made {share} fewer misses in this window",
            len(links),
            share=say.percent(part, 0),
        )
    panel(heading(title, note), key="what if heading")
    _controls(known, links, part, say)
    if found is not None:
        panel(lambda: _customers(found, say), key="what if")


def _part() -> float:
    asked = st.query_params.get("part", "")
    return next((part for part in PARTS if f"{part * 100:.0f}" == asked), 1.0)


def _answer(view: View, links: Sequence[Link], part: float) -> WhatIf:
    as_of = session.moment()
    found: WhatIf = session.remembered(
        "what if",
        lambda: what_if(
            session.store().cursor(),
            window=view.window,
            as_of=as_of,
            mended=dict.fromkeys(links, Mended.every(part)),
        ),
        view.window,
        as_of,
        written(links),
        part,
    )
    return found


def _controls(known: list[Link], links: list[Link], part: float, say: Words) -> None:
    tell("links mended", links)
    tell("part mended", part)

    def picked() -> None:
        _write("mend", written(st.session_state["links mended"]))

    def parted() -> None:
        chosen = st.session_state["part mended"] or 1.0
        _write("part", "" if chosen == 1.0 else f"{chosen * 100:.0f}")

    names = session.drawn(
        "links to mend",
        lambda: {
            link: Link(say.party(link.supplier), say.party(link.customer), link.service).name
            for link in known
        },
    )
    st.multiselect(
        say("Links that would keep their promises"),
        known,
        key="links mended",
        format_func=lambda link: names.get(link, link.name),
        on_change=picked,
        placeholder=say("Party or service"),
        select_all=False,  # else Enter after a few letters takes every link that matches
        wrap=True,
    )
    st.segmented_control(
        say("Fewer misses by"),
        PARTS,
        key="part mended",
        format_func=lambda part: say.percent(part, 0),
        on_change=parted,
        required=True,
    )


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _customers(found: WhatIf, say: Words) -> str:
    columns = (
        Column(say("Customer outside")),
        Column(say("Kept"), numeric=True),
        Column(say("Would keep"), numeric=True),
        Column(say("Target"), numeric=True),
        Column(say("Cases"), numeric=True),
    )
    rows = [
        (
            say.party(customer.customer),
            say.percent(customer.rate),
            Html(f"<b>{safe(say.percent(customer.rate_after))}</b>"),
            "–" if customer.target is None else say.percent(customer.target),
            say.number(customer.cases),
        )
        for customer in found.customers
    ]
    note = say("Cases still open stay broken here; time spent on rework is not won back.")
    return table(columns, rows) + f'<p class="note">{safe(note)}</p>'
