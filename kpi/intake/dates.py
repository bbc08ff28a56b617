"""Decide how the dates of one column are written, from evidence in the whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kpi.intake.errors import RefusedError
from kpi.words import Message, N_

# How a user names an order in a mapping.
ORDERS: Mapping[str, str] = {"day first": "dmy", "month first": "mdy", "year first": "ymd"}
# Cells that mean nothing in a column of times or numbers, in lower case.
EMPTY_WORDS = (
    "-", "--", "–", "—", "n/a", "na", "n.a.", "n/d", "null", "(null)", "none", "nan", "nat", "nil",
)  # fmt: skip
_CLOCK = r"(( |, ?|t)9{1,2}:99(:99([.,]9+)?)?( ?[ap]\.? ?m\.?)?( ?(z|[+-]99(:?99)?))?)?"
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
NUMBERS = ("epoch_ms", "epoch_s", "excel")
# The parts in the order of the pattern's groups, per order of the date.
PARTS: Mapping[str, tuple[str, ...]] = {"ymd": ("y", "m", "d"), "dmy": ("d", "m", "y"),
                                        "mdy": ("m", "d", "y"), "compact": ("y", "m", "d")}  # fmt: skip
# Shape without repeats -> what try_strptime needs; only where the text says everything.
_FAST_CLOCKS: Mapping[str, str] = {
    " 9:9:9": " %H:%M:%S", " 9:9": " %H:%M", "t9:9:9": "T%H:%M:%S", "t9:9": "T%H:%M",
    " 9:9:9.9": " %H:%M:%S.%f", "t9:9:9.9": "T%H:%M:%S.%f",
}  # fmt: skip
_FAST_DATES: Mapping[str, str] = {
    "ymd": "%Y{0}%m{0}%d",
    "dmy": "%d{0}%m{0}%Y",
    "mdy": "%m{0}%d{0}%Y",
}


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
    """

    shape: str
    count: int
    sample: str
    day_first: int = 0
    month_first: int = 0
    unclear: int = 0
    day_sample: str | None = None
    month_sample: str | None = None


@dataclass(frozen=True)
class TimeFormat:
    """How one column of times is read.

    Parameters
    ----------
    family : str
        ymd, dmy, mdy, compact, epoch_s, epoch_ms or excel.
    fast : str or None
        Format for try_strptime that reads the most frequent shape.
    offset : bool
        That shape ends in an offset.
    dated_only : bool
        No value of the column has a time of day.
    reading : DateReading
    guessed : bool
        The order of day and month rests on something weaker than the column's own values.
    """

    family: str
    fast: str | None
    offset: bool
    dated_only: bool
    reading: DateReading
    guessed: bool = False


def family_of(shape: str) -> str | None:
    """Name the family that a shape belongs to.

    Examples
    --------
    >>> family_of("99/9/9999 99:99"), family_of("9999-99-99t99:99:99.999+99:99"), family_of("pronto")
    ('numeric', 'ymd', None)
    """
    for family, pattern in _FAMILIES:
        if re.fullmatch(pattern, shape):
            return family
    return None


def decide(
    column: str,
    shapes: Sequence[Shape],
    *,
    said: str | None,
    dayfirst: bool | None,
    hint: str | None,
) -> TimeFormat:
    """Choose one format for a column.

    Parameters
    ----------
    column : str
        The file's name of it.
    shapes : sequence of Shape
        Of all its non-empty values.
    said : str, optional
        The order that the mapping gives for this column; settles it.
    dayfirst : bool, optional
        What the mapping or the known log says for values that do not tell.
    hint : str, optional
        ``header`` (the header itself says dd/mm), ``spanish`` or ``siblings:dmy`` / ``siblings:mdy``:
        weaker evidence, used with a warning.

    Raises
    ------
    RefusedError
        If day and month cannot be told apart, or the column holds both orders.
    """
    families: dict[str, int] = {}
    for shape in shapes:
        family = family_of(shape.shape)
        if family:
            families[family] = families.get(family, 0) + shape.count
    texts = {family: n for family, n in families.items() if family not in NUMBERS}
    if not families:
        nothing = DateReading("", Message("“{column}” holds no dates.", {"column": column}))
        return TimeFormat("ymd", None, False, False, nothing)
    family = max(texts or families, key=lambda name: families[name])
    numeric = [shape for shape in shapes if family_of(shape.shape) == "numeric"]
    if family == "numeric" or (family in ("dmy", "mdy") and numeric):
        return _ordered(column, shapes, numeric, said, dayfirst, hint, family)
    evidence = Message(
        "“{column}” is written like “{sample}”.",
        {"column": column, "sample": _main(shapes, family).sample},
    )
    return _format(family, shapes, evidence)


