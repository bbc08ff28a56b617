"""SQL that reads one column of times in its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kpi.intake.dates import DATED, EMPTY_WORDS, NUMBERS, TimeFormat

_CLOCK = (
    r"(?:(?: +|, *|t)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?"
    r"(?: ?([ap])\.? ?m\.?)?(?: ?(?:h|hs|hrs?|horas?)\.?)?(?: ?(z|[+-]\d{2}(?::?\d{2})?))?)?"
)
# Of lower-case text. Beyond ASCII all counts: RE2 takes milliseconds to compile a Unicode class.
LETTER = r"[a-z\x{80}-\x{10FFFF}]"
# Dates with the year last are turned round first; the boundary keeps longer numbers as they are.
_TURNS: Mapping[str, tuple[str, str]] = {
    "dmy": (
        r"^(\d{1,2})(?:[-/. ]| de )(\d{1,2}|" + LETTER + "+)"
        r"\.?(?:[-/. ]|, | de | del )(\d{4}|\d{2})(\D.*)?$",
        r"\3-\2-\1\4",
    ),
    "mdy": (
        r"^(\d{1,2}|" + LETTER + r"+)(?:[-/.]|\.? )(\d{1,2})(?:[-/. ]|, )(\d{4}|\d{2})(\D.*)?$",
        r"\3-\1-\2\4",
    ),
}
_COMPACT = r"^(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?()()(z|[+-]\d{2}(?::?\d{2})?)?)?$"
_GROUPS = ("y", "m", "d", "hour", "minute", "second", "fraction", "half", "shift")
_MONTHS = (
    "jan january ene enero", "feb february febrero", "mar march marzo", "apr april abr abril",
    "may mayo", "jun june junio", "jul july julio", "aug august ago agosto",
    "sep sept september septiembre set setiembre", "oct october octubre", "nov november noviembre",
    "dec december dic diciembre",
)  # fmt: skip
_PLACEHOLDER_YEARS = (1, 1899, 1900, 9999)
_PLACEHOLDER_DAYS = ("1970-01-01", "2099-12-31")
EARLIEST = datetime(1990, 1, 1)
YEARS_AHEAD = 5
# Days of agreements reach further: a contract may last.
YEARS_AHEAD_OF_DAYS = 50


@dataclass(frozen=True)
class Clock:
    """What is the same for all times of a file.

    Parameters
    ----------
    zone : str
        The company's; offsets are converted to it.
    file_zone : str or None
        Zone of zone-less times where the user gave one.
    now : datetime
        Wall time of the load in the company's zone.
    """

    zone: str
    file_zone: str | None
    now: datetime

    def latest(self, years: int = YEARS_AHEAD) -> datetime:
        """Return the last plausible instant."""
        day = self.now.replace(hour=23, minute=59, second=59, microsecond=999999)
        try:
            return day.replace(year=day.year + years)
        except ValueError:  # 29 February
            return day.replace(year=day.year + years, day=28)


def literal(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def word_list(words: tuple[str, ...]) -> str:
    """Write texts as an SQL list for IN."""
    return "(" + ", ".join(literal(word) for word in words) + ")"


def parts_sql(cell: str, format_: TimeFormat) -> str:
    """Return SQL for the struct of a date's parts; NULL for an empty cell or numbers."""
    if format_.family in NUMBERS:
        return "NULL"
    text = f"replace(replace(lower({cell}), '\u00a0', ' '), '\u202f', ' ')"
    pattern = _COMPACT
    if format_.family in DATED:
        year = r"\d{4}|\d{2}" if format_.family != "ymd" or format_.short_year else r"\d{4}"
        pattern = rf"^({year})[-/.](\d{{1,2}}|{LETTER}+)[-/.](\d{{1,2}})" + _CLOCK + "$"
    if format_.family in _TURNS:
        turn, turned = _TURNS[format_.family]
        text = f"regexp_replace({text}, {literal(turn)}, {literal(turned)})"
    names = "[" + ", ".join(literal(name) for name in _GROUPS) + "]"
    return f"CASE WHEN {cell} <> '' THEN regexp_extract({text}, {literal(pattern)}, {names}) END"


def wall_sql(cell: str, parts: str, format_: TimeFormat, clock: Clock) -> str:
    """Return SQL for the time as written, without its offset; NULL where it cannot be read."""
    number = f"TRY_CAST(replace({cell}, ',', '.') AS DOUBLE)"
    if format_.family == "excel":
        seconds = f"{number} * 86400"
        whole = (
            f"CASE WHEN abs({seconds} - round({seconds})) < 0.01 "
            f"THEN round({seconds}) ELSE {seconds} END"
        )
        digits = f"regexp_full_match({cell}, '\\d{{5}}([.,]\\d+)?')"
        return (
            f"CASE WHEN {digits} THEN TIMESTAMP '1899-12-30' + "
            f"to_microseconds(CAST(({whole}) * 1000000 AS BIGINT)) END"
        )
    if format_.family in NUMBERS:
        digits = r"\d{13}" if format_.family == "epoch_ms" else r"\d{10}(\.\d+)?"
        scale = 1000 if format_.family == "epoch_ms" else 1000000
        return (
            f"CASE WHEN regexp_full_match({cell}, {literal(digits)}) "
            f"THEN make_timestamp(CAST({number} * {scale} AS BIGINT)) END"
        )
    pivot = (clock.now.year + YEARS_AHEAD) % 100
    year = (
        f"CASE WHEN strlen({parts}.y) = 4 THEN {parts}.y "
        f"WHEN TRY_CAST({parts}.y AS INTEGER) <= {pivot} THEN '20' || {parts}.y "
        f"ELSE '19' || {parts}.y END"
    )
    return f"""CASE WHEN coalesce({parts}.y, '') = '' THEN NULL ELSE TRY_CAST(
        ({year}) || '-' || ({_month(parts, format_)}) || '-' || {parts}.d
        || ' ' || ({_hour(parts)}) || ':'
        || coalesce(nullif({parts}.minute, ''), '00') || ':'
        || coalesce(nullif({parts}.second, ''), '00')
        || CASE WHEN {parts}.fraction = '' THEN '' ELSE '.' || {parts}.fraction[1:6] END
        AS TIMESTAMP) END"""


