"""The command that says what follows what in event logs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kpi.cli.borrow import opened_to_read
from kpi.cli.options import boundary, common, echo_rows, formatted, instant

if TYPE_CHECKING:
    from kpi.chain.follows import Step

COLUMNS = ("step", "next_step", "times", "mean_hours", "median_hours")


@click.command("follows")
@click.option(
    "--by", type=click.Choice(["party", "activity"]), default="party", show_default=True,
    help="What the steps are.",
)  # fmt: skip
@click.option(
    "--from", "first", help="First day, instant or week (2026-W01); else the data's first."
)
@click.option(
    "--to", "last", help="Where to stop: a day or instant, excluded, or a week, included."
)
@formatted
@common
@click.pass_context
def follows_command(
    ctx: click.Context,
    /,
    *,
    by: Step,
    first: str | None,
    last: str | None,
    form: str,
    **_: object,
) -> None:
    """Say what directly follows what in event logs, how often and after how long."""
    from kpi.chain import directly_follows

    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        span = {}
        if first:
            span["first"] = boundary(first, "--from", end=False)
        if last:
            span["last"] = boundary(last, "--to", end=True)
        found = directly_follows(cursor, as_of=instant(ctx, cursor), by=by, **span)
    echo_rows([asdict(one) for one in found], form, COLUMNS)
