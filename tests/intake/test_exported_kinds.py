"""Whatever a service catalogue or a list of contacts or actions holds leaves and comes back."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.intake import KINDS, check, export_table, ingest
from kpi.intake.values import SPACES
from kpi.store import Store, open_store
from tests.intake.conftest import NOW, load_rows
from tests.intake.test_ingest import NASTY

# Text as reading leaves it: composed, without outer white space, control characters or U+FFFD.
words = (
    st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \n,;|\"'"), max_size=9)
    .map(lambda text: unicodedata.normalize("NFC", text).strip(SPACES))
    .filter(lambda text: "\ufffd" not in text)
)
names = (words | st.sampled_from(NASTY)).filter(bool)
cells = st.none() | names
times = st.integers(0, 10**6).map(lambda n: datetime(2026, 1, 5, 8) + timedelta(seconds=n))

days = st.integers(0, 300).map(lambda n: date(2026, 1, 5) + timedelta(days=n))


@st.composite
def contacts(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number, name in enumerate(draw(st.lists(names, max_size=9))):
        asked = draw(st.none() | times)
        planned = draw(times if asked is None else st.none() | times)
        wait = draw(st.none() | st.integers(0, 10**6))
        answered = None if asked is None or wait is None else asked + timedelta(microseconds=wait)
        row = {"contact_id": f"{number}{name}", "supplier": draw(names), "customer": draw(names)}
        row |= {"service": draw(st.just("") | names), "channel": draw(cells)}
        row |= {"planned_at": planned, "contacted_at": asked, "answered_at": answered}
        rows.append(row | {"subject": draw(cells)})
    return rows


@st.composite
def services(draw: st.DrawFn) -> list[dict[str, Any]]:
    keys = draw(st.lists(st.tuples(names, names), max_size=9, unique=True))
    texts = ("description", "how_to_request", "competences", "owner")
    return [
        {"supplier": supplier, "service": service, "standard": draw(st.none() | st.booleans())}
        | {text: draw(cells) for text in texts}
        for supplier, service in keys
    ]


@st.composite
def actions(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number, name in enumerate(draw(st.lists(names, max_size=9))):
        status = draw(st.sampled_from(["open", "done", "dropped"]))
        opened, due, done = (draw(st.none() | days) for _ in range(3))
        done = opened or date(2026, 3, 9) if status == "done" else None
        kpi, expected = draw(st.sampled_from([("", None), ("on_time_rate", 0.95), ("own", 72.5)]))
        row = {"action": f"{number}{name}", "supplier": draw(names), "customer": draw(names)}
        row |= {"service": draw(st.just("") | names), "text": draw(names), "owner": draw(cells)}
        row |= {"opened_on": opened, "due_on": due, "done_on": done, "status": status}
        row |= {"kpi": kpi, "expected": expected, "rebase": draw(st.none() | st.booleans())}
        rows.append(row)
    return rows


def rows_of(store: Store, kind: str) -> list[tuple[Any, ...]]:
    """Return all that the store shows of a kind, without where it knows it from."""
    columns = ", ".join(KINDS[kind].columns)
    return store.cursor().execute(f"SELECT {columns} FROM {kind} ORDER BY ALL").fetchall()


@pytest.mark.parametrize("safe", [False, True], ids=["verbatim", "safe"])
@pytest.mark.parametrize(
    ("kind", "rows"), [("contacts", contacts()), ("services", services()), ("actions", actions())]
)
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_what_is_exported_comes_back_as_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory,
    kind: str,
    rows: st.SearchStrategy[list[dict[str, Any]]],
    safe: bool,
    data: st.DataObject,
) -> None:
    path = tmp_path_factory.mktemp("exported") / f"{kind}.csv"
    with open_store(":memory:") as store, open_store(":memory:") as other:
        load_rows(store, kind, data.draw(rows))
        export_table(store.cursor(), kind, path, safe=safe)
        report = ingest(other, path, now=NOW, kind=kind)
        assert (report.error, report.rejected) == (None, ())
        assert rows_of(other, kind) == rows_of(store, kind)
        assert check(other.cursor()) == ()
