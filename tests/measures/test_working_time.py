"""Working time equals what a clerk with a wall clock counts, minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from kpi.measures.calendars import WEEKDAYS, WorkingCalendar, holiday_names, working_stretches
from kpi.measures.working_time import instant_after, working_time
from kpi.store import Settings, Store, open_store, write_settings

MINUTE = timedelta(minutes=1)
# Weeks in which clocks change: Madrid and New York in spring and autumn, Lord Howe by half an hour,
# and Easter week, Constitution Day and Christmas for the holidays.
STARTS = (
    date(2026, 3, 6), date(2026, 3, 26), date(2026, 10, 23), date(2026, 10, 30),
    date(2026, 4, 1), date(2026, 1, 30), date(2025, 12, 22), date(2026, 10, 2),
)  # fmt: skip
ZONES = ("Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "America/Mexico_City", "UTC")
PLACES = ((None, None), ("MX", None), ("ES", "MD"), ("US", None), ("none", None))
LENGTH = 12  # days


@dataclass(frozen=True)
class Case:
    """A calendar, the company's zone and a stretch of days to count in."""

    start: date
    company: str
    zone: str | None
    place: tuple[str | None, str | None]
    week: dict[str, list[tuple[int, int]]]
    own: dict[date, list[tuple[int, int]]]


