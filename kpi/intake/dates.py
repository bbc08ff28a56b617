"""How a date can be written: shapes of values, families of shapes, and the format of a column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.words import N_, Message

# How a user names an order in a mapping.
ORDERS: Mapping[str, str] = {"day first": "dmy", "month first": "mdy", "year first": "ymd"}
# Cells that mean nothing in a column of times or numbers, in lower case.
EMPTY_WORDS = (
    "-", "--", "–", "—", "n/a", "na", "n.a.", "n/d", "null", "(null)", "none", "nan", "nat", "nil",
)  # fmt: skip
NUMBERS = ("epoch_ms", "epoch_s", "excel")
# Families in which a year of four digits may also come first: that is never in doubt.
DATED = ("ymd", "numeric", "dmy", "mdy")
# Programs that put numbers together write five past two as 14:5; people put “hrs” behind it.
_CLOCK = (
    r"(( |, ?|t)9{1,2}:9{1,2}(:9{1,2}([.,]9+)?)?( ?[ap]\.? ?m\.?)?( ?(h|hs|hrs?|horas?)\.?)?"
    r"( ?(z|[+-]99(:?99)?))?)?"
)
_FAMILIES: tuple[tuple[str, str], ...] = (
    ("ymd", rf"9999[-/.]9{{1,2}}[-/.]9{{1,2}}{_CLOCK}"),
    ("numeric", rf"9{{1,2}}([-/. ])9{{1,2}}\1(9999|99){_CLOCK}"),
    ("dmy", rf"9{{1,2}}([-/. ]| de )[^\W\d]+\.?([-/. ]|, | de | del )(9999|99){_CLOCK}"),
    ("mdy", rf"[^\W\d]+\.? 9{{1,2}},? 9999{_CLOCK}"),
    ("compact", r"9{8}(t?9{4}(99)?(z|[+-]99:?99)?)?"),
    ("epoch_ms", r"9{13}"),
    ("epoch_s", r"9{10}(\.9+)?"),
    ("excel", r"9{5}([.,]9+)?"),
)
# Shape of a time of day -> what try_strptime needs; only where the text says everything.
_FAST_CLOCKS: Mapping[str, str] = {
    " 9:9:9": " %H:%M:%S", " 9:9": " %H:%M", "t9:9:9": "T%H:%M:%S", "t9:9": "T%H:%M",
    " 9:9:9.9": " %H:%M:%S.%f", "t9:9:9.9": "T%H:%M:%S.%f", "": "",
}  # fmt: skip
_FAST_DATES: Mapping[str, str] = {
    "ymd": "%Y{0}%m{0}%d",
    "dmy": "%d{0}%m{0}%Y",
    "mdy": "%m{0}%d{0}%Y",
}
_LETTERS: Mapping[str, tuple[str, str, str]] = {
    "ymd": ("Y", "M", "D"),
    "dmy": ("D", "M", "Y"),
    "mdy": ("M", "D", "Y"),
}


_YEARS = (N_("YYYY"), N_("YY"))


@dataclass(frozen=True)
class DateReading:
    """How the dates of one column are read.

    Parameters
    ----------
    format : str
        For people: ``DD/MM/YYYY hh:mm``.
    evidence : Message
        Why this format and no other.
    """

    format: str
    evidence: Message

    @property
    def spoken_format(self) -> Message:
        """The format in the letters of the reader's language.

        Examples
        --------
        >>> from kpi.words import words_for
        >>> words_for("es").render(DateReading("DD/MM/YYYY", Message("told")).spoken_format)
        'DD/MM/AAAA'
        """
        year = next((letters for letters in _YEARS if letters in self.format), None)
        if year is None:
            return Message(self.format)
        return Message(self.format.replace(year, "{year}"), {"year": Message(year)})


@dataclass(frozen=True)
class Shape:
    """Values of a column that look alike: every digit is written 9, letters are lower case.

    Parameters
    ----------
    shape : str
    count : int
    sample : str
        One of the values.
    day_first, month_first : int
        Values whose first number is above 12 and second is not, and the other way round.
    unclear : int
        Values whose first two numbers are both at most 12 and differ.
    day_sample, month_sample : str or None
        A value of each.
    ones, threes : tuple of int
        The least and greatest first and third number, where the year has two digits; else empty.
    late_days : int
        Values with the year first whose last number is above 12.
    """

    shape: str
    count: int
    sample: str
    day_first: int = 0
    month_first: int = 0
    unclear: int = 0
    day_sample: str | None = None
    month_sample: str | None = None
    ones: tuple[int, int] | tuple[()] = ()
    threes: tuple[int, int] | tuple[()] = ()
    late_days: int = 0

    @property
    def family(self) -> str | None:
        """The family that it belongs to."""
        return family_of(self.shape)


@dataclass(frozen=True)
class TimeFormat:
    """How one column of times is read.

    Parameters
    ----------
    family : str
        ymd, dmy, mdy, compact, epoch_s, epoch_ms or excel. In the first three a value with a year
        of four digits in front is read too.
    reading : DateReading
    fast : str or None
        Format for try_strptime that reads the most frequent shape.
    offset : bool
        That shape ends in an offset.
    dated_only : bool
        No value of the column has a time of day.
    guessed : bool
        The order of day and month rests on something weaker than the column's own values.
    short_year : bool
        A year of two digits comes first, as the mapping says.
    fast_dated : bool
        That shape has no time of day.
    half_turned : Message or None
        Why a spreadsheet may have taken day for month in some of its values.
    """

    family: str
    reading: DateReading
    fast: str | None = None
    offset: bool = False
    dated_only: bool = False
    guessed: bool = False
    short_year: bool = False
    fast_dated: bool = False
    half_turned: Message | None = None


def family_of(shape: str) -> str | None:
    """Name the family that a shape belongs to.

    Examples
    --------
    >>> family_of("99/9/9999 99:99"), family_of("9999-99-99t99:99:99.9+99:99"), family_of("hoy")
    ('numeric', 'ymd', None)
    """
    for family, pattern in _FAMILIES:
        if re.fullmatch(pattern, shape):
            return family
    return None


def numeric_formats(shape: str) -> tuple[str, str] | None:
    """Return the try_strptime formats of a shape with the day and with the month first.

    Examples
    --------
    >>> numeric_formats("99/9/9999 99:99")
    ('%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M')
    """
    if family_of(shape) != "numeric":
        return None
    day, month = _fast("dmy", shape)[0], _fast("mdy", shape)[0]
    return (day, month) if day and month and "%z" not in day else None


def time_format(
    family: str, shapes: Sequence[Shape], evidence: Message, *, guessed: bool = False
) -> TimeFormat:
    """Return the format of a column whose family is decided."""
    main = main_shape(shapes, family)
    order = "ymd" if main.family == "ymd" else family
    fast, offset = _fast(order, main.shape)
    if family == "excel":
        dated_only = not any(re.search("[.,]", s.shape) for s in shapes)
    else:
        clocks = (":" in s.shape or re.fullmatch("9{12,14}|9{8}t.*", s.shape) for s in shapes)
        dated_only = family not in NUMBERS and not any(clocks)
    return TimeFormat(
        family,
        DateReading(_words(order, main.shape), evidence),
        fast,
        offset,
        dated_only,
        guessed,
        short_year=family == "ymd" and main.family == "numeric",
        fast_dated=fast is not None and "%H" not in fast,
    )


def main_shape(shapes: Sequence[Shape], family: str) -> Shape:
    """Return the most frequent of the shapes that a column of this family reads."""
    readable = DATED if family in DATED else (family,)
    fitting = [shape for shape in shapes if shape.family in readable]
    return max(fitting or shapes, key=lambda shape: shape.count)


def _fast(order: str, shape: str) -> tuple[str | None, bool]:
    """Return the try_strptime format that reads all of a shape, and whether it has an offset."""
    match = re.fullmatch(r"(9+)([-/.])9+[-/.](9+)((?:[ t].*?)?)(z|[+-]99:?99)?", shape)
    if match is None or order not in _FAST_DATES or "9999" not in (match[1], match[3]):
        return None, False
    clock = _FAST_CLOCKS.get(re.sub("9+", "9", match[4]))
    if clock is None or match[5] == "z":
        return None, False
    return _FAST_DATES[order].format(match[2]) + clock + ("%z" if match[5] else ""), bool(match[5])


def _words(family: str, shape: str) -> str:
    """Write the format as people do."""
    names = {"epoch_s": "Unix s", "epoch_ms": "Unix ms", "excel": "Excel"}
    if family in names:
        return names[family]
    if family == "compact":
        return "YYYYMMDD" + "hhmmss"[: max(0, len(re.sub(r"\D", "", shape)[:14]) - 8)]
    month = "MM" if re.match(r"9+\W9", shape) else "MMM"
    parts = {"Y": "YYYY" if "9999" in shape else "YY", "M": month, "D": "DD"}
    separator = next((c for c in shape if c in "-/."), " ")
    clock = re.search(r"9{1,2}:9{1,2}(:9{1,2})?", shape)
    time = "" if clock is None else " hh:mm:ss" if clock[1] else " hh:mm"
    return separator.join(parts[letter] for letter in _LETTERS[family]) + time
