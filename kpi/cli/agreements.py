"""Commands about agreements: list, show, draft; the steps are in `kpi.cli.agreement_steps`."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import click

from kpi.cli.agreement_steps import STEPS, wall
from kpi.cli.borrow import opened_to_read
from kpi.cli.options import (
    common,
    echo_json,
    echo_rows,
    formatted,
    instant,
    now,
    opened,
)

if TYPE_CHECKING:
    pass

COLUMNS = (
    "agreement", "supplier", "customer", "service", "state", "waits_for", "version_in_force",
    "in_force_since",
)  # fmt: skip
DRAFT_COLUMNS = (
    "supplier", "customer", "service", "lead_time_hours", "on_time_rate", "first_time_right",
    "deliveries", "median_hours", "slow_hours",
)  # fmt: skip


@click.group("agreements")
def agreements_group() -> None:
    """Negotiate what supplier and customer of a link agree."""


@agreements_group.command("list")
@click.option("--party", help="Only agreements of this party.")
@click.option("--waiting", is_flag=True, help="Only those that wait for an answer.")
@formatted
@common
@click.pass_context
def list_command(
    ctx: click.Context, /, *, party: str | None, waiting: bool, form: str, **_: object
) -> None:
    """List agreements: what each is, and who owes an answer."""
    from kpi.agreements import negotiation_as_json, negotiations

    with opened_to_read(ctx) as store:
        at = wall(store)
        rows = [
            negotiation_as_json(found, at)
            for found in negotiations(store.cursor())
            if party is None or found.side_of(party)
            if not waiting or found.turn
        ]
    if form != "json":
        rows = [row | {"waits_for": ", ".join(row["waits_for"])} for row in rows]
    echo_rows(rows, form, COLUMNS)


@agreements_group.command("show")
@click.argument("agreement")
@common
@click.pass_context
def show_command(ctx: click.Context, /, agreement: str, **_: object) -> None:
    """Print one agreement with its versions and every step, as JSON."""
    from kpi.agreements import negotiation, negotiation_as_json

    with opened_to_read(ctx) as store:
        echo_json(negotiation_as_json(negotiation(store.cursor(), agreement), wall(store)))


@agreements_group.command("draft")
@click.option(
    "--weeks", type=int, default=26, show_default=True, help="Complete weeks to look back on."
)
@click.option("--whole", is_flag=True, help="Look back on the whole record instead.")
@click.option("--send", is_flag=True, help="Send them as proposals; nobody has accepted them.")
@click.option("--who", help="Your name; else that of your account.")
@formatted
@common
@click.pass_context
def draft_command(
    ctx: click.Context, /, *, weeks: int, whole: bool, send: bool, who: str | None, form: str,
    **_: object,
) -> None:  # fmt: skip
    """Draft proposals from history for links without an agreement."""
    from kpi.agreements import Signer, negotiations, propose_all, terms_as_json
    from kpi.chain import drafts_from_history

    with opened(ctx) if send else opened_to_read(ctx) as store:
        cursor, today = store.cursor(), wall(store).date()
        found = drafts_from_history(
            cursor,
            as_of=instant(ctx, cursor),
            weeks=None if whole else weeks,
            valid_from=today,
            skip={one.link for one in negotiations(cursor) if one.turn},
        )
        if send:
            signer = Signer("", who or getpass.getuser(), now())
            propose_all(store, [(d.draft.link, d.draft.terms) for d in found], signer)
    rows = [
        {
            **d.draft.link._asdict(),
            **terms_as_json(d.draft.terms),
            **dict(d.draft.terms.targets),
            "deliveries": d.deliveries,
            "median_hours": d.median_hours,
            "slow_hours": d.slow_hours,
        }
        for d in found
    ]
    echo_rows(rows, form, DRAFT_COLUMNS)


for _step in STEPS:
    agreements_group.add_command(_step)
