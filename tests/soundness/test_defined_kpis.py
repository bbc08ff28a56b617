"""KPIs defined at random, on random handoffs, equal a count by hand in plain Python (§5)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from kpi.measures import measure
from kpi.measures.defined import Condition, Definition, save_definitions
from kpi.store import open_store, remake_views
from tests.book import Book

from .oracle_measures import percentile

START, AS_OF = datetime(2026, 3, 2), datetime(2026, 3, 20, 12)
WORDS = {"en": "One", "es": "Uno"}
CELLS = (
    None, "", "  ", "5", "4.9", "2,5", "-3", "+7", "1,234", "0,125", "12,3456", "1.5e3", "N/A",
    "Roto", "roto ", "ROTO", "no roto", "it's", "2026-03-09", "2026-03-10", "2026-02-30", "nan",
)  # fmt: skip
TEXTS = ("roto", "Roto", "it's", "5", "%", "o")
NUMBERS = (0.0, 2.5, 4.9, 5.0, 7.25)
DAYS = ("2026-03-09", "2026-03-10", "2026-03-05")
TIMES = ("requested_at", "delivered_at", "due")


@dataclass(frozen=True)
class Row:
    """A handoff as it is known at as-of; its cells by the names that definitions use."""

    requested_at: datetime
    due: datetime | None
    delivered_at: datetime | None
    rating: int | None
    note: str | None


def as_text(value: object) -> str | None:
    """The text of a cell without the space around it; None where there is none."""
    return None if value is None else str(value).strip(" ") or None


def as_number(value: object) -> float | None:
    """A number with a point, or with a comma that cannot separate thousands."""
    text = as_text(value) or ""
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"[+-]?(\d+,(\d{1,2}|\d{4,})|0,\d+)", text):
        return float(text.replace(",", "."))
    return None


def as_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    try:
        return date.fromisoformat(as_text(value) or "")
    except ValueError:
        return None


def holds(one: Condition, row: Row) -> bool | None:  # noqa: PLR0911 - one for each comparison
    """Whether a comparison holds; None where the cell cannot be compared."""
    cell, value = getattr(row, one.column), one.value
    text = as_text(cell)
    low = text.lower() if text else None
    if isinstance(value, float):
        number = as_number(cell)
        if number is None:
            return None
        return {
            "at least": number >= value,
            "at most": number <= value,
            "more than": number > value,
            "less than": number < value,
        }[one.comparison]
    if one.comparison in ("on or after", "before"):
        day, limit = as_day(cell), date.fromisoformat(str(value))
        return None if day is None else (day >= limit) == (one.comparison == "on or after")
    if one.comparison in ("is filled", "is empty"):
        return (text is None) == (one.comparison == "is empty")
    if isinstance(value, tuple):
        return low in [word.lower() for word in value]
    word = str(value).lower()
    if one.comparison == "contains":
        return low is not None and word in low
    return (low == word) == (one.comparison == "equals")


def all_of(told: list[bool | None]) -> bool | None:
    """Whether all hold: one that does not settles it, otherwise one untold leaves it untold."""
    return False if False in told else None if None in told else True


def by_hand(definition: Definition, rows: list[Row]) -> dict[str, tuple[float, int]]:
    """Week -> value and n."""
    weeks: dict[str, list[float]] = {}
    for row in rows:
        at = {"delivered": row.delivered_at, "requested": row.requested_at, "due": row.due}[
            definition.over
        ]
        if at is None or at > AS_OF or any(holds(one, row) is not True for one in definition.only):
            continue
        if definition.measure == "share":
            told = [holds(one, row) for one in definition.good]
            if definition.match == "any":
                none = all_of([None if one is None else not one for one in told])
                good = None if none is None else not none
            else:
                good = all_of(told)
            value = None if good is None else float(good)
        else:
            value = as_number(getattr(row, definition.column))
        if value is not None:
            year, week, _ = at.isocalendar()
            weeks.setdefault(f"{year}-W{week:02d}", []).append(value)
    if definition.measure == "percentile":
        share = definition.percentile / 100
        return {week: (percentile(found, share), len(found)) for week, found in weeks.items()}
    return {week: (sum(found) / len(found), len(found)) for week, found in weeks.items()}


def random_condition(rng: random.Random) -> Condition:
    kind = rng.choice(["text", "text", "number", "number", "day", "filled"])
    if kind == "number":
        comparison = rng.choice(["at least", "at most", "more than", "less than"])
        return Condition(rng.choice(["note", "rating"]), comparison, rng.choice(NUMBERS))
    if kind == "day":
        column = rng.choice(["note", *TIMES])
        return Condition(column, rng.choice(["on or after", "before"]), rng.choice(DAYS))
    if kind == "filled":
        column = rng.choice(["note", "rating", *TIMES])
        return Condition(column, rng.choice(["is filled", "is empty"]))
    comparison = rng.choice(["equals", "differs from", "contains", "one of"])
    words = tuple(rng.sample(TEXTS, 2))
    return Condition("note", comparison, words if comparison == "one of" else words[0])


def random_definition(rng: random.Random, number: int) -> Definition:
    measured = rng.choice(["share", "share", "percentile", "mean"])
    plain = measured == "share"
    return Definition(
        id=f"kpi_{number}",
        name=WORDS,
        question=WORDS,
        dimension="quality",
        unit="share" if plain else "number",
        better=rng.choice(["higher", "lower"]),
        measure=measured,
        over=rng.choice(["delivered", "requested", "due"]),
        good=tuple(random_condition(rng) for _ in range(rng.randint(1, 3))) if plain else (),
        match=rng.choice(["all", "any"]) if plain else "all",
        only=tuple(random_condition(rng) for _ in range(rng.choice([0, 0, 1, 2]))),
        column="" if plain else rng.choice(["note", "rating"]),
        percentile=float(rng.choice([10, 50, 90])) if measured == "percentile" else 50.0,
    )


def random_rows(rng: random.Random, book: Book, count: int) -> list[Row]:
    """Write handoffs into the store, and return them as they are known at as-of."""
    rows = []
    for _ in range(count):
        requested = START + timedelta(hours=rng.randrange(24 * 18))
        due = rng.choice([None, requested + timedelta(hours=rng.randrange(1, 150))])
        delivered = rng.choice([None, requested + timedelta(hours=rng.randrange(1, 200))])
        rating = rng.choice([None, *range(1, 6)]) if delivered else None
        note = rng.choice(CELLS)
        book.handoff(requested, due, delivered, rating=rating, a1=note)
        if requested > AS_OF:
            continue
        known = delivered if delivered and delivered <= AS_OF else None
        rows.append(Row(requested, due, known, rating if known else None, note))
    return rows


@pytest.fixture
def book() -> Iterator[Book]:
    with open_store(":memory:") as store:
        with store.write() as cursor:
            for table in ("stated_handoffs", "handoff_assertions"):
                cursor.execute(f"ALTER TABLE {table} ADD COLUMN a1 VARCHAR")
            cursor.execute("INSERT INTO attributes VALUES ('note', 'a1')")
            remake_views(cursor)
        yield Book(store)


@pytest.mark.parametrize("seed", range(3))
def test_random_definitions_equal_a_count_by_hand(book: Book, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    rows = random_rows(rng, book, 60)
    definitions = [random_definition(rng, number) for number in range(30)]
    with book.store.write() as cursor:
        save_definitions(cursor, definitions, who="Ana", now=START)
    frame = measure(
        book.cursor(),
        as_of=AS_OF,
        first=START,
        last=AS_OF + timedelta(days=1),
        kpis=[one.id for one in definitions],
    )
    compared = 0
    for one in definitions:
        mine = frame[frame["kpi"] == one.id]
        found = {r.period: (r.value, r.n) for r in mine.itertuples() if r.n}
        expected = by_hand(one, rows)
        assert found.keys() == expected.keys(), one
        for week, (value, n) in expected.items():
            assert found[week] == (pytest.approx(value), n), (one, week)
        compared += len(expected)
    assert compared >= 30  # the random definitions do count something
