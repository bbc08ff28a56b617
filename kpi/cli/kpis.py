"""Commands for the catalogue: list, show, add and withdraw KPIs."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from kpi.cli.borrow import opened_to_read
from kpi.cli.options import FilePath, common, echo_rows, formatted, now, opened, words
from kpi.measures import catalogue, kpi_of, unknown_kpis
from kpi.measures.defined import (
    read_definitions,
    save_definitions,
    withdraw_kpi,
    written_definition,
)

COLUMNS = ("kpi", "name", "unit", "better", "dimension", "defined", "waits_for")


@click.group("kpis")
def kpis_command() -> None:
    """List the KPIs of the store, and define your own: list, show, add, withdraw."""


@kpis_command.command("list")
@formatted
@common
@click.pass_context
def list_command(ctx: click.Context, /, form: str, **_: object) -> None:
    """List every KPI, the company's own last."""
    say = words(ctx)
    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        known, unknown = catalogue(cursor), unknown_kpis(cursor)
    rows = [
        {
            "kpi": kpi.id,
            "name": say(kpi.name),
            "unit": kpi.unit,
            "better": kpi.better,
            "dimension": say(kpi.dimension),
            "defined": kpi.definition is not None,
            "waits_for": ", ".join(kpi.waits_for) or None,
        }
        for kpi in known.values()
    ]
    echo_rows(rows, form, COLUMNS)
    for kpi in unknown:
        click.echo(say("Agreements name “{kpi}”, which nobody has defined.", kpi=kpi), err=True)


@kpis_command.command("show")
@click.argument("kpi")
@common
@click.pass_context
def show_command(ctx: click.Context, /, kpi: str, **_: object) -> None:
    """Show what a KPI asks and how it counts; of a defined one, the TOML to share."""
    say = words(ctx)
    with opened_to_read(ctx) as store:
        entry = kpi_of(store.cursor(), kpi)
    if entry.definition is not None:
        click.echo(written_definition(entry.definition), nl=False)
    else:
        click.echo("\n".join(map(say, (entry.name, entry.question, entry.formula))))
        click.echo(say(entry.example.story))
    if entry.waits_for:
        waits = ", ".join(entry.waits_for)
        click.echo(
            say("No data: no file has brought the column “{column}”.", column=waits), err=True
        )


@kpis_command.command("add")
@click.argument("file", type=FilePath(must_exist=True))
@common
@click.pass_context
def add_command(ctx: click.Context, /, file: Path, **_: object) -> None:
    """Define the KPIs of a TOML file; one of the same id is replaced."""
    definitions = read_definitions(file.read_text(encoding="utf-8-sig", errors="replace"))
    with opened(ctx, create=True) as store, store.write() as cursor:
        save_definitions(cursor, definitions, who=getpass.getuser(), now=now().replace(tzinfo=None))
    click.echo(", ".join(definition.id for definition in definitions))


@kpis_command.command("withdraw")
@click.argument("kpi")
@common
@click.pass_context
def withdraw_command(ctx: click.Context, /, kpi: str, **_: object) -> None:
    """Withdraw a KPI that the company defined; its history is kept."""
    with opened(ctx) as store, store.write() as cursor:
        withdraw_kpi(cursor, kpi, who=getpass.getuser(), now=now().replace(tzinfo=None))
