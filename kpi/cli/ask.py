"""Commands that ask: measure, verdicts, balance."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
import duckdb

from kpi.agreements import Link
from kpi.cli.borrow import opened_to_read
from kpi.cli.draft import drafted, judged_as_asked
from kpi.cli.options import (
    OptionError,
    boundary,
    common,
    echo_json,
    echo_rows,
    formatted,
    instant,
    words,
)
from kpi.cli.windowed import of_week, of_window
from kpi.measures import WINDOWS, Grain, Week, Window
from kpi.words import Message

if TYPE_CHECKING:
    from kpi.verdicts import Signal, Verdict

MEASURE_COLUMNS = ("supplier", "customer", "service", "kpi", "period", "value", "n", "good")
VERDICT_COLUMNS = (
    "supplier", "customer", "service", "kpi", "window", "verdict", "value", "n", "good",
    "target", "p_value", "low", "high", "variation", "assurance", "standing_since", "agreement",
)  # fmt: skip


@click.command("measure")
@click.option(
    "--from", "first", help="First day, instant or week (2026-W01); else the data's first."
)
@click.option(
    "--to", "last", help="Where to stop: a day or instant, excluded, or a week, included."
)
@click.option(
    "--grain", type=click.Choice(["week", "month", "quarter"]), default="week", show_default=True,
    help="Length of a period.",
)  # fmt: skip
@click.option(
    "--link", "links", multiple=True, help="SUPPLIER>CUSTOMER or SUPPLIER>CUSTOMER>SERVICE."
)
@click.option("--kpi", "kpis", multiple=True, help="Only these KPIs.")
@formatted
@common
@click.pass_context
def measure_command(
    ctx: click.Context,
    /,
    *,
    first: str | None,
    last: str | None,
    grain: Grain,
    links: tuple[str, ...],
    kpis: tuple[str, ...],
    form: str,
    **_: object,
) -> None:
    """Measure every KPI of every link, period by period."""
    from kpi.verdicts import measure_all

    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        at = instant(ctx, cursor)
        begin, end = _span(cursor, first, last, at)
        frame = measure_all(
            cursor,
            as_of=at,
            grain=grain,
            first=begin,
            last=end,
            links=[parse_link(text) for text in links] or None,
            kpis=list(kpis) or None,
        )
    rows: Any = frame.astype(object).where(frame.notna(), None).to_dict("records")
    echo_rows(rows, form, MEASURE_COLUMNS)


def _span(
    cursor: Any, first: str | None, last: str | None, at: datetime
) -> tuple[datetime, datetime]:
    row = cursor.execute("SELECT min(requested_at) FROM handoffs").fetchone()
    start = row[0] if row and row[0] is not None else at
    begin = boundary(first, "--from", end=False) if first else Week.of(start).start
    return begin, boundary(last, "--to", end=True) if last else Week.of(at).end


def parse_link(text: str, option: str = "--link") -> Link:
    """Read a link written as SUPPLIER>CUSTOMER or SUPPLIER>CUSTOMER>SERVICE.

    Raises
    ------
    OptionError
        If it has another number of parts.

    Examples
    --------
    >>> parse_link("Compras > Almacén > herrajes")
    Link(supplier='Compras', customer='Almacén', service='herrajes')
    """
    parts = [part.strip() for part in text.replace("→", ">").split(">")]
    if len(parts) not in (2, 3) or not all(parts[:2]):
        raise OptionError(
            Message(
                "{option}: “{value}” is not a link. Write it as Supplier>Customer>Service.",
                {"option": option, "value": text},
            )
        )
    return Link(*parts)


def window_of(week: str | None, weeks: int, at: datetime) -> Window:
    """Return the window that ends with a week, by default the last complete one."""
    return Window(Week.parse(week) if week else Week.last_complete(at), weeks)


def _verdict_row(found: Verdict, signal: Signal | None, since: Week | None) -> dict[str, Any]:
    return {
        **found.link._asdict(),
        "kpi": found.kpi,
        "period": found.window.week.label,
        "window": found.window.weeks,
        "verdict": found.verdict,
        "value": found.value,
        "n": found.n,
        "good": found.good,
        "target": found.target,
        "p_value": found.p_value,
        "low": found.low,
        "high": found.high,
        "variation": None if signal is None else signal.variation,
        "assurance": None if signal is None else signal.assurance,
        "standing_since": None if since is None else since.label,
        "agreement": found.agreement,
        "version": found.version,
        "within_chance": found.within_chance,
        "judged_share": found.judged_share,
    }


@click.command("verdicts")
@of_week
@click.option(
    "--window", "weeks", type=click.Choice([str(n) for n in WINDOWS]),
    help="Only this window of weeks; else 1, 4 and 13.",
)  # fmt: skip
@drafted
@formatted
@common
@click.pass_context
def verdicts_command(
    ctx: click.Context,
    /,
    *,
    week: str | None,
    weeks: str | None,
    form: str,
    draft: str | None,
    **_: object,
) -> None:
    """Judge every link against the targets in force."""
    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        at = instant(ctx, cursor)
        windows = [window_of(week, n, at) for n in ([int(weeks)] if weeks else WINDOWS)]
        with judged_as_asked(ctx, cursor, draft, at):
            rows = _verdict_rows(cursor, windows, at)
    echo_rows(rows, form, VERDICT_COLUMNS)


def _verdict_rows(
    cursor: duckdb.DuckDBPyConnection, windows: list[Window], at: datetime
) -> list[dict[str, Any]]:
    from kpi.relations import actions, rebases
    from kpi.verdicts import signals, standing, verdicts

    anew = rebases(actions(cursor, as_of=at))
    # A signal is of a week, whatever window is judged beside it.
    found_signals = signals(cursor, week=windows[0].week, as_of=at, rebases=anew)
    told = {(one.link, one.kpi): one for one in found_signals}
    rows = []
    for window in windows:
        stands = standing(cursor, window=window, as_of=at)
        for found in verdicts(cursor, window=window, as_of=at):
            key = (found.link, found.kpi)
            rows.append(_verdict_row(found, told.get(key), stands.get(key)))
    return rows


@click.command("balance")
@of_window
@drafted
@formatted
@common
@click.pass_context
def balance_command(
    ctx: click.Context,
    /,
    *,
    week: str | None,
    weeks: str,
    form: str,
    draft: str | None,
    **_: object,
) -> None:
    """Say whether the promise outside holds, and which links break it."""
    from kpi.chain import balance, findings
    from kpi.chain.absorbing import yield_model

    with opened_to_read(ctx) as store:
        cursor = store.cursor()
        at = instant(ctx, cursor)
        with judged_as_asked(ctx, cursor, draft, at):
            window = window_of(week, int(weeks), at)
            found = balance(cursor, window=window, as_of=at)
            model = yield_model(cursor, window=window, as_of=at) if form == "json" else None
    if model is not None:
        echo_json(found.as_json() | {"draft": draft, "yield_model": model.as_json()})
        return
    if form == "table":
        say = words(ctx)
        click.echo(f"{say.render(findings.state(found))}. {say.render(findings.headline(found))}")
        click.echo(say.render(findings.promise_line(found)))
    columns = (
        "supplier", "customer", "service", "verdict", "broken_share", "fair_share", "effect",
        "cases_saved", "cases_held", "own_minutes", "inherited_minutes", "late_share",
    )  # fmt: skip
    echo_rows(found.as_json()["all_links"], form, columns)
