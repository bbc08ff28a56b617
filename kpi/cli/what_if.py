"""The command that asks what mending some links would give."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

import click
import duckdb

from kpi.agreements import Link
from kpi.cli.ask import parse_link, window_of
from kpi.cli.borrow import opened_to_read
from kpi.cli.options import (
    OptionError,
    common,
    echo_json,
    echo_rows,
    formatted,
    instant,
    words,
)
from kpi.cli.windowed import of_window
from kpi.measures import Window
from kpi.words import Message, Words

if TYPE_CHECKING:
    from kpi.chain import Mended, WhatIf

COLUMNS = ("customer", "kept", "cases", "rate", "would_keep", "rate_after", "target")


@click.command("whatif")
@click.option(
    "--mend", "mended", multiple=True,
    help="A link that keeps its promises: SUPPLIER>CUSTOMER>SERVICE, or part of its misses: …=50%.",
)  # fmt: skip
@click.option(
    "--reach", "reached", multiple=True,
    help="A link whose on-time rate rises to this: SUPPLIER>CUSTOMER>SERVICE=95%.",
)  # fmt: skip
@of_window
@formatted
@common
@click.pass_context
def whatif_command(
    ctx: click.Context,
    /,
    *,
    mended: tuple[str, ...],
    reached: tuple[str, ...],
    week: str | None,
    weeks: str,
    form: str,
    **_: object,
) -> None:
    """Say what the promise outside would be, had some links kept more of their promises."""
    from kpi.chain import what_if

    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        at = instant(ctx, cursor)
        window = window_of(week, int(weeks), at)
        asked = dict(_mend(text) for text in mended)
        asked |= _reach(cursor, reached, window, at)
        if not asked:
            raise OptionError(
                Message("Name at least one link, with --mend or --reach. See whatif --help.")
            )
        found = what_if(cursor, window=window, as_of=at, mended=asked)
    if form == "json":
        echo_json(_as_json(found))
        return
    if form == "table":
        _tell(found, words(ctx))
    rows = [{**asdict(c), "rate": c.rate, "rate_after": c.rate_after} for c in found.customers]
    echo_rows(rows, form, COLUMNS)


def parse_share(text: str, option: str) -> float:
    """Read a share written as 0.95, 0,95, 95% or 95 %.

    Raises
    ------
    OptionError
        If it is none, or a bare number above 1, which could mean either.

    Examples
    --------
    >>> parse_share("95 %", "--reach"), parse_share("0,95", "--reach")
    (0.95, 0.95)
    """
    match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%?)", text.strip())
    share = float(match[1].replace(",", ".")) / (100 if match[2] else 1) if match else None
    if share is None or not 0 <= share <= 1:
        raise OptionError(
            Message(
                "{option}: “{value}” is not a share. Write it as 95% or 0.95.",
                {"option": option, "value": text},
            )
        )
    return share


def _mend(text: str) -> tuple[Link, Mended]:
    from kpi.chain import Mended

    named, equals, share = text.partition("=")
    part = parse_share(share, "--mend") if equals else 1.0
    return parse_link(named, "--mend"), Mended.every(part)


def _reach(
    cursor: duckdb.DuckDBPyConnection, asked: tuple[str, ...], window: Window, at: datetime
) -> dict[Link, Mended]:
    """Return the share of its own delays that each link must mend to reach an on-time rate."""
    from kpi.chain import Mended, share_to_mend
    from kpi.verdicts import verdicts

    if not asked:
        return {}
    judged = verdicts(cursor, window=window, as_of=at)
    rates = {v.link: v.value for v in judged if v.kpi == "on_time_rate"}
    found = {}
    for text in asked:
        named, _, share = text.partition("=")
        link = parse_link(named, "--reach")
        rate = rates.get(link)
        if rate is None:
            raise OptionError(
                Message(
                    "--reach: {link} has no handoff that was due in this window.",
                    {"link": link.name},
                )
            )
        aim = parse_share(share, "--reach")
        found[link] = Mended(late=share_to_mend(rate, aim), returns=0.0)
    return found


def _tell(found: WhatIf, say: Words) -> None:
    if found.rate is None or found.rate_after is None:
        click.echo(say("No promise to a customer outside can be counted in this window."))
        return
    click.echo(
        say(
            "The promise would rise from {before} to {after}: {saved} of {cases} cases more.",
            before=say.percent(found.rate),
            after=say.percent(found.rate_after),
            saved=say.number(found.would_keep - found.kept, 1),
            cases=found.cases,
        )
    )
    for link in found.unknown_links:
        click.echo(
            say("{link} has no handoff in the counted cases: it changes nothing.", link=link.name)
        )


def _as_json(found: WhatIf) -> dict[str, object]:
    return {
        "week": found.window.week.label,
        "window": found.window.weeks,
        "kept": found.kept,
        "cases": found.cases,
        "would_keep": found.would_keep,
        "rate": found.rate,
        "rate_after": found.rate_after,
        "mended": [
            {**link._asdict(), "share": parts.late, "returns_share": parts.returns}
            for link, parts in sorted(found.mended.items())
        ],
        "customers": [
            {**asdict(c), "rate": c.rate, "rate_after": c.rate_after} for c in found.customers
        ],
        "unknown_links": [link._asdict() for link in found.unknown_links],
    }
