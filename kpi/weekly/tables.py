"""The numbers of an edition as plain tables: for readers who do not see the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpi.weekly import told
from kpi.weekly.edition import Edition
from kpi.weekly.link_card import Card
from kpi.words import Words
from kpi.words.terms import VERDICTS
from kpi.words.units import in_unit

NONE = "–"


@dataclass(frozen=True)
class Table:
    """A table in one language; every cell is text, the first of a row names it.

    Parameters
    ----------
    name : str
        What it holds, for programs that read it back.
    numeric : frozenset of int
        Places of the columns that hold numbers.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


def tables(edition: Edition, say: Words) -> tuple[Table, ...]:
    """Return the tables of an edition; rows and columns that say nothing are left out."""
    found = (_promise(edition, say), _links(edition, say), _trend(edition, say))
    return tuple(_without_blank(table) for table in found if table.rows)


def _without_blank(table: Table) -> Table:
    """Leave out the columns of which no row has anything to say."""
    told_ = [p for p in range(len(table.columns)) if any(row[p] != NONE for row in table.rows)]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in told_),
        rows=tuple(tuple(row[place] for place in told_) for row in table.rows),
        numeric=frozenset(at for at, place in enumerate(told_) if place in table.numeric),
    )


def _promise(edition: Edition, say: Words) -> Table:
    promise = edition.promise
    rate = NONE if promise.rate is None else say.percent(promise.rate)
    rows = [
        (say("State"), say.render(edition.state_name)),
        (say("Cases kept"), say.number(promise.kept)),
        (say("Cases counted"), say.number(promise.cases)),
        (say("Rate"), rate),
        (say("Target"), NONE if promise.target is None else say.percent(promise.target)),
        (say("Failing links"), say.number(edition.failing)),
        (say("Links at risk"), say.number(edition.at_risk)),
        (say("All links"), say.number(edition.chain.links)),
    ]
    if promise.all_cases != promise.cases:
        rows[4:4] = [
            (say("Cases kept, with internal requests"), say.number(promise.all_kept)),
            (say("Cases counted, with internal requests"), say.number(promise.all_cases)),
        ]
    columns = (say("Promise outside"), say("Value"))
    return Table("promise", say("The promise in numbers"), columns, tuple(rows), frozenset({1}))


def _links(edition: Edition, say: Words) -> Table:
    columns = (
        say("Link"), say("Service"), say("Verdict"), say("Part of the broken promises"),
        say("Cases that it alone would mend"), say("Own part of the delay"), say("Handoffs"),
        say("Indicator"), say("Value"), say("Target"), say("Agreement"), say("Owner"),
        say("Next step"),
    )  # fmt: skip
    rows = tuple(_link(card, say) for card in edition.cards)
    return Table(
        "links", say("The links to talk about"), columns, rows, frozenset({3, 4, 5, 6, 8, 9})
    )


def _link(card: Card, say: Words) -> tuple[str, ...]:
    found = card.measured
    proposed = card.kind == "agree first"
    return (
        told.link_name(card.link, say),
        card.link.service or NONE,
        say(VERDICTS[card.verdict]),
        NONE if proposed else say.percent(card.broken_share),
        NONE if proposed else say.number(card.cases_saved),
        NONE if card.own_share is None else say.percent(card.own_share, 0),
        say.number(card.handoffs),
        NONE if found is None else say(found.name),
        NONE if found is None or found.value is None else in_unit(found.unit, found.value, say),
        NONE if found is None or found.target is None else in_unit(found.unit, found.target, say),
        NONE if found is None or found.agreement is None else f"{found.agreement} v{found.version}",
        card.owner or NONE,
        told.next_step(card, say),
    )


def _trend(edition: Edition, say: Words) -> Table:
    columns = (say("Week"), say("Cases"), say("Rate"))
    rows = tuple(
        (
            say.week(week.week.monday),
            say.number(week.cases),
            NONE if week.rate is None else say.percent(week.rate),
        )
        for week in reversed(edition.trend.weeks)
    )
    return Table(
        "trend", say("The promise outside, week by week"), columns, rows, frozenset({1, 2})
    )
