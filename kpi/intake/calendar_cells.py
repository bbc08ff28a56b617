"""SQL that reads the cells of calendars: days, times of day, zones, countries and regions."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from kpi.intake.times_sql import literal, word_list
from kpi.words import N_, Message
from kpi.words.countries import country_name, country_words, plain

TYPES = ("weekday", "clock", "zone", "country", "region")
WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "monday": ("monday", "mon", "lunes", "lun"),
    "tuesday": ("tuesday", "tue", "tues", "martes", "mar"),
    "wednesday": ("wednesday", "wed", "miercoles", "mie"),
    "thursday": ("thursday", "thu", "thur", "thurs", "jueves", "jue"),
    "friday": ("friday", "fri", "viernes", "vie"),
    "saturday": ("saturday", "sat", "sabado", "sab"),
    "sunday": ("sunday", "sun", "domingo", "dom"),
}
CLOSED = ("", "closed", "cerrado", "cerrada", "-")
# Takes an own day back: the date goes by its weekday again.
USUAL = ("usual", "as usual", "normal", "habitual", "como siempre")
NO_COUNTRY = ("none", "ninguno", "sin dias festivos")
_DATE = r"(\d{4})[-/](\d\d?)[-/](\d\d?)([ T]0?0:00(:00(\.0+)?)?)?"
_TIME = r"(\d\d?)(?:[:.](\d\d))?(?::00(?:\.0+)?)?\s*(?:h|hrs?\.?)?\s*([ap])?\s*\.?\s*(?:m\.?)?"

ZONE = N_("“{value}” in “{column}” is not a time zone. Write an IANA name, such as {near}.")
COUNTRY = N_("“{value}” in “{column}” is not a country with known holidays. Did you mean {near}?")
REGION = N_(
    "“{value}” in “{column}” is not a region with holidays of its own of the country in the same "
    "line. Such regions are, for example, {near}."
)
FAULTS: Mapping[str, tuple[str, str]] = {
    "weekday": (
        "timestamp",
        N_("“{value}” in “{column}” is neither a weekday nor a date such as 2026-05-01."),
    ),
    "clock": (
        "timestamp",
        N_("“{value}” in “{column}” is not a time of day such as 09:00, up to 24:00."),
    ),
    "zone": ("timezone", ZONE),
    "country": ("implausible", COUNTRY),
    "region": ("implausible", REGION),
}


def calendar_cell(type_: str, cell: str, country: str | None) -> tuple[str, str]:
    """Return SQL for a cell's value and for the key of its fault, NULL if it is sound.

    Parameters
    ----------
    type_ : str
        One of `TYPES`.
    cell : str
        SQL name of the clean cell.
    country : str, optional
        SQL name of the cell with the country, for a region.
    """
    value = {
        "weekday": _day_sql(cell),
        "clock": _clock_sql(cell),
        "zone": _word_sql(cell, _zones()),
        "country": _word_sql(cell, countries()),
        "region": "NULL::VARCHAR" if country is None else _region_sql(cell, country),
    }[type_]
    empty = "''" if type_ == "clock" else "NULL::VARCHAR"
    missing = "'missing'" if type_ == "weekday" else "NULL"
    return (
        f"CASE WHEN {cell} = '' THEN {empty} ELSE {value} END",
        f"CASE WHEN {cell} = '' THEN {missing} WHEN ({value}) IS NULL THEN '{type_}' END",
    )


def _day_sql(cell: str) -> str:
    word = f"rtrim(lower(strip_accents({cell})), '.')"
    cases = " ".join(
        f"WHEN {word} IN {word_list(words)} THEN '{day}'" for day, words in WEEKDAYS.items()
    )
    parts = f"regexp_extract({cell}, '^{_DATE}$', ['y', 'm', 'd'])"
    date = f"TRY_CAST({parts}.y || '-' || {parts}.m || '-' || {parts}.d AS DATE)"
    known = f"{date} BETWEEN DATE '1990-01-01' AND DATE '2199-12-31'"
    return f"CASE {cases} WHEN {known} THEN strftime({date}, '%Y-%m-%d') END"


def _clock_sql(cell: str) -> str:
    word = f"lower(strip_accents({cell}))"
    parts = f"regexp_extract({word}, '^{_TIME}$', ['h', 'm', 'half'])"
    hour = f"TRY_CAST({parts}.h AS INTEGER)"
    minute = f"coalesce(TRY_CAST({parts}.m AS INTEGER), 0)"
    whole = f"""CASE WHEN {parts}.half = '' THEN {hour}
        WHEN {hour} BETWEEN 1 AND 12 THEN {hour} % 12 + 12 * ({parts}.half = 'p')::INTEGER END"""
    within = f"({whole}) * 60 + {minute} BETWEEN 0 AND 1440 AND {minute} < 60"
    return f"""CASE WHEN {word} IN {word_list(CLOSED)} THEN ''
        WHEN {word} IN {word_list(USUAL)} THEN 'usual'
        WHEN {within} THEN printf('%02d:%02d', {whole}, {minute}) END"""


def _word_sql(cell: str, words: Mapping[str, str]) -> str:
    return f"{_map_sql(words)}[lower(strip_accents({cell}))]"


def _region_sql(cell: str, country: str) -> str:
    code = _word_sql(country, countries())
    return f"{_map_sql(regions())}[({code}) || '|' || lower(strip_accents({cell}))]"


def _map_sql(words: Mapping[str, str]) -> str:
    keys, values = (
        ", ".join(literal(word) for word in side) for side in (words.keys(), words.values())
    )
    return f"MAP([{keys}], [{values}])"


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    return {plain(zone): zone for zone in sorted(available_timezones())}


def _known() -> Mapping[str, list[str]]:
    """Return the codes of the countries whose holidays are known, each with those of its regions.

    What knows them takes as long to import as all else that a load needs, and few loads need it.
    """
    import holidays

    return holidays.list_supported_countries(include_aliases=False)


def _aliases(country: str) -> dict[str, str]:
    """Return the names of a country's regions with their codes."""
    import holidays

    if not _known().get(country):
        return {}
    return dict(holidays.country_holidays(country).subdivisions_aliases)