@st.composite
def hours(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Draw up to three stretches of a day, apart; the last may go past midnight."""
    edges = draw(st.lists(st.integers(0, 96), min_size=0, max_size=6, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    stretches = [(15 * a, 15 * b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    night = draw(st.booleans())
    if stretches and night:
        opens = stretches.pop()[0]
        if opens > 0:
            stretches.append((opens, 24 * 60 + min(opens, draw(st.sampled_from([15, 150, 360])))))
    return stretches


@st.composite
def cases(draw: st.DrawFn) -> Case:
    start = draw(st.sampled_from(STARTS))
    week = {day: draw(hours()) for day in draw(st.sets(st.sampled_from(WEEKDAYS)))}
    days = st.integers(0, LENGTH - 1).map(lambda n: start + timedelta(days=n))
    return Case(
        start=start,
        company=draw(st.sampled_from(ZONES)),
        zone=draw(st.sampled_from((None, *ZONES))),
        place=draw(st.sampled_from(PLACES)),
        week=week,
        own={day: draw(hours()) for day in draw(st.sets(days, max_size=2))},
    )


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        yield opened


@tries(max_examples=30)
@given(case=cases(), data=st.data())
def test_durations_and_dues_are_what_is_counted_minute_by_minute(
    store: Store, case: Case, data: st.DataObject
) -> None:
    first = datetime.combine(case.start, datetime.min.time())
    worked = counted_by_hand(case)
    at = st.integers(0, LENGTH * 24 * 60)
    asked = [
        (a, b, data.draw(st.integers(0, worked[a:].count(True) + worked[:a].count(True))))
        for a, b in (sorted((data.draw(at), data.draw(at))) for _ in range(8))
    ]
    # Amounts that end with a stretch, and none at all, always.
    asked += [(a, b, worked[a:b].count(True)) for a, b, _ in asked] + [(asked[0][0], 0, 0)]
    cursor = store.cursor()
    stored(cursor, case, first)
    used = working_time(cursor)
    ever = any(case.week.values()) or any(case.own.values()) or not case.week
    assert used == ever
    if not used:
        return
    found = answers(cursor, first, asked)
    for (a, b, amount), (duration, due) in zip(asked, found, strict=True):
        if b >= a:
            assert duration == worked[a:b].count(True), (a, b)
        if amount <= worked[a:].count(True):
            assert due == first + due_by_hand(worked, a, amount) * MINUTE, (a, amount)


CHANGES = {
    "an edge that the calendar's clock skips": ("Europe/Madrid", "UTC", (2026, 3, 26), 135, 240),
    "a stretch that it skips whole": ("Europe/Madrid", "UTC", (2026, 3, 26), 120, 180),
    "an edge that it shows twice": ("UTC", "Europe/Madrid", (2026, 10, 23), 150, 300),
    "a night in which it shows an hour twice": ("UTC", "Europe/Madrid", (2026, 10, 23), 0, 600),
    "an edge in the hour that the company's shows again": (
        "Europe/Madrid", "UTC", (2026, 10, 23), 75, 600,
    ),
    "a stretch within that hour": ("Europe/Madrid", "UTC", (2026, 10, 23), 75, 90),
    "an edge when the company's goes forward": ("Europe/Madrid", "UTC", (2026, 3, 26), 60, 600),
    "half an hour": ("Australia/Lord_Howe", "UTC", (2026, 4, 1), 885, 960),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_days_on_which_clocks_change_are_what_two_clocks_show(change: str) -> None:
    company, zone, start, opens, closes = CHANGES[change]
    week = {day: [(opens, closes)] for day in WEEKDAYS}
    for here, there in ((company, zone), (zone, company)):
        case = Case(date(*start), here, there, (None, None), week, {})
        calendar = WorkingCalendar("C", (((opens, closes),),) * 7, (), there, "MX", None)
        last = case.start + timedelta(days=LENGTH)
        stretches = working_stretches(calendar, here, case.start, last)
        first = datetime.combine(case.start, datetime.min.time())
        minutes = (first + n * MINUTE for n in range(LENGTH * 1440))
        found = [any(a <= minute < b for a, b in stretches) for minute in minutes]
        assert found == counted_by_hand(case)


def due_by_hand(worked: list[bool], start: int, amount: int) -> int:
    """Go on from the start, minute by minute, until so many worked ones have passed."""
    position = start
    while amount:
        amount -= worked[position]
        position += 1
    return position


def counted_by_hand(case: Case) -> list[bool]:
    """Tell for each minute of the company's wall clock whether the calendar's clock was open.

    The two clocks are run side by side over real time (UTC minutes). A wall time stands for the
    first minute at which its clock shows it, or is past it.
    """
    first = datetime.combine(case.start, datetime.min.time())
    walls = [first + minute * MINUTE for minute in range(LENGTH * 24 * 60)]
    if case.zone is None or case.zone == case.company:
        spread = {
            wall
            for day in (case.start + timedelta(days=n) for n in range(-3, LENGTH + 3))
            for opens, closes in open_hours(case, day)
            for wall in (
                datetime.combine(day, datetime.min.time()) + m * MINUTE
                for m in range(opens, closes)
            )
        }
        return [wall in spread for wall in walls]
    real = [first.replace(tzinfo=UTC) + m * MINUTE for m in range(-3 * 1440, (LENGTH + 3) * 1440)]
    open_at = open_instants(case, real, ZoneInfo(case.zone))
    company = [moment.astimezone(ZoneInfo(case.company)).replace(tzinfo=None) for moment in real]
    position, result = 0, []
    for wall in walls:
        while company[position] < wall:
            position += 1
        result.append(open_at[position])
    return result


def open_instants(case: Case, real: list[datetime], zone: ZoneInfo) -> list[bool]:
    """Tell for each real minute whether it is between an opening and its closing."""
    shown = [moment.astimezone(zone).replace(tzinfo=None) for moment in real]
    open_at = [False] * len(real)
    for n in range(-5, LENGTH + 5):
        day = case.start + timedelta(days=n)
        midnight = datetime.combine(day, datetime.min.time())
        for opens, closes in open_hours(case, day):
            begin = next((i for i, s in enumerate(shown) if s >= midnight + opens * MINUTE), None)
            end = next((i for i, s in enumerate(shown) if s >= midnight + closes * MINUTE), None)
            if begin is not None and begin != 0:
                for i in range(begin, len(real) if end is None else end):
                    open_at[i] = True
    return open_at


def open_hours(case: Case, day: date) -> list[tuple[int, int]]:
    country, region = case.place
    if day in case.own:
        return case.own[day]
    if day in holiday_names(country or ("MX" if country is None else ""), region, [day.year]):
        return []
    return case.week.get(WEEKDAYS[day.weekday()], []) if case.week else [(0, 1440)]


def stored(cursor: duckdb.DuckDBPyConnection, case: Case, first: datetime) -> None:
    """Store the case: one calendar of one party, which is in Mexico."""
    write_settings(cursor, Settings(zone=case.company))
    for table in ("calendar_rows", "party_rows", "stated_handoffs"):
        cursor.execute(f"DELETE FROM {table}")
    days = [*case.week.items(), *((day.isoformat(), own) for day, own in case.own.items())]
    rows = [
        ("C", day, clock(a), clock(b) if b != 1440 else "24:00", case.zone, *case.place)
        for day, own in days
        for a, b in own or [(None, None)]
    ]
    # Without any row there would be no calendar; a far day opens the calendar around the clock.
    rows = rows or [("C", "2001-01-01", "", "", case.zone, *case.place)]
    for row in rows:
        cursor.execute("INSERT INTO calendar_rows VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 1, 1)", row)
    cursor.execute(
        "INSERT INTO party_rows VALUES ('S', NULL, 'no', NULL, NULL, NULL, 'México', 'C', 1, 1)"
    )
    cursor.execute(
        "INSERT INTO stated_handoffs (handoff_id, case_id, supplier, customer, service,"
        " requested_at, load, line) VALUES ('1', '1', 'S', 'K', '', ?, 1, 1)",
        [first],
    )


def clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def answers(
    cursor: duckdb.DuckDBPyConnection, first: datetime, asked: list[tuple[int, int, int]]
) -> list[tuple[int, datetime]]:
    starts, ends, amounts = (list(column) for column in zip(*asked, strict=True))
    asked_sql = f"""(
        SELECT 'S' AS supplier,
               TIMESTAMP '{first}' + to_minutes(unnest({starts}::BIGINT[])) AS since,
               TIMESTAMP '{first}' + to_minutes(unnest({ends}::BIGINT[])) AS until,
               unnest({amounts}) / 60::DOUBLE AS amount, unnest(range({len(asked)})) AS place)"""
    return cursor.execute(
        f"""
        SELECT (worked_at(e.hours, r.until) - worked_at(d.hours, r.since)) / 60000000, due
        FROM ({instant_after(asked_sql, since="since", hours="amount", name="due")}) r
        JOIN clock_days d ON d.day = clock_day(r.since)
        JOIN clock_days e ON e.day = clock_day(r.until)
        ORDER BY place"""
    ).fetchall()