def _month(parts: str, format_: TimeFormat) -> str:
    if format_.family not in ("dmy", "mdy"):
        return f"{parts}.m"
    cases = " ".join(
        f"WHEN strip_accents({parts}.m) IN {word_list(tuple(names.split()))} THEN '{number}'"
        for number, names in enumerate(_MONTHS, 1)
    )
    return f"CASE WHEN {parts}.m[1] <= '9' THEN {parts}.m {cases} END"


def _hour(parts: str) -> str:
    hour = f"TRY_CAST({parts}.hour AS INTEGER)"
    return (
        f"CASE WHEN {parts}.hour = '' THEN '00' WHEN {parts}.half = '' THEN {parts}.hour "
        f"WHEN {hour} NOT BETWEEN 1 AND 12 THEN NULL "
        f"ELSE CAST({hour} % 12 + CASE {parts}.half WHEN 'p' THEN 12 ELSE 0 END AS VARCHAR) END"
    )


def shift_sql(parts: str, format_: TimeFormat) -> str:
    """Return SQL for the offset in minutes; NULL where the time has none."""
    if format_.family in NUMBERS:
        return "NULL::INTEGER" if format_.family == "excel" else "0"
    hours = f"TRY_CAST({parts}.shift[2:3] AS INTEGER) * 60"
    minutes = (
        f"CASE WHEN strlen({parts}.shift) > 3 "
        f"THEN TRY_CAST({parts}.shift[-2:] AS INTEGER) ELSE 0 END"
    )
    return (
        f"CASE WHEN {parts}.shift IS NULL OR {parts}.shift = '' THEN NULL "
        f"WHEN {parts}.shift = 'z' THEN 0 "
        f"ELSE ({hours} + {minutes}) * CASE {parts}.shift[1] WHEN '-' THEN -1 ELSE 1 END END"
    )


def moment_sql(wall: str, shift: str, clock: Clock) -> str:
    """Return SQL for the wall time in the company's zone."""
    zone = literal(clock.zone)
    converted = f"timezone({zone}, timezone('UTC', {wall} - to_minutes({shift})))"
    local = wall
    if clock.file_zone:
        local = f"timezone({zone}, {instant_sql(wall, clock.file_zone)})"
    return f"CASE WHEN {shift} IS NULL THEN {local} ELSE {converted} END"


def instant_sql(wall: str, zone: str) -> str:
    """Return SQL for the instant of a wall time in a zone, the first where the clocks went back."""
    name = literal(zone)
    at = f"timezone({name}, {wall})"
    earlier = [
        f"WHEN timezone({name}, {at} - INTERVAL {minutes} MINUTE) = {wall} "
        f"THEN {at} - INTERVAL {minutes} MINUTE"
        for minutes in _fold_sizes(zone)
    ]
    return f"CASE {' '.join(earlier)} ELSE {at} END" if earlier else at


def gap_sql(wall: str, zone: str) -> str:
    """Return SQL that is true where the wall time does not exist in the zone."""
    name = literal(zone)
    return f"timezone({name}, timezone({name}, {wall})) <> {wall}"


def fold_sql(wall: str, zone: str) -> str:
    """Return SQL that is true where the wall time occurs twice in the zone."""
    name = literal(zone)
    tests = [
        f"timezone({name}, timezone({name}, {wall}) {sign} INTERVAL {minutes} MINUTE) = {wall}"
        for minutes in _fold_sizes(zone)
        for sign in "+-"
    ]
    return f"({' OR '.join(tests)})" if tests else "false"


@lru_cache
def _fold_sizes(zone: str) -> tuple[int, ...]:
    """Return by how many minutes the zone's clocks go back, at all times that are plausible."""
    info = ZoneInfo(zone)
    sizes = set()
    at = EARLIEST
    before = info.utcoffset(at)
    while at.year < EARLIEST.year + 70:
        at += timedelta(days=7)
        after = info.utcoffset(at)
        if before is not None and after is not None and after < before:
            sizes.add(int((before - after).total_seconds() // 60))
        before = after
    return tuple(sorted(sizes))


def placeholder_sql(cell: str, wall: str) -> str:
    """Return SQL that is true where a time stands for no time."""
    years = ", ".join(str(year) for year in _PLACEHOLDER_YEARS)
    days = ", ".join(f"DATE '{day}'" for day in _PLACEHOLDER_DAYS)
    zeros = f"translate(lower({cell}), '0-/.:t z', '') = '' AND contains({cell}, '0')"
    known = f"year({wall}) IN ({years}) OR CAST({wall} AS DATE) IN ({days})"
    return f"coalesce({known}, false) OR ({zeros})"


def empty_word_sql(cell: str) -> str:
    """Return SQL that is true where a cell of a time or number says that there is nothing."""
    return f"lower({cell}) IN {word_list(EMPTY_WORDS)}"