@lru_cache(maxsize=1)
def countries() -> Mapping[str, str]:
    """Return the words for each country whose holidays are known, with its code, and for none."""
    words = {word: code for word, code in country_words().items() if code in _known()}
    return words | dict.fromkeys(NO_COUNTRY, "none")


@lru_cache(maxsize=1)
def regions() -> Mapping[str, str]:
    """Return country|word for each region with holidays of its own, with its code."""
    words = {}
    for country, codes in _known().items():
        for name, code in {**_aliases(country), **{code: code for code in codes}}.items():
            words[f"{country}|{plain(name)}"] = code
    return words


def fault_message(phrase: str, *, value: str, column: str) -> Message:
    """Return what is wrong with a cell, with the nearest known names where that helps."""
    places = {"value": value, "column": column}
    if "{near}" in phrase:
        places["near"] = _nearest(phrase, value)
    return Message(phrase, places)


def _nearest(phrase: str, value: str) -> str:
    usual: tuple[str, ...]
    if phrase == ZONE:
        usual, known = ("America/Mexico_City", "Europe/Madrid"), _zones()
        last = {plain(zone).split("/")[-1]: zone for zone in known.values()}
        words = {**last, **known}
    elif phrase == COUNTRY:
        usual = ("MX (México)", "ES (España)", "US (United States)")
        words = {w: f"{c} ({country_name(c, 'es')})" for w, c in countries().items() if c != "none"}
    else:
        usual, words = (
            ("MD (ES)", "CT (ES)", "CA (US)"),
            {key.split("|")[1]: f"{code} ({key.split('|')[0]})" for key, code in regions().items()},
        )
    wanted = plain(value).replace(" ", "_") if phrase == ZONE else plain(value)
    found = get_close_matches(wanted, words, n=3, cutoff=0.6)
    return ", ".join(dict.fromkeys(words[word] for word in found)) or ", ".join(usual)


def region_names(country: str) -> Mapping[str, str]:
    """Return the regions of a country that have holidays of their own: code -> a name.

    Examples
    --------
    >>> region_names("ES")["MD"], region_names("MX")
    ('Madrid', {})
    """
    names = {code: name for name, code in reversed(_aliases(country).items())}
    return {code: names.get(code, code) for code in _known().get(country, [])}
