"""The options that name a week and a window: the same for every command that asks about one."""

from __future__ import annotations

import click

from kpi.cli.options import Function
from kpi.measures import DEFAULT_WINDOW, WINDOWS


def of_week(command: Function) -> Function:
    """Give a command the choice of a week."""
    return click.option("--week", help="ISO week, such as 2026-W12; else the last complete one.")(
        command
    )


def of_window(command: Function) -> Function:
    """Give a command the choice of a week and of how many weeks end with it."""
    weeks = click.option(
        "--window",
        "weeks",
        type=click.Choice([str(n) for n in WINDOWS]),
        default=str(DEFAULT_WINDOW),
        show_default=True,
        help="Weeks that the window holds.",
    )
    return of_week(weeks(command))