def _ordered(
    column: str,
    shapes: Sequence[Shape],
    numeric: Sequence[Shape],
    said: str | None,
    dayfirst: bool | None,
    hint: str | None,
    named: str,
) -> TimeFormat:
    """Choose the order of day and month."""
    day, month = sum(s.day_first for s in numeric), sum(s.month_first for s in numeric)
    unclear = sum(s.unclear for s in numeric)
    day_sample = next((s.day_sample for s in numeric if s.day_sample), "")
    month_sample = next((s.month_sample for s in numeric if s.month_sample), "")
    places = {"column": column, "day": day_sample, "month": month_sample, "count": day or month}
    if said:
        evidence = Message(N_("The mapping says the order of “{column}”."), places)
        return _format(said, shapes, evidence)
    if day and month and 20 * min(day, month) >= max(day, month):
        raise RefusedError(
            Message(
                "“{column}” has dates with the day first (“{day}”) and with the month first "
                "(“{month}”). Correct the export, or say in a mapping which one to read, "
                "[dates] “{column}” = “day first”: the others are then rejected.",
                places,
            )
        )
    if day or month:
        order = "dmy" if day > month else "mdy"
        phrase = (
            N_("{count} values of “{column}” can only have the day first, such as “{day}”.")
            if order == "dmy"
            else N_(
                "{count} values of “{column}” can only have the month first, such as “{month}”."
            )
        )
        return _format(order, shapes, Message(phrase, places))
    if not unclear:
        evidence = Message(N_("Day and month are the same in all dates of “{column}”."), places)
        return _format("dmy", shapes, evidence)
    guess = _guess(column, numeric, dayfirst, hint, named)
    if guess is None:
        sample = _main(numeric, "numeric").sample
        raise RefusedError(
            Message(
                "“{column}” does not tell whether “{sample}” has the day or the month first: no value "
                "is above 12. Say it in a mapping, dayfirst = true or false, or choose it on the "
                "Data page.",
                {"column": column, "sample": sample},
            )
        )
    order, evidence = guess
    return replace(_format(order, shapes, evidence), guessed=True)


def _guess(
    column: str, numeric: Sequence[Shape], dayfirst: bool | None, hint: str | None, named: str
) -> tuple[str, Message] | None:
    """Take the order from something weaker than the column's own values."""
    places = {"column": column}
    if named != "numeric":
        return named, Message(N_("Other dates of “{column}” name the month."), places)
    if dayfirst is not None:
        order = "dmy" if dayfirst else "mdy"
        return order, Message(
            N_("No value of “{column}” tells; the mapping says the order."), places
        )
    if hint == "header":
        return "dmy", Message(N_("The header of “{column}” says that the day is first."), places)
    if hint and hint.startswith("siblings:"):
        return hint.removeprefix("siblings:"), Message(
            N_("No value of “{column}” tells; the other dates of the file have this order."), places
        )
    if hint == "spanish":
        return "dmy", Message(
            N_("No value of “{column}” tells; the headers are Spanish, so the day is first."),
            places,
        )
    if all("." in shape.shape.split(" ")[0] for shape in numeric):
        return "dmy", Message(
            N_("No value of “{column}” tells; dates with dots have the day first."), places
        )
    return None


def _main(shapes: Sequence[Shape], family: str) -> Shape:
    wanted = ("numeric", family) if family in ("dmy", "mdy") else (family,)
    fitting = [s for s in shapes if family_of(s.shape) in wanted]
    return max(fitting or shapes, key=lambda s: s.count)


def _format(family: str, shapes: Sequence[Shape], evidence: Message) -> TimeFormat:
    main = _main(shapes, family)
    fast, offset = _fast(family, main.shape)
    if family == "excel":
        dated_only = not any(re.search("[.,]", s.shape) for s in shapes)
    else:
        dated_only = family not in NUMBERS and not any(
            ":" in s.shape or re.fullmatch("9{12,14}|9{8}t.*", s.shape) for s in shapes
        )
    return TimeFormat(family, fast, offset, dated_only, DateReading(_words(family, main), evidence))


def _fast(family: str, shape: str) -> tuple[str | None, bool]:
    """Return the try_strptime format of a shape that needs no further look, and if it has an offset."""
    match = re.fullmatch(r"(9+)([-/.])9+[-/.](9+)([ t].*?)(z|[+-]99:?99)?", shape)
    if match is None or family not in _FAST_DATES or "9999" not in (match[1], match[3]):
        return None, False
    clock = _FAST_CLOCKS.get(re.sub("9+", "9", match[4]))
    if clock is None or match[5] == "z":
        return None, False
    return _FAST_DATES[family].format(match[2]) + clock + ("%z" if match[5] else ""), bool(match[5])


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


def _words(family: str, main: Shape) -> str:
    """Write the format as people do."""
    names = {"epoch_s": "Unix s", "epoch_ms": "Unix ms", "excel": "Excel"}
    if family in names:
        return names[family]
    if family == "compact":
        return "YYYYMMDD" + ("hhmmss"[: len(re.sub(r"\D", "", main.shape)) - 8])
    year = "YYYY" if "9999" in main.shape else "YY"
    separator = next((c for c in main.shape if c in "-/."), " ")
    month = "MM" if re.match(r"9+\D9", main.shape) else "month"
    letters = {"y": year, "m": month, "d": "DD"}
    clock = re.search(r"9{1,2}:99(:99)?", main.shape)
    time = "" if clock is None else " hh:mm:ss" if clock[1] else " hh:mm"
    return separator.join(letters[part] for part in PARTS[family]) + time
