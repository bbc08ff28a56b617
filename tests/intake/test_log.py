"""The log of loads, undo, the sample, and the report that is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from kpi.intake import (
    LoadReport,
    UnknownLoadError,
    Warning_,
    has_sample,
    last_file_at,
    list_loads,
    read_report,
    remove_sample,
    undo,
)
from kpi.intake.kept_report import keep, recall
from kpi.intake.log import as_utc
from kpi.intake.report import IgnoredRecord
from kpi.store import Store
from kpi.words import Message, words_for
from kpi.words.message import PartyName, Share
from tests.intake.conftest import NOW, Load, snapshot


def test_the_log_says_who_loaded_what_and_when_the_latest_first(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1"}, {"handoff_id": "H1"})
    load("parties", {"party": "A"})
    latest, first = list_loads(store.cursor())
    assert (latest.load, latest.kind, latest.stands) == (2, "parties", True)
    assert (first.who, first.file_name, first.loaded_at) == ("Ana", "rows.csv", NOW)
    assert (first.records, first.new, first.ignored_records) == (2, 1, 1)
    assert (first.in_app, last_file_at(store.cursor())) == (False, NOW.replace(tzinfo=None))


def test_an_undone_load_stays_in_the_log_and_its_number_is_not_used_again(
    store: Store, load: Load
) -> None:
    load("handoffs", {"handoff_id": "H1"})
    report = undo(store, 1, now=NOW)
    assert (report.load, report.removed, report.kept) == (1, 1, 0)
    assert load("handoffs", {"handoff_id": "H1"}).load == 2
    assert [entry.undone_at for entry in list_loads(store.cursor())] == [None, NOW]


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_load_that_does_not_exist_cannot_be_undone(store: Store, load: Load, number: int) -> None:
    load("handoffs", {"handoff_id": "H1"})
    revision = store.revision()
    with pytest.raises(UnknownLoadError, match=f"no load {number}"):
        undo(store, number, now=NOW)
    assert store.revision() == revision


def test_a_load_is_undone_once(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1"})
    undo(store, 1, now=NOW)
    with pytest.raises(UnknownLoadError, match="undone already"):
        undo(store, 1, now=NOW)


def test_removing_the_sample_leaves_what_was_really_loaded(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1"})
    really = snapshot(store)
    load("handoffs", {"handoff_id": "S1"}, sample=True)
    load("parties", {"party": "A"}, sample=True)
    assert has_sample(store.cursor())
    assert [report.load for report in remove_sample(store, now=NOW)] == [3, 2]
    assert not has_sample(store.cursor())
    assert snapshot(store) == really


def test_a_report_is_read_back_from_the_log_as_it_was(store: Store, load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "rating": 4})
    report = load("handoffs", {"handoff_id": "H1", "rating": 5}, {"handoff_id": "H1"})
    assert read_report(store.cursor(), 2) == report
    with pytest.raises(UnknownLoadError):
        read_report(store.cursor(), 3)


def test_every_kind_of_value_in_a_message_is_kept() -> None:
    values = {
        "n": 3,
        "share": Share(0.5),
        "party": PartyName("Almacén"),
        "day": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 9),
        "why": Message("Because"),
    }
    warning = Warning_("date_order", Message("{n} {party}", values, many="{n} {party}"))
    report = LoadReport("a.csv", "loaded", "handoffs", load=1, warnings=(warning,))
    kept = recall(keep(report))
    assert kept == report
    assert type(kept.warnings[0].message.values["party"]) is PartyName


def test_ignored_records_are_kept_by_reason_and_read_as_earlier_versions_wrote_them() -> None:
    ignored = (
        IgnoredRecord(3, "header"),
        IgnoredRecord(5, "duplicate"),
        IgnoredRecord(9, "header"),
    )
    report = LoadReport("a.csv", "loaded", records=3, ignored_records=3, ignored=ignored)
    kept = json.loads(keep(report))
    assert kept["ignored"] == {"header": [3, 9], "duplicate": [5]}
    kept["ignored"] = [{**vars(record), "is": "IgnoredRecord"} for record in ignored]
    assert recall(keep(report)) == recall(json.dumps(kept)) == report


def test_a_value_that_cannot_be_kept_is_a_fault_of_the_program() -> None:
    message = Message("{x}", {"x": object()})
    with pytest.raises(TypeError, match="cannot be kept"):
        keep(LoadReport.refused("a.csv", message))


def test_the_time_of_a_load_is_kept_in_utc() -> None:
    mexico = timezone(timedelta(hours=-6))
    assert as_utc(datetime(2026, 4, 1, 20, tzinfo=mexico)) == datetime(2026, 4, 2, 2)
    with pytest.raises(ValueError, match="Must have a time zone"):
        as_utc(datetime(2026, 4, 1, 20))


# The fields of `ingest --json`, as product.md §10 lists them.
FIELDS = {
    "file", "outcome", "error", "load", "header_line", "mapping", "records", "accepted", "new",
    "updated", "unchanged", "conflict_records", "conflicts", "rejected_records", "rejected",
    "ignored_records", "ignored", "warnings",
}  # fmt: skip


def test_the_json_of_a_report_has_the_promised_fields(load: Load) -> None:
    load("handoffs", {"handoff_id": "H1", "rating": 4})
    told = load("handoffs", {"handoff_id": "H1", "rating": 5}, {"handoff_id": "H1"},
                {"handoff_id": "H2"}, {"handoff_id": "H2"}).as_json(words_for("en"))  # fmt: skip
    assert set(told) >= FIELDS
    assert told["conflicts"] == [
        {"line": 2, "id": "H1", "column": "rating", "stored": "4", "value": "5"}
    ]
    assert told["rejected"] == [
        {
            "line": 3,
            "column": "handoff_id",
            "value": "H1",
            "reason": "conflict",
            "message": "An earlier line of this file says something else about “H1”.",
        }
    ]
    assert told["ignored"] == [{"line": 5, "reason": "duplicate"}]
    assert "handoffs" not in told


def test_the_json_of_a_refusal_has_the_same_fields_and_speaks_the_error() -> None:
    told = LoadReport.refused("a.csv", Message("No.")).as_json(words_for("en"))
    assert set(told) >= FIELDS
    assert (told["outcome"], told["error"], told["load"], told["records"]) == (
        "refused", "No.", None, 0,
    )  # fmt: skip


def test_the_json_of_an_event_log_says_how_many_handoffs_it_gave(load: Load) -> None:
    report = load("events", {"case_id": "C", "happened_at": datetime(2026, 3, 2), "party": "A"})
    assert report.as_json(words_for("es"))["handoffs"] == 1
    assert replace(report, load=None).as_json(words_for("es"))["load"] is None
    assert report.as_json(words_for("en"))["kind"] == "events"
