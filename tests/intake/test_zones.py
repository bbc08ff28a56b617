"""Offsets and zones: converted to the company's, gaps and folds of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kpi.intake.reading import RefusedError
from kpi.store import Settings, Store, open_store, write_settings
from tests.intake.reads import read_one


@pytest.fixture
def mexican(store: Store) -> Store:
    with store.write() as cursor:
        write_settings(cursor, Settings(zone="America/Mexico_City"))
    return store


def test_an_offset_is_converted_to_the_companys_zone(mexican: Store, tmp_path: Path) -> None:
    # Mexico City: UTC-6 all year since 2022, UTC-5 in the summers before.
    seen = read_one(mexican, tmp_path, "2026-07-01T10:00:00Z", "2021-07-01T10:00:00Z")
    assert seen.column("requested_at") == [datetime(2026, 7, 1, 4), datetime(2021, 7, 1, 5)]


def test_a_time_without_offset_stays_as_written(mexican: Store, tmp_path: Path) -> None:
    seen = read_one(mexican, tmp_path, "2021-04-04 02:30")  # a gap in Mexico: not ours to judge
    assert seen.column("requested_at") == [datetime(2021, 4, 4, 2, 30)]


def test_times_with_and_without_offset_are_warned_of(mexican: Store, tmp_path: Path) -> None:
    seen = read_one(mexican, tmp_path, "2026-03-01T10:00:00Z", "2026-03-01T10:00:00")
    assert seen.codes == ["zone_mixed"]


def test_a_file_may_be_in_another_zone(mexican: Store, tmp_path: Path) -> None:
    seen = read_one(mexican, tmp_path, "2026-07-01 10:00", timezone="Europe/Madrid")
    assert seen.column("requested_at") == [datetime(2026, 7, 1, 2)]
    assert seen.reading.zone == "Europe/Madrid"


def test_a_time_that_the_clocks_skipped_is_rejected(mexican: Store, tmp_path: Path) -> None:
    seen = read_one(mexican, tmp_path, "2026-03-29 02:30", timezone="Europe/Madrid")
    assert seen.faults == [(2, "requested_at", "dst")]


def test_a_time_that_occurs_twice_is_the_first(mexican: Store, tmp_path: Path) -> None:
    # 02:30 in Madrid on that day is 00:30 UTC (summer time) or 01:30 UTC.
    seen = read_one(mexican, tmp_path, "2025-10-26 02:30", timezone="Europe/Madrid")
    assert seen.column("requested_at") == [datetime(2025, 10, 25, 18, 30)]
    assert seen.codes == ["dst"]


def test_an_unknown_zone_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="America/Mexico_City"):
        read_one(store, tmp_path, "2026-03-01 10:00", timezone="CST6")


ZONES = ("UTC", "Europe/Madrid", "America/Mexico_City", "Australia/Lord_Howe")


def telling_moments(zone: ZoneInfo) -> list[datetime]:
    """Return every half hour of the days on which the zone's clocks change, and each tenth noon."""
    days = [datetime(1991, 1, 1) + timedelta(days=n) for n in range(39 * 365)]
    offsets = [zone.utcoffset(day) for day in days]
    changing = [days[n] for n in range(len(days) - 1) if offsets[n] != offsets[n + 1]]
    halves = [day + timedelta(minutes=30 * n + 7) for day in changing for n in range(48)]
    return halves + [day + timedelta(hours=12) for day in days[::10]]


@pytest.mark.parametrize(("home", "away"), [*zip(ZONES, ZONES[1:] + ZONES[:1], strict=True),
                                            ("America/Mexico_City", "Europe/Madrid")])  # fmt: skip
def test_converting_agrees_with_pythons_own_zones(tmp_path: Path, home: str, away: str) -> None:
    zone, other = ZoneInfo(home), ZoneInfo(away)
    moments = telling_moments(other)
    with open_store(":memory:") as store:
        with store.write() as cursor:
            write_settings(cursor, Settings(zone=home))
        written = [moment.isoformat(" ") for moment in moments]
        seen = read_one(store, tmp_path, *written, timezone=away)
    for line, moment in enumerate(moments, 2):
        instant = moment.replace(tzinfo=other).astimezone(UTC)
        if instant.astimezone(other).replace(tzinfo=None) != moment:
            assert (line, "requested_at", "dst") in seen.faults
        else:
            expected = instant.astimezone(zone).replace(tzinfo=None)
            assert seen.staged[line]["requested_at"] == expected
