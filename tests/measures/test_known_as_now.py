"""What is laid out for many questions, inside of another such block too, and after a fault."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from kpi.agreements import Draft, Link, Terms, judged_by
from kpi.measures import due, due_handoffs, known_as_now
from tests.book import LINK, Book

NOON, NEXT_DAY = datetime(2026, 3, 2, 12), datetime(2026, 3, 3, 12)
# One delivered in the evening of the first day, one asked for on the second.
LATE = Draft(Link(*LINK), Terms.of({}, lead_time_hours=1))


@pytest.fixture
def cursor(book: Book) -> duckdb.DuckDBPyConnection:
    book.agree(lead_time_hours=48.0)
    book.handoff("2026-03-02 09:00", delivered="2026-03-02 18:00")
    book.handoff("2026-03-03 09:00")
    return book.cursor()


def seen(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> list[tuple[Any, ...]]:
    due_handoffs(cursor, as_of)
    query = 'SELECT handoff_id, "open", due FROM due_handoffs ORDER BY ALL'
    parties = cursor.execute("FROM parties ORDER BY party").fetchall()
    return [*cursor.execute(query).fetchall(), *parties]


def left(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    kept = "SELECT table_name FROM duckdb_tables() WHERE temporary"
    named = {name for (name,) in cursor.execute(kept).fetchall()} & {"parties", "known_handoffs"}
    variables = "SELECT name FROM duckdb_variables() WHERE value IS NOT NULL"
    set_ = {name for (name,) in cursor.execute(variables).fetchall()}
    return named | set_ & {"agreed_as_now", "known_as_of", "known_under"}


@pytest.mark.parametrize("inner", [NOON, NEXT_DAY])
def test_a_block_inside_of_another_answers_as_it_does_alone(
    cursor: duckdb.DuckDBPyConnection, inner: datetime
) -> None:
    outside, alone = seen(cursor, NOON), seen(cursor, inner)
    with known_as_now(cursor, NOON):
        with known_as_now(cursor, inner):
            assert seen(cursor, inner) == alone
        assert seen(cursor, NOON) == outside
        assert "known_handoffs" in left(cursor)
    assert left(cursor) == set()
    assert seen(cursor, inner) == alone


def test_a_draft_between_two_blocks_counts_in_the_inner_one_alone(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    agreed = seen(cursor, NOON)
    with judged_by(cursor, [LATE]):
        drafted = seen(cursor, NOON)
    assert drafted != agreed
    with known_as_now(cursor, NOON):
        with judged_by(cursor, [LATE]), known_as_now(cursor, NOON):
            assert seen(cursor, NOON) == drafted
        assert seen(cursor, NOON) == agreed
    assert left(cursor) == set()


@pytest.mark.parametrize("statement", ["CREATE TEMP TABLE parties AS FROM nowhere", "FROM nowhere"])
def test_a_fault_while_it_is_laid_out_leaves_nothing_behind(
    cursor: duckdb.DuckDBPyConnection, statement: str
) -> None:
    before = seen(cursor, NOON)
    lay_out = due._lay_out

    def failing(cursor: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
        if statement == "FROM nowhere":
            lay_out(cursor, as_of)
        cursor.execute(statement)

    with (
        patch.object(due, "_lay_out", failing),
        pytest.raises(duckdb.CatalogException, match="nowhere"),
        known_as_now(cursor, NOON),
    ):
        pass
    assert left(cursor) == set()
    with known_as_now(cursor, NOON):
        assert seen(cursor, NOON) == before
