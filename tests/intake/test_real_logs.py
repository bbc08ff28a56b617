"""The three real logs, loaded as they are (../shared/data/README.md says what they hold)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kpi.intake import LoadReport, check, ingest
from kpi.store import Store, open_store
from kpi.words.terms import END_CUSTOMER, UNKNOWN_PARTY

DATA = Path(__file__).parents[3] / "shared" / "data"
NOW = datetime(2026, 4, 1, tzinfo=UTC)
SERVICENOW = "servicenow_incident_event_log.csv"
PERMITS = "permit_receipt_phase.csv"
TRAVEL = "travel_domestic_declarations.csv"

ALL = "FROM handoffs ORDER BY handoff_id"

pytestmark = [
    pytest.mark.real_log,
    pytest.mark.skipif(not DATA.exists(), reason=f"the real logs are not in {DATA}"),
]


@dataclass(frozen=True)
class Known:
    """What the README of the logs says they hold; handoffs and links are those between parties."""

    file: str
    records: int
    parties: int
    handoffs: int
    links: int
    mapping: dict[str, Any] | None = None


# Permits counts its group "EMPTY" as a party, as the built-in mapping does.
LOGS = (
    Known(SERVICENOW, 141_712, 78, 19_087, 1_060),
    Known(PERMITS, 8_577, 10, 5_440, 43),
    Known(TRAVEL, 55_628, 7, 34_287, 17),
    Known(PERMITS, 8_577, 9, 3_853, 33, {"unknown_parties": ["EMPTY"]}),
    Known(TRAVEL, 55_628, 6, 34_198, 14, {"unknown_parties": ["MISSING"]}),
)


@pytest.fixture(scope="module", params=LOGS, ids=lambda log: f"{log.file[:10]}-{log.parties}")
def loaded(request: pytest.FixtureRequest) -> Iterator[tuple[Known, Store, LoadReport]]:
    """Return a log that was loaded into a store of its own."""
    known: Known = request.param
    with open_store(":memory:") as store:
        yield known, store, ingest(store, DATA / known.file, now=NOW, mapping=known.mapping)


def one(store: Store, query: str) -> tuple[Any, ...]:
    row = store.cursor().execute(query).fetchone()
    assert row is not None
    return row


def test_every_record_is_accounted_for(loaded: tuple[Known, Store, LoadReport]) -> None:
    known, _, report = loaded
    assert report.error is None
    assert (report.kind, report.records, report.rejected_records) == ("events", known.records, 0)
    assert report.new + report.ignored_records == known.records


def test_the_handoffs_between_parties_are_those_that_are_known(
    loaded: tuple[Known, Store, LoadReport],
) -> None:
    known, store, _ = loaded
    inside = f"FROM handoffs WHERE customer <> '{END_CUSTOMER}'"
    counted = one(store, f"SELECT count(*), count(DISTINCT (supplier, customer)) {inside}")
    assert counted == (known.handoffs, known.links)
    # One ServiceNow group only ever held cases alone: it is a party that owes them outside.
    parties = "SELECT supplier FROM handoffs UNION SELECT customer FROM handoffs"
    made_up = (END_CUSTOMER, UNKNOWN_PARTY)
    counted = one(store, f"SELECT count(*) FROM ({parties}) p(party) WHERE party NOT IN {made_up}")
    assert counted == (known.parties,)


def test_loading_the_log_again_changes_nothing(loaded: tuple[Known, Store, LoadReport]) -> None:
    known, store, first = loaded
    before = store.cursor().execute(ALL).fetchall()
    again = ingest(store, DATA / known.file, now=NOW, mapping=known.mapping)
    assert (again.new, again.updated, again.unchanged) == (0, 0, first.new)
    assert store.cursor().execute(ALL).fetchall() == before
    assert check(store.cursor()) == ()


@pytest.mark.parametrize("loaded", LOGS[:3], indirect=True, ids=lambda log: log.file[:10])
def test_loading_the_first_half_and_then_the_whole_equals_loading_the_whole(
    loaded: tuple[Known, Store, LoadReport], tmp_path: Path
) -> None:
    known, whole, _ = loaded
    half = tmp_path / known.file
    lines = (DATA / known.file).read_text(encoding="utf-8").splitlines(keepends=True)
    half.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    query = "SELECT * EXCLUDE (load, line) FROM handoffs ORDER BY handoff_id"
    at_once = whole.cursor().execute(query).fetchall()
    with open_store(":memory:") as grown:
        ingest(grown, half, now=NOW)
        assert grown.cursor().execute(query).fetchall() != at_once
        ingest(grown, DATA / known.file, now=NOW)
        assert grown.cursor().execute(query).fetchall() == at_once


@pytest.mark.parametrize("loaded", LOGS[:1], indirect=True, ids=["servicenow"])
def test_servicenow_declares_15803_of_24918_promises_kept(
    loaded: tuple[Known, Store, LoadReport],
) -> None:
    _, store, _ = loaded
    cases = "SELECT case_id, any_value(case_kept) AS kept FROM handoffs GROUP BY case_id"
    assert one(store, f"SELECT count(*) FILTER (kept), count(*) FROM ({cases})") == (15_803, 24_918)
    # Its first row: 29/2/2016 01:23, day before month.
    assert one(store, "SELECT min(requested_at) FROM handoffs") == (datetime(2016, 2, 29, 1, 23),)


@pytest.mark.parametrize("loaded", LOGS[1:2], indirect=True, ids=["permits"])
def test_of_1329_permits_with_an_end_389_ended_after_their_plan(
    loaded: tuple[Known, Store, LoadReport],
) -> None:
    _, store, _ = loaded
    cases = (
        "SELECT any_value(case_due_at) AS due, any_value(case_closed_at) AS closed"
        " FROM handoffs GROUP BY case_id HAVING closed IS NOT NULL"
    )
    counted = one(store, f"SELECT count(*), count(*) FILTER (closed > due) FROM ({cases})")
    assert counted == (1_329, 389)
    assert one(store, "SELECT count(*) FROM handoffs WHERE delivered_at < requested_at") == (0,)


@pytest.mark.parametrize("loaded", LOGS[2:3], indirect=True, ids=["travel"])
def test_the_2804_rejections_of_travel_are_returns(
    loaded: tuple[Known, Store, LoadReport],
) -> None:
    # 2,804 rejection events: 1,350 EMPLOYEE + 936 ADMINISTRATION + 286 SUPERVISOR + 89 MISSING
    # + 86 PRE_APPROVER + 57 BUDGET OWNER; each is the first of its holding and returns one handoff.
    _, store, _ = loaded
    query = "SELECT count(*), bool_and(NOT accepted) FROM handoffs WHERE returned_at IS NOT NULL"
    assert one(store, query) == (2_804, True)
