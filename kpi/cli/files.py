"""Commands about files and loads: ingest, undo, loads, export, sample, check."""

from __future__ import annotations

import getpass
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kpi.cli.options import (
    FAULTS,
    REFUSED,
    OptionError,
    common,
    echo_json,
    echo_rows,
    formatted,
    now,
    opened,
    words,
)
from kpi.store import StoreHeldError
from kpi.words import Message, Words

if TYPE_CHECKING:
    from kpi.intake import LoadReport, Unpacked
    from kpi.intake.inbox import Request

MOST_TOLD = 10
KINDS = ("handoffs", "events", "agreements", "parties", "annotations")


@click.command("ingest")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--as", "kind", type=click.Choice(KINDS), help="What the files hold; else recognised."
)
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file that says which column is which.",
)
@click.option("--timezone", help="IANA zone of times without one, if not the company's.")
@click.option("--replace-conflicts", is_flag=True, help="Let other values replace the stored ones.")
@click.option("--sheet", help="Sheet to read of an Excel workbook (.xlsx) that has several.")
@click.option(
    "--rejected-out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV to write with the records kept out and why, to be mended and loaded; of one file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole report as JSON.")
@common
@click.pass_context
def ingest_command(
    ctx: click.Context,
    /,
    *,
    files: tuple[Path, ...],
    kind: str | None,
    mapping: Path | None,
    timezone: str | None,
    replace_conflicts: bool,
    sheet: str | None,
    rejected_out: Path | None,
    as_json: bool,
    **_: object,
) -> None:
    """Load CSV files; each one whole or not at all.

    Files may be compressed (.csv.gz, .zip), or Excel workbooks (.xlsx).

    While a dashboard has the store open, it loads them in our stead.
    """
    from kpi.cli.inside import inside
    from kpi.intake.inbox import Request

    say = words(ctx)
    asked = Request("", getpass.getuser(), say.language, kind, timezone, replace_conflicts)
    reports = []
    with tempfile.TemporaryDirectory(prefix="eslabon-") as folder:
        found = inside(files, Path(folder), sheet=sheet)
        if rejected_out is not None:
            _check_rejected_out(rejected_out, (*files, *found[1:]))
        for report in _reports(ctx, found, asked, mapping, rejected_out):
            reports.append(report)
            if not as_json:
                _echo_report(report, say)
    if as_json:
        echo_json(reports)
    if any(report["outcome"] == "refused" for report in reports):
        sys.exit(REFUSED)


def _reports(
    ctx: click.Context,
    found: tuple[Unpacked | LoadReport, ...],
    asked: Request,
    mapping: Path | None,
    rejected_out: Path | None,
) -> Iterator[dict[str, Any]]:
    """Load each file here, or have it loaded by whoever has the store open."""
    from kpi.cli.hand_over import hand_over
    from kpi.intake import LoadReport, ingest

    say = words(ctx)
    try:
        with opened(ctx) as store:
            for file in found:
                if isinstance(file, LoadReport):
                    yield file.as_json(say)
                    continue
                report = ingest(
                    store,
                    file.path,
                    name=file.name,
                    now=now(),
                    kind=asked.kind,
                    mapping=mapping,
                    timezone=asked.timezone,
                    replace_conflicts=asked.replace_conflicts,
                    who=asked.who,
                    kept_out=rejected_out,
                    language=asked.language,
                )
                yield report.as_json(say)
    except StoreHeldError as held:
        # It takes files in for us, but writes none where we ask.
        if rejected_out is not None:
            raise
        for file in found:
            if isinstance(file, LoadReport):
                yield file.as_json(say)
            else:
                yield hand_over(held, file.path, replace(asked, name=file.name), mapping=mapping)


def _check_rejected_out(out: Path, files: tuple[Path | Unpacked | LoadReport, ...]) -> None:
    if len(files) > 1:
        raise OptionError(
            Message("--rejected-out takes one file at a time: each has columns of its own.")
        )
    (source,) = files
    if isinstance(source, Path) and out.resolve() == source.resolve():
        raise OptionError(
            Message("--rejected-out would write over {file} itself.", {"file": str(source)})
        )


def _echo_report(report: dict[str, object], say: Words) -> None:
    if report["outcome"] == "refused":
        click.echo(
            say("{file}: refused. {why}", file=report["file"], why=report["error"]), err=True
        )
        return
    click.echo(
        say(
            "{file}: load {load}. {records} records: {new} new, {updated} updated, {unchanged} "
            "unchanged, {conflicts} in conflict, {rejected} rejected, {ignored} ignored.",
            file=report["file"],
            load=str(report["load"]),
            records=report["records"],
            new=report["new"],
            updated=report["updated"],
            unchanged=report["unchanged"],
            conflicts=report["conflict_records"],
            rejected=report["rejected_records"],
            ignored=report["ignored_records"],
        )
    )
    for warning in _entries(report["warnings"]):
        click.echo(f"  ! {warning['message']}")
    rejected = _entries(report["rejected"])
    for fault in rejected[:MOST_TOLD]:
        click.echo(
            say(
                "  line {line}, {column}: {message}",
                line=str(fault["line"]),
                column=fault["column"] or "–",
                message=fault["message"],
            )
        )
    if len(rejected) > MOST_TOLD:
        rest = len(rejected) - MOST_TOLD
        click.echo(
            say.plural("  and {n} more fault", "  and {n} more faults (all with --json)", rest)
        )


def _entries(found: object) -> list[dict[str, object]]:
    return found if isinstance(found, list) else []


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
    with opened(ctx) as store:
        rows = [
            {name: getattr(entry, name) for name in columns} for entry in list_loads(store.cursor())
        ]
    echo_rows(rows, form, columns)


@click.command("export")
@click.argument("table")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; else the terminal.",
)
@click.option("--safe", is_flag=True, help="Keep spreadsheets from reading cells as formulas.")
@common
@click.pass_context
def export_command(
    ctx: click.Context, /, table: str, out: Path | None, safe: bool, **_: object
) -> None:
    """Write a table as CSV in the layout that loads back.

    TABLE is handoffs, events, agreements, parties or annotations.
    """
    from kpi.intake import export_table

    with opened(ctx) as store:
        export_table(store.cursor(), table, out if out is not None else sys.stdout, safe=safe)


@click.command("sample")
@click.option("--if-empty", is_flag=True, help="Load it only into a store without any load.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
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
    with opened(ctx) as store:
        if if_empty and list_loads(store.cursor()):
            return
        for report in load_sample(store, now=now()):
            _echo_report(report.as_json(say), say)


@click.command("check")
@common
@click.pass_context
def check_command(ctx: click.Context, /, **_: object) -> None:
    """Verify that the store is sound; exit status 1 if it is not."""
    from kpi.intake import check

    say = words(ctx)
    with opened(ctx) as store:
        faults = check(store.cursor())
    for fault in faults:
        click.echo(say.render(fault))
    if faults:
        sys.exit(FAULTS)
    click.echo(say("The store is sound."))
