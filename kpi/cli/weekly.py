"""The command weekly: the picture of a week, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kpi.cli.ask import window_of
from kpi.cli.borrow import opened_to_read
from kpi.cli.options import FilePath, common, instant, words
from kpi.measures import DEFAULT_WINDOW, WINDOWS

if TYPE_CHECKING:
    from kpi.figures.palette import Theme


@click.command("weekly")
@click.option("--week", help="ISO week, such as 2026-W12; else the last complete one.")
@click.option(
    "--window", "weeks", type=click.Choice([str(n) for n in WINDOWS]), default=str(DEFAULT_WINDOW),
    show_default=True, help="Weeks that the window holds.",
)  # fmt: skip
@click.option(
    "--theme", type=click.Choice(["light", "dark"]),
    help="Colours; else light, and in an HTML file as the reader’s system is. Slides are light.",
)  # fmt: skip
@click.option(
    "--out", required=True, type=FilePath(),
    help="Where to write; the ending says the format: .pdf, .png, .html, .pptx.",
)  # fmt: skip
@common
@click.pass_context
def weekly_command(
    ctx: click.Context,
    /,
    *,
    week: str | None,
    weeks: str,
    theme: str | None,
    out: Path,
    **_: object,
) -> None:
    """Write one week as a picture of 1600×900 for the meeting; --lang decides its language."""
    from kpi.weekly import edition
    from kpi.weekly.files import file_of, format_of

    form = format_of(out)
    say = words(ctx)
    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        at = instant(ctx, cursor)
        found = edition(cursor, window=window_of(week, int(weeks), at), as_of=at)
    out.write_bytes(file_of(found, say, form, cast("Theme | None", theme)))
    click.echo(say("{file}: {week}.", file=out, week=say.week(found.week.monday)), err=True)
