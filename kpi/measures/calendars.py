"""Working calendars: which stretches of time count, day by day, in the company's wall time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import duckdb
import holidays

from kpi.words.countries import country_code

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = 24 * 60
_ALL_DAY = ((0, DAY),)
_MINUTE = timedelta(minutes=1)

# Minutes after the day's midnight; a shift over midnight closes after 24 × 60.
Hours = tuple[tuple[int, int], ...]
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class WorkingCalendar:
    """When somebody works.

    Parameters
    ----------
    name : str
    week : tuple
        The hours of Monday to Sunday, in minutes after midnight; a shift that goes past midnight
        closes after 1440 and belongs to the day on which it opens.
    own_days : tuple of (date, hours)
        Days that go by their own hours, none where closed; they decide over weekday and holiday.
    zone : str, optional
        IANA zone of its hours, where it is not the company's.
    country, region : str, optional
        Whose holidays are closed: a code of ISO 3166-1 and a subdivision of `holidays`.
    """

    name: str
    week: tuple[Hours, ...]
    own_days: tuple[tuple[date, Hours], ...] = ()
    zone: str | None = None
    country: str | None = None
    region: str | None = None

    @property
    def opens_ever(self) -> bool:
        """Whether any day of it has hours."""
        return any(self.week) or any(hours for _, hours in self.own_days)

    def in_country(self, country: str | None) -> WorkingCalendar:
        """Return it with the holidays of a party's country, where it names none of its own."""
        return self if self.country is not None else replace(self, country=country)


def read_calendars(cursor: duckdb.DuckDBPyConnection) -> dict[str, WorkingCalendar]:
    """Return the calendars of the store by name.

    A calendar that names weekdays is closed on the others; one that names only days is open around
    the clock but for these.
    """
    rows = cursor.execute(
        "SELECT calendar, day, opens, closes, zone, country, region FROM calendars"
        " ORDER BY calendar, day, opens"
    ).fetchall()
    hours: dict[str, dict[str, list[tuple[int, int]]]] = {}
    places: dict[str, tuple[str | None, str | None, str | None]] = {}
    for name, day, opens, closes, *place in rows:
        stretches = hours.setdefault(name, {}).setdefault(day, [])
        if opens:
            stretches.append(stretch_of(opens, closes))
        places[name] = (place[0], place[1], place[2])
    return {name: _calendar(name, days, *places[name]) for name, days in hours.items()}


def stretch_of(opens: str, closes: str) -> tuple[int, int]:
    """Return a stretch in minutes after midnight; one that closes by its opening ends a day later.

    Examples
    --------
    >>> stretch_of("09:00", "24:00"), stretch_of("22:00", "06:00")
    ((540, 1440), (1320, 1800))
    """
    start, end = (60 * int(text[:2]) + int(text[3:5]) for text in (opens, closes))
    return start, end if end > start else end + DAY


def _calendar(
    name: str,
    days: dict[str, list[tuple[int, int]]],
    zone: str | None,
    country: str | None,
    region: str | None,
) -> WorkingCalendar:
    named = any(day in WEEKDAYS for day in days)
    week = tuple(tuple(days.get(day, ())) if named else _ALL_DAY for day in WEEKDAYS)
    own = tuple(
        (date.fromisoformat(day), tuple(hours))
        for day, hours in sorted(days.items())
        if day not in WEEKDAYS
    )
    return WorkingCalendar(name, week, own, zone or None, country, region)


def holiday_names(
    country: str | None, region: str | None, years: Iterable[int], language: str | None = None
) -> dict[date, str]:
    """Return the public holidays of a country's region with their names.

    Parameters
    ----------
    country : str or None
        As people write it; none, an unknown one, or one without holidays of record has none.
    language : {"en", "es"}, optional
        Of the names, where `holidays` has them; otherwise the country's own.
    """
    code = country_code(country or "")
    supported = holidays.list_supported_countries(include_aliases=False)
    if code is None or code not in supported:
        return {}
    subdivision = region if region in supported[code] else None
    found = holidays.country_holidays(
        code, subdiv=subdivision, years=list(years), language=_language(code, language)
    )
    return dict(sorted(found.items()))


def _language(code: str, language: str | None) -> str | None:
    spoken = holidays.country_holidays(code).supported_languages
    return next((one for one in spoken if language and one.split("_")[0] == language), None)


@lru_cache(maxsize=256)
def working_stretches(
    calendar: WorkingCalendar, company_zone: str, first: date, last: date
) -> tuple[Stretch, ...]:
    """Return the stretches of work, in the company's wall time, in order and apart.

    Parameters
    ----------
    first, last : date
        Of the company: stretches are cut to ``[first 00:00, last 00:00)``.

    Notes
    -----
    Edges in a zone of the calendar's own are converted one by one. An edge that the clocks skip is
    the instant at which they go forward; one that they show twice is the first. A wall time that
    the company's clocks show twice is likewise the first: the hour shown again has no times.
    """
    start, end = datetime.combine(first, time()), datetime.combine(last, time())
    merged: list[Stretch] = []
    for edges in sorted(_edges(calendar, company_zone, first, last)):
        opens, closes = max(edges[0], start), min(edges[1], end)
        if opens >= closes:
            continue
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _edges(
    calendar: WorkingCalendar, company_zone: str, first: date, last: date
) -> Iterator[Stretch]:
    converted = calendar.zone is not None and calendar.zone != company_zone
    own = dict(calendar.own_days)
    # A night shift of the day before, and a day that another zone begins or ends elsewhere.
    since, until = first - timedelta(days=3), last + timedelta(days=3)
    closed = holiday_names(calendar.country, calendar.region, range(since.year, until.year + 1))
    for ordinal in range(since.toordinal(), until.toordinal()):
        day = date.fromordinal(ordinal)
        hours = own.get(day, () if day in closed else calendar.week[day.weekday()])
        midnight = datetime.combine(day, time())
        for opens, closes in hours:
            edges = [midnight + timedelta(minutes=minutes) for minutes in (opens, closes)]
            if converted and calendar.zone:
                edges = [_to_company(edge, calendar.zone, company_zone) for edge in edges]
            yield edges[0], edges[1]


def _to_company(wall: datetime, zone: str, company_zone: str) -> datetime:
    return _wall(_instant(wall, ZoneInfo(zone)), ZoneInfo(company_zone))


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant at which a zone's clocks show a wall time, or have gone past it."""
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    while instant.astimezone(zone).replace(tzinfo=None) != wall:
        wall += _MINUTE
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
    return instant


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the first wall time of a zone that stands for the instant or one after it."""
    shown = instant.astimezone(zone)
    while shown.fold:
        instant += _MINUTE
        shown = instant.astimezone(zone)
    before = (instant - _MINUTE).astimezone(zone)
    follows = before.replace(tzinfo=None) + _MINUTE
    wall = shown.replace(tzinfo=None)
    return follows if not before.fold and follows < wall else wall
