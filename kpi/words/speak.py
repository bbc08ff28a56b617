"""Speak phrases, numbers and dates in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval
from babel.numbers import format_decimal

from kpi.words.languages import LANGUAGES, translations
from kpi.words.message import Hours, InBothLanguages, Listed, Message, Number, PartyName, Share
from kpi.words.terms import (
    END_CUSTOMER,
    END_CUSTOMER_PHRASE,
    UNKNOWN_PARTY,
    UNKNOWN_PARTY_PHRASE,
)

NBSP = "\u00a0"
MANY_DAYS = 100  # of so many a tenth says nothing


@lru_cache
def words_for(language: str, locale: str | None = None) -> Words:
    """Return the words of a language.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.
    locale : str, optional
        The locale for numbers and dates, such as ``es_ES``; the language's own by default.

    Raises
    ------
    ValueError
        If the language has no catalogue.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: {language!r}. Must be one of: {', '.join(LANGUAGES)}")
    return Words(language, Locale.parse(locale or LANGUAGES[language]))


class Words:
    r"""Phrases, numbers and dates in one language; calling it speaks a phrase.

    Examples
    --------
    >>> es = words_for("es")
    >>> es.percent(0.8137).replace("\xa0", " ")
    '81.4 %'
    >>> words_for("en").percent(0.8137)
    '81.4%'
    >>> words_for("en").week(dt.date(2026, 3, 16))
    'wk 12 · Mar 16–22, 2026'
    """

    def __init__(self, language: str, locale: Locale) -> None:
        self.language = language
        self.locale = locale
        # Names language and locale in an address: `es`, or `es-ES` where the locale is not usual.
        self.tag = language if str(locale) == LANGUAGES[language] else str(locale).replace("_", "-")
        self._catalogue = translations(language)

    def __call__(self, phrase: str, /, **values: Any) -> str:
        """Speak a phrase; ``{named}`` places are filled from the values."""
        if isinstance(phrase, InBothLanguages):
            return phrase.texts.get(self.language, str(phrase))
        return self._fill(self._catalogue.gettext(phrase), values)

    def plural(self, one: str, many: str, n: int, /, **values: Any) -> str:
        """Speak the form that fits ``n``, which also fills ``{n}``."""
        return self._fill(self._catalogue.ngettext(one, many, n), {"n": n, **values})

    def party(self, name: str) -> str:
        """Name a party; only the constant ones of event logs have a name in each language."""
        if name == END_CUSTOMER:
            return self(END_CUSTOMER_PHRASE)
        return self(UNKNOWN_PARTY_PHRASE) if name == UNKNOWN_PARTY else name

    def render(self, message: Message) -> str:
        """Speak a `Message`."""
        if message.many is not None:
            return self.plural(
                message.phrase, message.many, int(message.values["n"]), **message.values
            )
        return self(message.phrase, **message.values)

    def listed(self, names: Sequence[str], most: int = 6) -> str:
        """Write names one after another: all of a few, else the first and how many more there are.

        Examples
        --------
        >>> words_for("es").listed(["Ventas", "Compras", "Corte"])
        'Ventas, Compras y Corte'
        >>> words_for("en").listed(["Sales", "Purchasing", "Cutting"], most=1)
        'Sales and 2 more'
        """
        more = len(names) - most
        if more > 0:
            return f"{', '.join(names[:most])} {self.plural('and {n} more', 'and {n} more', more)}"
        if len(names) < 2:
            return "".join(names)
        return self("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with at most ``digits`` decimals, never ``-0``."""
        rounded = round(float(value), digits) or 0.0
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return str(format_decimal(rounded, pattern, locale=self.locale))

    def percent(self, share: float, digits: int = 1) -> str:
        """Write a share (0 to 1) as a percentage: ``81.4 %`` in Spanish, ``81.4%`` in English."""
        rounded = round(100 * float(share), digits) or 0.0
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        has_gap = self.language == "es" or NBSP in self.locale.percent_formats[None].pattern
        gap = NBSP if has_gap else ""
        return f"{format_decimal(rounded, pattern, locale=self.locale)}{gap}%"

    def part(self, share: float) -> str:
        """Write a part of a whole in whole percents; something never reads as nothing: ``<1 %``."""
        if share > 0 and not round(100 * float(share)):
            return f"<{self.percent(0.01, 0)}"
        return self.percent(share, 0)

    def hours(self, hours: float, *, working: bool = False) -> str:
        """Write a duration in the unit a person would use: minutes, hours or days.

        Working hours are never days: a day of work has fewer than 24.
        """
        if working and abs(hours) < 1:
            return self("{n} working min", n=self.number(60 * hours))
        if working:
            return self("{n} working h", n=self.number(hours, 1))
        if round(60 * abs(hours)) < 60:
            return self("{n} min", n=self.number(60 * hours))
        if abs(hours) < 72:
            return self("{n} h", n=self.number(hours, 1))
        days = hours / 24
        return self("{n} days", n=self.number(days, 1 if abs(days) < MANY_DAYS else 0))

    def date(self, day: dt.date) -> str:
        """Write a day: ``16 mar 2026`` or ``Mar 16, 2026``."""
        return str(format_date(day, "medium", locale=self.locale))

    def instant(self, at: dt.datetime) -> str:
        """Write a wall time to the minute."""
        if self.language == "es":
            return str(format_datetime(at, "d MMM y HH:mm", locale=self.locale))
        day = self.locale.datetime_skeletons["yMMMd"].pattern
        return str(format_datetime(at, f"{day} HH:mm", locale=self.locale))

    def day_range(self, first: dt.date, last: dt.date) -> str:
        """Write the days from first to last, both included: ``16–22 mar`` or ``Mar 16–22``."""
        text = str(format_interval(first, last, "MMMd", locale=self.locale))
        text = text.replace(" de ", " ").replace("\u2009", " ")
        # The blanks round the dash part two months, not two days of one.
        return text.replace(" – ", "–") if first.month == last.month else text

    def week(self, monday: dt.date) -> str:
        """Name an ISO week: ``sem. 12 · 16–22 mar 2026`` or ``wk 12 · Mar 16–22, 2026``.

        The year is that of the last day.

        Examples
        --------
        >>> words_for("es").week(dt.date(2011, 12, 26))
        'sem. 52 · 26 dic – 1 ene 2012'
        """
        sunday = monday + dt.timedelta(days=6)
        days = self.day_range(monday, sunday)
        number = monday.isocalendar().week
        return self("wk {number} · {days}, {year}", number=number, days=days, year=str(sunday.year))

    def _fill(self, text: str, values: Mapping[str, Any]) -> str:
        if not values:
            return text
        return text.format_map({name: self._spoken(value) for name, value in values.items()})

    def _spoken(self, value: Any) -> Any:  # noqa: PLR0911 - one line for each kind of value
        if isinstance(value, Message):
            return self.render(value)
        if isinstance(value, PartyName):
            return self.party(value)
        if isinstance(value, Listed):
            return self.listed([str(self._spoken(one)) for one in value.values], value.most)
        if isinstance(value, Share):
            digits = value.digits
            return self.percent(value.value, digits) if digits else self.part(value.value)
        if isinstance(value, Hours):
            return self.hours(value.value, working=value.working)
        if isinstance(value, Number):
            return self.number(value.value, value.digits)
        if isinstance(value, dt.datetime):
            return self.instant(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, float):
            return self.number(value, 1)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        return value
