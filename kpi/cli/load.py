"""Load files from the command line: here, or by whoever has the store open."""

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
    REFUSED,
    FilePath,
    OptionError,
    common,
    echo_json,
    now,
    opened,
    words,
)
from kpi.cli.said import option_for, said, saying
from kpi.store import StoreHeldError
from kpi.words import Message, Words

if TYPE_CHECKING:
    from kpi.intake import LoadReport, Unpacked
    from kpi.intake.inbox import Request

MOST_TOLD = 10


class _KindOfFile(click.ParamType[str]):
    """A kind of file; what they are is known only where a command needs it, as it takes time."""

    name = "kind"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Name every kind."""
        return f"[{'|'.join(_kinds())}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the kind, or fail with those that there are."""
        if value not in _kinds():
            say = words(ctx or click.get_current_context())
            self.fail(
                say(
                    "“{value}” is not a kind of file. Must be one of: {kinds}.",
                    value=value,
                    kinds=", ".join(_kinds()),
                ),
                param,
                ctx,
            )
        return value


def _kinds() -> tuple[str, ...]:
    from kpi.intake import KINDS

    return tuple(KINDS)


@click.command("ingest")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", type=_KindOfFile(), help="What the files hold; else recognised.")
@saying
@click.option(
    "--afresh",
    is_flag=True,
    help="Do not read files as the last ones with their columns were read.",
)
@click.option("--replace-conflicts", is_flag=True, help="Let other values replace the stored ones.")
@click.option("--sheet", help="Sheet to read of an Excel workbook (.xlsx) that has several.")
@click.option(
    "--rejected-out",
    type=FilePath(),
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
    columns: tuple[str, ...],
    dates: tuple[str, ...],
    times_of_day: tuple[str, ...],
    polarity: tuple[str, ...],
    party_fields: tuple[str, ...],
    first_holder: str | None,
    header_line: int | None,
    delimiter: str | None,
    encoding: str | None,
    timezone: str | None,
    afresh: bool,
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
    asked = Request(
        "", getpass.getuser(), say.language, kind, timezone, replace_conflicts, not afresh
    )
    told = said(
        mapping=mapping,
        columns=columns,
        dates=dates,
        times_of_day=times_of_day,
        polarity=polarity,
        party_fields=party_fields,
        first_holder=first_holder,
        header_line=header_line,
        delimiter=delimiter,
        encoding=encoding,
    )
    reports = []
    with tempfile.TemporaryDirectory(prefix="eslabon-") as folder:
        found = inside(files, Path(folder), sheet=sheet)
        if rejected_out is not None:
            _check_rejected_out(rejected_out, (*files, *found[1:]))
        for report in _reports(ctx, found, asked, told, rejected_out):
            reports.append(report)
            if not as_json:
                echo_report(report, say)
    if as_json:
        echo_json(reports)
    if any(report["outcome"] == "refused" for report in reports):
        sys.exit(REFUSED)


def _reports(
    ctx: click.Context,
    found: tuple[Unpacked | LoadReport, ...],
    asked: Request,
    mapping: dict[str, Any],
    rejected_out: Path | None,
) -> Iterator[dict[str, Any]]:
    """Load each file here, or have it loaded by whoever has the store open."""
    from kpi.cli.hand_over import hand_over
    from kpi.intake import LoadReport, ingest

    say = words(ctx)
    try:
        with opened(ctx, create=True) as store:
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
                    remembered=asked.remembered,
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
                request = replace(asked, name=file.name)
                yield hand_over(held, file.path, request, mapping=mapping, now=now())


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


def echo_report(report: dict[str, object], say: Words) -> None:
    """Tell what a load did, with its warnings and first faults, to people."""
    if report["outcome"] == "refused":
        click.echo(
            say("{file}: refused. {why}", file=report["file"], why=report["error"]), err=True
        )
        _echo_question(report["question"])
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
    mapping, times_of_day = report["mapping"], report["times_of_day"]
    if isinstance(mapping, dict) and isinstance(times_of_day, dict):
        for field, clock in times_of_day.items():
            click.echo(
                say(
                    "  “{date}” and “{clock}” are read as one moment, {field}.",
                    date=mapping[field],
                    clock=clock,
                    field=field,
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


def _echo_question(question: object) -> None:
    """Tell each answer with the options that give it."""
    if not isinstance(question, dict):
        return
    click.echo(f"  {question['ask']}", err=True)
    for answer in question["answers"]:
        click.echo(f"    {answer['label']}:  {option_for(answer['mapping'])}", err=True)


def _entries(found: object) -> list[dict[str, object]]:
    return found if isinstance(found, list) else []
