"""Commands that say how the company hangs together, and what a stop would cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kpi.agreements import Link
from kpi.cli.ask import parse_link, window_of
from kpi.cli.borrow import opened_to_read
from kpi.cli.options import (
    OptionError,
    common,
    echo_json,
    echo_rows,
    formatted,
    instant,
    words,
)
from kpi.cli.windowed import of_window
from kpi.words import Message

if TYPE_CHECKING:
    from kpi.chain.structure import StopImpact, Structure

STRUCTURE_COLUMNS = ("finding", "what", "whom", "handoffs", "cases")
STOP_COLUMNS = ("cut", "what", "cases", "cases_cut", "share", "reached", "handoffs", "instead")


@click.command("structure")
@of_window
@formatted
@common
@click.pass_context
def structure_command(
    ctx: click.Context, /, *, week: str | None, weeks: str, form: str, **_: object
) -> None:
    """Say what stands on every way to the customer outside; loops, bridges, duplicated supply."""
    from kpi.chain.structure import (
        structure,
        structure_as_json,
        structure_lines,
        structure_title,
    )

    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        at = instant(ctx, cursor)
        found = structure(cursor, window=window_of(week, int(weeks), at), as_of=at)
    if form == "json":
        echo_json(structure_as_json(found))
        return
    if form == "table":
        say = words(ctx)
        for message in (structure_title(found), *structure_lines(found)):
            click.echo(say.render(message))
    echo_rows(_rows(found), form, STRUCTURE_COLUMNS)


def _rows(found: Structure) -> list[dict[str, Any]]:
    ways = [
        _row("on every way", _name(o.what), "; ".join(o.customers), cases=o.cases)
        for o in found.on_every_way
    ]
    bridges = [_row("bridge", f"{b.a} – {b.b}", "; ".join(b.behind)) for b in found.bridges]
    loops = [_row("loop", " → ".join(o.way), "; ".join(o.parties), o.handoffs) for o in found.loops]
    pairs = [_row("ping-pong", f"{p.a} ⇄ {p.b}", "", p.handoffs) for p in found.ping_pong]
    same = [
        _row(
            "same service",
            "; ".join(supplier.party for supplier in one.suppliers),
            one.customer or "",
            sum(supplier.handoffs for supplier in one.suppliers),
        )
        for one in found.same_service
    ]
    apart = [_row("leads nowhere", party, "") for party in found.leading_nowhere]
    return (
        ways
        + bridges
        + loops
        + pairs
        + same
        + apart
        + [_row("isolated", party, "") for party in found.isolated]
    )


def _row(
    finding: str, what: str, whom: str, handoffs: int | None = None, cases: int | None = None
) -> dict[str, Any]:
    return {"finding": finding, "what": what, "whom": whom, "handoffs": handoffs, "cases": cases}


def _name(what: str | Link) -> str:
    return what.name if isinstance(what, Link) else what


@click.command("stop")
@click.argument("party", required=False)
@click.option("--link", help="A link instead: SUPPLIER>CUSTOMER or SUPPLIER>CUSTOMER>SERVICE.")
@of_window
@formatted
@common
@click.pass_context
def stop_command(
    ctx: click.Context,
    /,
    *,
    party: str | None,
    link: str | None,
    week: str | None,
    weeks: str,
    form: str,
    **_: object,
) -> None:
    """Say which cases, customers outside and services are cut if a party or a link stops."""
    from kpi.chain.structure import (
        cut_cases,
        stop_as_json,
        stop_impact,
        stop_services_line,
        stop_title,
    )

    if (party is None) == (link is None):
        raise OptionError(Message("Name a party, or a link with --link; one of them."))
    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        at = instant(ctx, cursor)
        window = window_of(week, int(weeks), at)
        stopped = party if party is not None else parse_link(str(link))
        found = stop_impact(cursor, stopped, window=window, as_of=at)
        cases = cut_cases(cursor, stopped, window=window, as_of=at)
    if form == "json":
        echo_json(stop_as_json(found, cases["case_id"].tolist()))
        return
    if form == "table":
        say = words(ctx)
        for message in (stop_title(found), stop_services_line(found)):
            if message is not None:
                click.echo(say.render(message))
    echo_rows(_stop_rows(found), form, STOP_COLUMNS)


def _stop_rows(found: StopImpact) -> list[dict[str, Any]]:
    customers = [
        {
            "cut": "customer", "what": one.customer, "cases": one.cases, "cases_cut": one.cut,
            "share": one.share, "reached": one.reached,
        }
        for one in found.customers
    ]  # fmt: skip
    services = [
        {
            "cut": "service",
            "what": one.service,
            "handoffs": one.handoffs,
            "instead": "; ".join(s.party for s in (*one.same_customers, *one.others)),
        }
        for one in found.services
    ]
    return [*customers, *services]
