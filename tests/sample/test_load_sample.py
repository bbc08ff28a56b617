"""Loading the sample company: whole, marked as a sample, and out again."""

from __future__ import annotations

from datetime import UTC, datetime

from kpi.intake import has_sample, list_loads, remove_sample
from kpi.sample import load_sample
from kpi.store import Settings, open_store, read_settings, write_settings

NOW = datetime(2026, 3, 24, 15, tzinfo=UTC)


def count(store, table):
    return store.cursor().execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_every_record_is_new_and_none_is_warned_about(sample):
    assert [report.kind for report in sample.reports] == [
        *("parties", "agreements", "annotations", "actions", "handoffs")
    ]
    for report in sample.reports:
        assert (report.outcome, report.new) == ("loaded", report.records)
        assert report.warnings == ()


def test_the_loads_are_marked_as_the_sample(sample):
    cursor = sample.store.cursor()
    assert has_sample(cursor)
    assert all(load.sample for load in list_loads(cursor))


def test_a_store_without_a_name_becomes_the_sample_company(sample):
    expected = Settings(company="Muebles Roble", zone="America/Mexico_City")
    assert read_settings(sample.store.cursor()) == expected


def test_loading_again_adds_nothing_and_removing_leaves_nothing():
    with open_store(":memory:") as store:
        load_sample(store, now=NOW)
        again = load_sample(store, now=NOW)
        assert all(report.unchanged == report.records for report in again)
        remove_sample(store, now=NOW)
        assert not has_sample(store.cursor())
        for table in ("handoffs", "agreements", "annotations", "actions", "parties"):
            assert count(store, table) == 0


def test_a_company_with_a_name_keeps_it():
    with open_store(":memory:") as store:
        own = Settings(company="Sillas SA", zone="America/Tijuana")
        with store.write() as cursor:
            write_settings(cursor, own)
        load_sample(store, now=NOW)
        assert read_settings(store.cursor()) == own
