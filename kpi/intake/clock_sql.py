"""SQL that reads a time of day that stands in a column of its own, beside its date."""

from __future__ import annotations

from kpi.intake.times_sql import empty_word_sql, literal

# Spreadsheets and databases write a bare time of day as one of their first days.
_FIRST_DAY = (
    r"(?:(?:1899|1900)-(?:01|12)-(?:0?[01]|3[01])[t ]"
    r"|(?:0?[01]|3[01])[-/.](?:0?[01]|12)[-/.](?:1899|1900|00) "
    r"|12[-/.]3[01][-/.](?:1899|99) )?"
)
_END = r"(?: ?([ap])\.? ?m\.?)?(?: ?(?:h|hs|hrs?|horas?)\.?)?"
_CLOCK = rf"^{_FIRST_DAY}(\d{{1,2}})(?::|h)(\d{{1,2}})(?::(\d{{1,2}})(?:[.,](\d{{1,9}}))?)?{_END}$"
_GROUPS = ("hour", "minute", "second", "fraction", "half")
_DAY = 86_400
_MICROSECONDS = 1_000_000
# A share of a day, as Excel keeps times: 0.6042, also 6.94E-4 for the first minutes.
FRACTION = r"^(?:0?[.,]\d+|\d(?:[.,]\d+)?e-0?\d)$"
ZEROS = "^0+$"
# Looks like a time of day, whether or not there is one; 25:99 and 36:15 do too.
LIKE_A_CLOCK = rf"^{_FIRST_DAY}\d{{1,3}}[:h]\d{{1,2}}(?:[:.,]\d{{1,9}})*{_END}$"


def plain_sql(cell: str) -> str:
    """Return SQL for a cell in lower case with plain spaces."""
    return f"replace(replace(lower({cell}), '\u00a0', ' '), '\u202f', ' ')"


def clock_parts_sql(cell: str, digits: int) -> str:
    """Return SQL for the struct of the parts of a time of day written with colons or digits alone.

    Parameters
    ----------
    cell : str
        SQL name of the clean cell.
    digits : int
        Of a time without colons: 6 for hhmmss, 4 for hhmm, 0 where the column has none. Zeros that
        a spreadsheet took from the front are put back.
    """
    text = plain_sql(cell)
    written = [f"WHEN regexp_matches({cell}, '{ZEROS}') THEN '00:00'"]
    if digits == 6:
        turned = rf"regexp_replace(lpad({cell}, 6, '0'), '(..)(..)(..)', '\1:\2:\3')"
        written.append(rf"WHEN regexp_full_match({cell}, '\d{{5,6}}') THEN {turned}")
    elif digits == 4:
        turned = rf"regexp_replace(lpad({cell}, 4, '0'), '(..)(..)', '\1:\2')"
        written.append(rf"WHEN regexp_full_match({cell}, '\d{{3,4}}') THEN {turned}")
    names = "[" + ", ".join(literal(name) for name in _GROUPS) + "]"
    return f"regexp_extract(CASE {' '.join(written)} ELSE {text} END, {literal(_CLOCK)}, {names})"


def since_midnight_sql(cell: str, parts: str) -> str:
    """Return SQL for the microseconds since midnight; NULL where there is no such time of day.

    24:00 is the end of the day. A share of a day is read as it is written, to the whole second
    where it is one.
    """
    hour, minute = f"TRY_CAST({parts}.hour AS BIGINT)", f"TRY_CAST({parts}.minute AS BIGINT)"
    second = f"coalesce(TRY_CAST({parts}.second AS BIGINT), 0)"
    half = f"({hour} % 12 + CASE {parts}.half WHEN 'p' THEN 12 ELSE 0 END)"
    whole = f"CASE WHEN {parts}.half = '' THEN {hour} WHEN {hour} BETWEEN 1 AND 12 THEN {half} END"
    fraction = f"CAST(rpad({parts}.fraction[1:6], 6, '0') AS BIGINT)"
    seconds = f"(({whole}) * 3600 + {minute} * 60 + {second})"
    exact = f"CASE WHEN {parts}.fraction = '' THEN 0 ELSE {fraction} END"
    share = f"TRY_CAST(replace({cell}, ',', '.') AS DOUBLE) * {_DAY}"
    rounded = f"CASE WHEN abs({share} - round({share})) < 0.01 THEN round({share}) ELSE {share} END"
    return f"""CASE WHEN regexp_matches(lower({cell}), {literal(FRACTION)})
            THEN CASE WHEN {share} < {_DAY} THEN CAST(({rounded}) * {_MICROSECONDS} AS BIGINT) END
        WHEN {parts}.hour = '' OR {minute} > 59 OR {second} > 59 THEN NULL
        WHEN {seconds} > {_DAY} OR {seconds} = {_DAY} AND {exact} > 0 THEN NULL
        ELSE {seconds} * {_MICROSECONDS} + {exact} END"""


def joined_sql(day: str, since_midnight: str) -> str:
    """Return SQL for a date with its time of day; the date alone where there is none."""
    midnight = f"CAST(CAST({day} AS DATE) AS TIMESTAMP)"
    return (
        f"CASE WHEN {since_midnight} IS NULL THEN {day} "
        f"ELSE {midnight} + to_microseconds({since_midnight}) END"
    )


def dated_sql(day: str, since_midnight: str) -> str:
    """Return SQL that is true where neither column says a time of day."""
    at_midnight = f"coalesce(CAST({day} AS TIME) = TIME '00:00', false)"
    return f"({since_midnight} IS NULL AND {at_midnight})"


def clock_fault_sql(cell: str, since_midnight: str, day: str, absent: str, gap: str) -> str:
    """Return SQL for the fault of a time of day beside its date; NULL if it is sound.

    Parameters
    ----------
    cell : str
        SQL name of its clean cell.
    since_midnight : str
    day : str
        SQL for what the date's own cell says.
    absent : str
        SQL that is true where that cell says no date and may do so, or ``false``.
    gap : str
        ``WHEN … THEN 'gap'`` for times that the clocks went over, or ``""``.
    """
    midnights = f"(0, {_DAY * _MICROSECONDS})"
    own = f"epoch_us({day}) % {_DAY * _MICROSECONDS}"
    return f"""CASE WHEN {cell} = '' OR {empty_word_sql(cell)} THEN NULL
        WHEN {since_midnight} IS NULL THEN 'clock'
        WHEN {absent} THEN CASE WHEN {since_midnight} NOT IN {midnights} THEN 'dateless' END
        WHEN {own} <> 0 AND {own} <> {since_midnight} THEN 'two_times' {gap} END"""
