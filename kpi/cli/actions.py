"""Commands about actions: list them, state a new one, end one."""

from __future__ import annotations

import getpass
from datetime import date
from typing import TYPE_CHECKING

import click

from kpi.cli.agreement_steps import wall
from kpi.cli.ask import parse_link
from kpi.cli.borrow import opened_to_read
from kpi.cli.options import (
    common,
    echo_json,
    echo_rows,
    formatted,
    given,
    instant,
    moment,
    now,
    opened,
)

if TYPE_CHECKING:
    from kpi.relations import Doer

COLUMNS = (
    "action", "supplier", "customer", "service", "text", "owner", "due_on", "status", "done_on",
    "overdue", "kpi", "expected",
)  # fmt: skip


@click.group("actions")
def actions_group() -> None:
    """List what is done about links; state, finish and drop actions."""


@actions_group.command("list")
@click.option(
    "--link", "links", multiple=True, help="SUPPLIER>CUSTOMER or SUPPLIER>CUSTOMER>SERVICE."
)
@click.option("--due", is_flag=True, help="Only those overdue or due within seven days.")
@formatted
@common
@click.pass_context
def list_command(
    ctx: click.Context, /, *, links: tuple[str, ...], due: bool, form: str, **_: object
) -> None:
    """List the actions, open ones first; with --as-of, as they stood then."""
    from kpi.relations import action_as_json, actions

    asked = [parse_link(text) for text in links] or None
    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        at = instant(ctx, cursor)
        known = at if given(ctx, "as_of_text") else wall(store)
        rows = [
            action_as_json(one, at)
            for one in actions(cursor, as_of=known, links=asked)
            if not due or one.is_overdue(at) or one.is_due_soon(at)
        ]
    echo_rows(rows, form, COLUMNS)


@actions_group.command("add")
@click.argument("link")
@click.argument("text")
@click.option("--owner", default="", help="Who sees that it gets done.")
@click.option("--due", "due_on", help="The last day on which it should be done, as 2026-03-20.")
@click.option("--kpi", default="", help="The KPI that it should improve.")
@click.option("--expected", help="The value that it should bring the KPI to: 95%, 72.")
@click.option("--rebase", is_flag=True, help="Once done the work is another: charts begin anew.")
@click.option("--who", help="Your name; else that of your account.")
@common
@click.pass_context
def add_command(
    ctx: click.Context, /, *, link: str, text: str, owner: str, due_on: str | None, kpi: str,
    expected: str | None, rebase: bool, who: str | None, **_: object,
) -> None:  # fmt: skip
    """State that TEXT will be done about LINK (SUPPLIER>CUSTOMER or SUPPLIER>CUSTOMER>SERVICE)."""
    from kpi.agreements import parse_target, target_units
    from kpi.measures import kpi_of
    from kpi.relations import action_as_json, new_action

    with opened(ctx) as store:
        cursor = store.cursor()
        if kpi:
            kpi_of(cursor, kpi)
        value = None
        if expected is not None:
            value = parse_target(kpi, expected, target_units(cursor))
        doer = _doer(who)
        made = new_action(
            store,
            parse_link(link, "LINK"),
            text,
            doer,
            owner=owner,
            due_on=_day(due_on, "--due"),
            kpi=kpi,
            expected=value,
            rebase=rebase,
        )
        echo_json(action_as_json(made, wall(store)))


@actions_group.command("finish")
@click.argument("action")
@click.option("--on", "done_on", help="The day on which it was done; else today.")
@click.option("--drop", is_flag=True, help="It was dropped instead, and will not be done.")
@click.option("--who", help="Your name; else that of your account.")
@common
@click.pass_context
def finish_command(
    ctx: click.Context, /, *, action: str, done_on: str | None, drop: bool, who: str | None,
    **_: object,
) -> None:  # fmt: skip
    """Say that ACTION is done, or dropped."""
    from kpi.relations import action_as_json, drop_action, finish_action

    with opened(ctx) as store:
        doer = _doer(who)
        day = _day(done_on, "--on") or wall(store).date()
        end = drop_action if drop else finish_action
        echo_json(action_as_json(end(store, action, day, doer), wall(store)))


def _doer(who: str | None) -> Doer:
    from kpi.relations import Doer

    return Doer(who or getpass.getuser(), now())


def _day(text: str | None, option: str) -> date | None:
    return None if text is None else moment(text, option).date()
