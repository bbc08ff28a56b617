"""The views: attribute columns, names that stand for others, work inside a party."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpi.store import Store, open_store, remake_views
from tests.book import Book

PLAIN = "SELECT supplier, customer, service, count(*) FROM handoffs GROUP BY ALL"


def links(store: Store) -> list[Any]:
    rows = store.cursor().execute("SELECT supplier, customer FROM handoffs ORDER BY ALL")
    return rows.fetchall()


def let_stand(store: Store, *pairs: tuple[str, str]) -> None:
    """Write names as decisions do, and make the views again."""
    with store.write() as cursor:
        for change, (name, party) in enumerate(pairs, 1):
            cursor.execute(
                "INSERT INTO party_names (change, name, party, reason, who, made_at)"
                " VALUES (?, ?, ?, 'r', 'w', '2026-01-01')",
                [change, name, party],
            )
        remake_views(cursor)


def test_without_names_reading_handoffs_has_no_join_and_no_filter(book: Book) -> None:
    plan = book.cursor().execute(f"EXPLAIN {PLAIN}").fetchall()[0][1]
    assert "STATED_HANDOFFS" in plan.upper()
    assert "JOIN" not in plan
    assert "<>" not in plan
    assert "!=" not in plan


def test_handoffs_have_the_attribute_columns_that_the_store_has(book: Book) -> None:
    book.handoff("2026-03-02")
    with book.store.write() as cursor:
        for table in ("stated_handoffs", "handoff_assertions"):
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN a1 VARCHAR")
        cursor.execute("UPDATE stated_handoffs SET a1 = 'norte'")
        cursor.execute(
            "INSERT INTO derived_handoffs (handoff_id, case_id, supplier, customer, service,"
            " requested_at, load, line, stated)"
            " VALUES ('d', 'c', 'A', 'B', '', '2026-03-02', 1, 1, false)"
        )
        remake_views(cursor)
    rows = book.cursor().execute("SELECT handoff_id, a1, derived FROM handoffs ORDER BY 1")
    assert rows.fetchall() == [("d", None, True), ("h1", "norte", False)]


def test_a_chain_of_names_leads_to_the_last(book: Book) -> None:
    for name in ("a", "b", "c", "d"):
        book.handoff("2026-03-02", link=(name, "z", ""))
    let_stand(book.store, ("a", "b"), ("b", "c"))
    assert links(book.store) == [("c", "z"), ("c", "z"), ("c", "z"), ("d", "z")]


def test_names_that_lead_in_a_circle_stand_for_themselves(book: Book) -> None:
    # No decision makes one; a damaged table must not hang the program.
    book.handoff("2026-03-02", link=("a", "b", ""))
    let_stand(book.store, ("a", "b"), ("b", "a"))
    assert links(book.store) == [("a", "b")]


def test_work_inside_a_party_is_kept_apart_from_links(book: Book) -> None:
    book.handoff("2026-03-02", link=("a", "A", ""))
    book.handoff("2026-03-02", link=("A", "z", ""))
    let_stand(book.store, ("a", "A"))
    assert links(book.store) == [("A", "z")]
    inside = book.cursor().execute("SELECT handoff_id, supplier, customer FROM inside_handoffs")
    assert inside.fetchall() == [("h1", "A", "A")]
    # It is a party still, and nothing was written over.
    parties = book.cursor().execute("SELECT party FROM parties ORDER BY 1").fetchall()
    assert ("A",) in parties
    assert ("a",) not in parties
    raw = book.cursor().execute("SELECT supplier FROM stated_handoffs ORDER BY 1").fetchall()
    assert raw == [("A",), ("a",)]


def test_the_own_row_of_the_name_that_stays_speaks_for_the_party(book: Book) -> None:
    with book.store.write() as cursor:
        cursor.execute(
            "INSERT INTO party_rows (party, external, owner, load, line) VALUES"
            " ('A', 'no', 'Ana', 1, 2), ('a', 'customer', 'Eva', 2, 2), ('b', 'no', 'Luis', 3, 2),"
            " ('B', 'no', 'Sol', 4, 2)"
        )
    let_stand(book.store, ("a", "A"), ("b", "new"), ("B", "new"))
    rows = book.cursor().execute("SELECT party, external, owner FROM stated_parties ORDER BY 1")
    # 'new' has no row of its own: the latest of the others speaks.
    assert rows.fetchall() == [("A", "no", "Ana"), ("new", "no", "Sol")]


@pytest.mark.parametrize(
    ("scope", "shown"),
    [("", ""), ("a", "A"), ("a > b", "A > B"), ("z > b", "z > B"), ("z > y", "z > y"),
     ("z", "z"), ("x > y", "X")],
)  # fmt: skip
def test_annotations_follow_the_names_of_their_scope(book: Book, scope: str, shown: str) -> None:
    with book.store.write() as cursor:
        cursor.execute("INSERT INTO annotation_rows VALUES ('2026-03-02', 't', ?, 1, 2)", [scope])
    let_stand(book.store, ("a", "A"), ("b", "B"), ("x > y", "X"))
    found = book.cursor().execute("SELECT scope FROM annotations").fetchall()
    assert found == [(shown,)]


def test_agreements_services_contacts_and_actions_follow_the_names(book: Book) -> None:
    book.agree("on_time_rate", 0.9, link=("a", "z", ""))
    book.agree("on_time_rate", 0.9, link=("a", "A", ""), agreement="inner")
    with book.store.write() as cursor:
        cursor.execute(
            "INSERT INTO service_rows (supplier, service, owner, load, line) VALUES"
            " ('a', 's', 'Eva', 2, 2), ('A', 's', 'Ana', 1, 2), ('a', 't', 'Luis', 1, 3)"
        )
        cursor.execute(
            "INSERT INTO contact_rows (contact_id, supplier, customer, service, load, line)"
            " VALUES ('k', 'z', 'a', '', 1, 2)"
        )
        cursor.execute(
            "INSERT INTO action_rows"
            " (action, supplier, customer, service, text, status, kpi, load, line)"
            " VALUES ('AC-1', 'z', 'a', '', 't', 'open', '', 1, 2)"
        )
    let_stand(book.store, ("a", "A"))
    cursor = book.cursor()
    assert cursor.execute("SELECT supplier, customer FROM agreements").fetchall() == [("A", "z")]
    # What it agreed with its other name is stored, and holds no link.
    assert cursor.execute("SELECT count(*) FROM all_agreements").fetchone() == (2,)
    services = cursor.execute("SELECT supplier, service, owner FROM services ORDER BY 2")
    assert services.fetchall() == [("A", "s", "Ana"), ("A", "t", "Luis")]
    for table in ("contacts", "actions"):
        assert cursor.execute(f"SELECT supplier, customer FROM {table}").fetchall() == [("z", "A")]


def test_views_of_another_version_are_made_again_when_the_store_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    with open_store(path) as store, store.write() as cursor:
        cursor.execute("CREATE OR REPLACE VIEW handoffs AS SELECT 'old' AS handoff_id")
        cursor.execute("UPDATE made_views SET fingerprint = 'another'")
    with open_store(path) as store:
        assert store.cursor().execute("SELECT count(*) FROM handoffs").fetchone() == (0,)


def test_two_joins_of_one_table_are_not_taken_for_one(book: Book) -> None:
    # DuckDB 2.0.0 with its optimizer common_subplan answers z here instead of w.
    cursor = book.cursor()
    cursor.execute("CREATE TEMP TABLE t AS SELECT * FROM (VALUES ('x', 'z'), ('y', 'z')) v(a, b)")
    cursor.execute("CREATE TEMP TABLE n AS SELECT 'z' AS name, 'w' AS party")
    both = (
        "(SELECT coalesce(s.party, t.a) AS a, coalesce(c.party, t.b) AS b FROM t"
        " LEFT JOIN n s ON s.name = t.a LEFT JOIN n c ON c.name = t.b)"
    )
    cursor.execute(f"SELECT DISTINCT a FROM {both} UNION SELECT DISTINCT b FROM {both}")
    assert sorted(cursor.fetchall()) == [("w",), ("x",), ("y",)]
