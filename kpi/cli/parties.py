"""Commands about parties: list them, rename, merge and split, and take that back."""

from __future__ import annotations

import getpass
from datetime import date
from typing import TYPE_CHECKING

import click

from kpi.cli.borrow import opened_to_read
from kpi.cli.options import common, echo_rows, formatted, moment, now, opened, words
from kpi.words import PartyName, Words

if TYPE_CHECKING:
    from kpi.intake import MergePreview, Term

_LIST = """
SELECT party, external, department, owner, promise_target, country, calendar,
       (SELECT list(DISTINCT name ORDER BY name) FROM standing_names n
        WHERE n.party = p.party AND n.name <> p.party) AS names
FROM parties p ORDER BY party
"""


@click.group("parties")
def parties_group() -> None:
    """List parties; rename, merge and split them, which can be undone."""


@parties_group.command("list")
@formatted
@common
@click.pass_context
def list_command(ctx: click.Context, /, form: str, **_: object) -> None:
    """List the parties, with the other names that mean them."""
    with opened_to_read(ctx) as store:
        cursor = store.cursor().execute(_LIST)
        columns = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    if form != "json":
        for row in rows:
            row["names"] = " | ".join(row["names"] or ())
    echo_rows(rows, form, columns)


@parties_group.command("changes")
@formatted
@common
@click.pass_context
def changes_command(ctx: click.Context, /, form: str, **_: object) -> None:
    """List the decisions about names, the latest first."""
    from kpi.intake import list_name_changes

    columns = [
        "change", "names", "party", "valid_from", "valid_to", "reason", "who", "made_at",
        "undone_at",
    ]  # fmt: skip
    with opened_to_read(ctx) as store:
        rows = [
            {name: getattr(change, name) for name in columns}
            for change in list_name_changes(store.cursor())
        ]
    if form != "json":
        for row in rows:
            row["names"] = " | ".join(row["names"])
    echo_rows(rows, form, columns)


@parties_group.command("merge")
@click.argument("names", nargs=-1, required=True)
@click.option("--into", required=True, help="The name that stays: a party, or a new name.")
@click.option("--reason", help="Why; asked for unless --preview.", default="")
@click.option("--preview", is_flag=True, help="Tell what would happen and change nothing.")
@common
@click.pass_context
def merge_command(
    ctx: click.Context,
    /,
    *,
    names: tuple[str, ...],
    into: str,
    reason: str,
    preview: bool,
    **_: object,
) -> None:
    """Let NAMES mean one party, in everything loaded and yet to be loaded."""
    _merge(ctx, names, into, reason, preview=preview)


@parties_group.command("rename")
@click.argument("name")
@click.argument("new_name")
@click.option("--reason", help="Why; asked for unless --preview.", default="")
@click.option("--preview", is_flag=True, help="Tell what would happen and change nothing.")
@common
@click.pass_context
def rename_command(
    ctx: click.Context,
    /,
    *,
    name: str,
    new_name: str,
    reason: str,
    preview: bool,
    **_: object,
) -> None:
    """Show the party NAME as NEW_NAME from now on."""
    _merge(ctx, (name,), new_name, reason, preview=preview)


@parties_group.command("split")
@click.argument("name")
@click.option("--into", required=True, help="The part: a party, or a new name.")
@click.option("--from", "first", help="First day on which NAME means it; else since ever.")
@click.option("--to", "last", help="Last day on which NAME means it; else for ever.")
@click.option("--reason", help="Why; asked for unless --preview.", default="")
@click.option("--preview", is_flag=True, help="Tell what would happen and change nothing.")
@common
@click.pass_context
def split_command(
    ctx: click.Context,
    /,
    *,
    name: str,
    into: str,
    first: str | None,
    last: str | None,
    reason: str,
    preview: bool,
    **_: object,
) -> None:
    """Let NAME mean another party on some days: a team that was divided or handed over.

    A handoff is of the party that its names mean on the day of the request, an agreement of the one
    on its first day.
    """
    from kpi.intake import Term
    from kpi.intake.name_rules import check_term

    term = Term(_day(first, "--from"), _day(last, "--to"))
    check_term(term)
    _decide(ctx, (name,), into, reason, preview=preview, term=term)


def _day(text: str | None, option: str) -> date | None:
    return None if text is None else moment(text, option).date()


@parties_group.command("undo")
@click.argument("change", type=int)
@common
@click.pass_context
def undo_change_command(ctx: click.Context, /, change: int, **_: object) -> None:
    """Take a decision about names back; CHANGE is its number."""
    from kpi.intake import undo_change

    with opened(ctx) as store:
        undo_change(store, change, now=now())
    say = words(ctx)
    click.echo(say("Change {change} of names was undone.", change=str(change)))


def _merge(
    ctx: click.Context, names: tuple[str, ...], into: str, reason: str, *, preview: bool
) -> None:
    from kpi.intake import EVER

    _decide(ctx, names, into, reason, preview=preview, term=EVER)


def _decide(
    ctx: click.Context,
    names: tuple[str, ...],
    into: str,
    reason: str,
    *,
    preview: bool,
    term: Term,
) -> None:
    """Tell what a decision would do, and take it: for ever, or for the days of the term."""
    from kpi.intake import EVER, merge_parties, preview_merge, split_party, told_term

    say = words(ctx)
    with opened_to_read(ctx) if preview else opened(ctx) as store:
        seen = preview_merge(store.cursor(), names, into, term)
        for line in preview_lines(seen, say):
            click.echo(line)
        if preview:
            return
        who = getpass.getuser()
        if term == EVER:
            made = merge_parties(store, names, into, who=who, reason=reason, now=now())
        else:
            made = split_party(store, names[0], into, term, who=who, reason=reason, now=now())
    if term != EVER:
        click.echo(
            say(
                "Change {change}: {name} now means {party} {term}. `parties undo {change}` takes "
                "it back.",
                change=str(made.change),
                name=say.party(made.names[0]),
                party=PartyName(made.party),
                term=told_term(term),
            )
        )
        return
    click.echo(
        say(
            "Change {change}: {names} now means {party}. `parties undo {change}` takes it back.",
            change=str(made.change),
            names=", ".join(say.party(name) for name in made.names),
            party=PartyName(made.party),
        )
    )


def preview_lines(seen: MergePreview, say: Words) -> list[str]:
    """Tell a preview, one sentence a line."""
    from kpi.intake import told_preview

    return [say.render(message) for message in told_preview(seen)]
