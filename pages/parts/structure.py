"""How the company hangs together: what stands on every way, loops, bridges, duplicated supply."""

from __future__ import annotations

from kpi.agreements import Link
from kpi.chain import structure as graph
from kpi.chain.structure import OnEveryWay, Structure, structure_lines, structure_title
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View, href
from pages.parts.markup import Column, Html, heading, link_name, safe, table
from pages.parts.panel import panel

MOST_ROWS = 10


def show(view: View, say: Words) -> None:
    """Show the structure of the window."""
    found = structure_of(view)
    if found.ways.handoffs:
        panel(lambda: _told(found, view, say), key="structure")


def structure_of(view: View) -> Structure:
    """Return the structure of the view's window."""
    as_of = session.moment()
    found: Structure = session.remembered(
        "structure",
        lambda: graph.structure(session.store().cursor(), window=view.window, as_of=as_of),
        view.window,
        as_of,
    )
    return found


def _told(found: Structure, view: View, say: Words) -> str:
    note = say("how the company hangs together: every link of this window, from where work begins")
    columns = (
        Column(say("On every way")),
        Column(say("To")),
        Column(say("Cases through it"), numeric=True),
        Column(say("If it stops")),
    )
    rows = [_row(one, found, view, say) for one in found.on_every_way[:MOST_ROWS]]
    lines = "".join(f"<li>{safe(say.render(line))}</li>" for line in structure_lines(found))
    rest = len(found.on_every_way) - len(rows)
    more = f'<p class="note">{safe(say.plural("{n} more.", "{n} more.", rest))}</p>' if rest else ""
    return "".join(
        (
            heading(say.render(structure_title(found)), note),
            table(columns, rows) if rows else "",
            more,
            f"<ul>{lines}</ul>",
        )
    )


def _row(one: OnEveryWay, found: Structure, view: View, say: Words) -> tuple[object, ...]:
    name = one.what.name if isinstance(one.what, Link) else one.what
    shown = link_name(one.what, view, say) if isinstance(one.what, Link) else say.party(one.what)
    way = href("chain", view, stop=name)
    share = "–"
    if found.cases and not found.without_cases:
        share = f"{say.number(one.cases)} · {say.percent(one.cases / found.cases, 0)}"
    return (
        shown,
        ", ".join(say.party(customer) for customer in one.customers),
        share,
        Html(f'<a href="{safe(way)}">{safe(say("see what is cut"))}</a>'),
    )
