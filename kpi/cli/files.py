"""Commands about loads and the store: undo, loads, export, sample, check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kpi.cli.borrow import opened_to_read
from kpi.cli.load import echo_report
from kpi.cli.options import FAULTS, FilePath, common, echo_rows, formatted, now, opened, words


@click.command("undo")
@click.argument("load", type=int)
@common
@click.pass_context
def undo_command(ctx: click.Context, /, load: int, **_: object) -> None:
    """Take back what a load asserted; LOAD is its number."""
    from kpi.intake import undo

    with opened(ctx) as store:
        undo(store, load, now=now())
    click.echo(words(ctx)("Load {load} was undone.", load=str(load)))


@click.command("loads")
@formatted
@common
@click.pass_context
def loads_command(ctx: click.Context, /, form: str, **_: object) -> None:
    """List the loads, the latest first."""
    from kpi.intake import list_loads

    columns = [
        "load", "kind", "file_name", "who", "loaded_at", "undone_at",
        "records", "new", "updated", "unchanged",
        "conflict_records", "rejected_records", "ignored_records",
    ]  # fmt: skip
    with opened_to_read(ctx) as store:
        rows = [
            {name: getattr(entry, name) for name in columns} for entry in list_loads(store.cursor())
        ]
    echo_rows(rows, form, columns)


@click.command("export")
@click.argument("table")
@click.option(
    "--out",
    type=FilePath(),
    help="File to write; else the terminal.",
)
@click.option("--safe", is_flag=True, help="Keep spreadsheets from reading cells as formulas.")
@common
@click.pass_context
def export_command(
    ctx: click.Context, /, table: str, out: Path | None, safe: bool, **_: object
) -> None:
    """Write a table as CSV in the layout that loads back.

    TABLE is a kind of file that `ingest --as` takes: handoffs, events, agreements, …
    """
    from kpi.intake import export_table

    with opened_to_read(ctx) as store:
        export_table(store.cursor(), table, out if out is not None else sys.stdout, safe=safe)


@click.command("sample")
@click.option("--if-empty", is_flag=True, help="Load it only into a store without any load.")
@click.option(
    "--out",
    type=FilePath(folder=True),
    help="Also write its CSV files into this folder.",
)
@common
@click.pass_context
def sample_command(ctx: click.Context, /, if_empty: bool, out: Path | None, **_: object) -> None:
    """Write and load the sample company."""
    from kpi.intake import list_loads
    from kpi.sample import load_sample, write_sample

    say = words(ctx)
    if out is not None:
        for path in write_sample(out):
            click.echo(str(path))
    with opened(ctx, create=True) as store:
        if if_empty and list_loads(store.cursor()):
            return
        for report in load_sample(store, now=now()):
            echo_report(report.as_json(say), say)


@click.command("check")
@common
@click.pass_context
def check_command(ctx: click.Context, /, **_: object) -> None:
    """Verify that the store is sound; exit status 1 if it is not."""
    from kpi.intake import check

    say = words(ctx)
    with opened_to_read(ctx) as store:
        faults = check(store.cursor())
    for fault in faults:
        click.echo(say.render(fault))
    if faults:
        sys.exit(FAULTS)
    click.echo(say("The store is sound."))
