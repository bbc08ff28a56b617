"""Decide in which order a column writes day, month and year, from evidence in the whole column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.intake.dates import NUMBERS, DateReading, Shape, TimeFormat, main_shape, time_format
from kpi.intake.errors import RefusedError
from kpi.intake.questions import ask_order
from kpi.words import N_, Message

# A column holds both orders when the rarer is at least this share of the other: not a slip.
BOTH_ORDERS = 1 / 20
# Years of two digits lie this far back at most; further back, the number is no year of a handoff.
SHORT_YEARS_BACK = 30
SHORT_YEARS_AHEAD = 5
# So few different numbers are years, more are days.
YEARS_SPREAD = 5


@dataclass(frozen=True)
class Said:
    """What is known of a column beside its values.

    Parameters
    ----------
    column : str
        The file's name of it.
    order : str or None
        dmy, mdy or ymd: the mapping settles this column.
    dayfirst : bool or None
        What the mapping or the known log says for values that do not tell.
    hint : str or None
        ``own:dmy`` / ``own:mdy`` (the column that we put before records kept out says it, as the
        whole file told it), or weaker evidence, used with a warning: ``header`` (the header itself
        says dd/mm), ``siblings:dmy`` / ``siblings:mdy``, ``spanish``.
    year : int
        Of the load.
    """

    column: str
    order: str | None = None
    dayfirst: bool | None = None
    hint: str | None = None
    year: int = 2000


def decide(shapes: Sequence[Shape], said: Said) -> TimeFormat:
    """Choose one format for a column.

    Parameters
    ----------
    shapes : sequence of Shape
        Of all its non-empty values.
    said : Said

    Raises
    ------
    RefusedError
        If day, month and year cannot be told apart, or the column holds both orders.

    Examples
    --------
    >>> shape = Shape("99/9/9999", 2, "29/2/2016", day_first=1, unclear=1, day_sample="29/2/2016")
    >>> decide([shape], Said("closed")).family
    'dmy'
    """
    counts: dict[str, int] = {}
    for shape in shapes:
        if shape.family:
            counts[shape.family] = counts.get(shape.family, 0) + shape.count
    texts = {family: n for family, n in counts.items() if family not in NUMBERS}
    if not counts:
        nothing = Message("“{column}” holds no dates.", {"column": said.column})
        return TimeFormat("ymd", DateReading("", nothing), fast="%Y-%m-%d %H:%M:%S")
    if said.order:
        evidence = Message("The mapping says the order of “{column}”.", {"column": said.column})
        return time_format(said.order, shapes, evidence)
    family = max(texts or counts, key=lambda name: counts[name])
    numeric = texts.get("numeric", 0)
    if numeric and (family == "numeric" or numeric >= BOTH_ORDERS * sum(texts.values())):
        return _ordered(shapes, said, named=family)
    sample = main_shape(shapes, family).sample
    evidence = Message(
        "“{column}” is written like “{sample}”.", {"column": said.column, "sample": sample}
    )
    return time_format(family, shapes, evidence)


def _ordered(shapes: Sequence[Shape], said: Said, named: str) -> TimeFormat:
    """Choose the order of day and month by the values that can be read in one order alone."""
    numeric = [shape for shape in shapes if shape.family == "numeric"]
    _refuse_unclear_years(numeric, said)
    day, month = sum(s.day_first for s in numeric), sum(s.month_first for s in numeric)
    places = {
        "column": said.column,
        "day": next((s.day_sample for s in numeric if s.day_sample), ""),
        "month": next((s.month_sample for s in numeric if s.month_sample), ""),
        "n": max(day, month),
    }
    if day and month and min(day, month) >= BOTH_ORDERS * max(day, month):
        raise RefusedError(
            Message(
                "“{column}” has dates with the day first (“{day}”) and with the month first "
                "(“{month}”). Correct the export, or say in a mapping which one to read, "
                "[dates] “{column}” = “day first”: the others are then rejected.",
                places,
            ),
            ask_order(
                said.column,
                (str(places["day"]), str(places["month"])),
                ("day first", "month first"),
                all_columns=False,
            ),
        )
    if day > month:
        told = Message(
            "{n} value of “{column}” can only have the day first, such as “{day}”.",
            places,
            many="{n} values of “{column}” can only have the day first, such as “{day}”.",
        )
        return time_format("dmy", shapes, told)
    if month:
        told = Message(
            "{n} value of “{column}” can only have the month first, such as “{month}”.",
            places,
            many="{n} values of “{column}” can only have the month first, such as “{month}”.",
        )
        return time_format("mdy", shapes, told)
    if not sum(s.unclear for s in numeric):
        phrase = N_("Day and month are the same in all dates of “{column}”.")
        return time_format("dmy", shapes, Message(phrase, places))
    return _guessed(shapes, numeric, said, named)


def _guessed(
    shapes: Sequence[Shape], numeric: Sequence[Shape], said: Said, named: str
) -> TimeFormat:
    """Take the order from something weaker than the column's own values, or ask."""
    if said.dayfirst is None and said.hint and said.hint.startswith("own:"):
        phrase = N_("The first column, written by Eslabón, says the order of “{column}”.")
        evidence = Message(phrase, {"column": said.column})
        return time_format(said.hint.removeprefix("own:"), shapes, evidence)
    order, phrase = _weaker(numeric, said, named)
    if order is None:
        sample = main_shape(numeric, "dmy").sample
        raise RefusedError(
            Message(
                "“{column}” does not tell whether “{sample}” has the day or the month first: no "
                "value is above 12. Say it in a mapping, dayfirst = true or false, or choose it on "
                "the Data page.",
                {"column": said.column, "sample": sample},
            ),
            ask_order(said.column, (sample,), ("day first", "month first"), all_columns=True),
        )
    return time_format(order, shapes, Message(phrase, {"column": said.column}), guessed=True)


def _weaker(numeric: Sequence[Shape], said: Said, named: str) -> tuple[str | None, str]:
    order: str | None = None
    phrase = ""
    if named in ("dmy", "mdy"):
        order, phrase = named, N_("Other dates of “{column}” name the month in this order.")
    elif said.dayfirst is not None:
        order = "dmy" if said.dayfirst else "mdy"
        phrase = N_("No value of “{column}” tells; the mapping says the order.")
    elif said.hint == "header":
        order, phrase = "dmy", N_("The header of “{column}” says that the day is first.")
    elif said.hint and said.hint.startswith("siblings:"):
        order = said.hint.removeprefix("siblings:")
        phrase = N_("No value of “{column}” tells; the other dates of the file have this order.")
    elif said.hint == "spanish":
        order = "dmy"
        phrase = N_("No value of “{column}” tells; the headers are Spanish, so the day is first.")
    elif all("." in shape.shape.split(" ")[0] for shape in numeric):
        order = "dmy"
        phrase = N_("No value of “{column}” tells; dates with dots have the day first.")
    return order, phrase


def _refuse_unclear_years(numeric: Sequence[Shape], said: Said) -> None:
    """Refuse dates such as 26-03-01, in which the first number may be the year.

    Where the year has two digits, it is the last number if those are near the day of the load and
    the first ones are not so, or vary more than years do; a user or Spanish headers may say it too.
    """
    short = [shape for shape in numeric if shape.ones and shape.threes]
    if not short:
        return
    ones = min(s.ones[0] for s in short if s.ones), max(s.ones[1] for s in short if s.ones)
    threes = (
        min(s.threes[0] for s in short if s.threes),
        max(s.threes[1] for s in short if s.threes),
    )
    first, last = _are_years(ones, said.year), _are_years(threes, said.year)
    if last and (not first or (ones[1] - ones[0] > YEARS_SPREAD >= threes[1] - threes[0])):
        return
    told = said.dayfirst is not None or (said.hint or "").startswith(("header", "spanish", "own:"))
    dashed = any("-" in shape.shape.split(" ")[0] for shape in short)
    if (
        last
        and (told or not dashed)
        and not ones[1] - ones[0] <= YEARS_SPREAD < threes[1] - threes[0]
    ):
        return
    raise RefusedError(
        Message(
            "“{column}” does not tell whether “{sample}” begins with the year. Export years with "
            "four digits, or say in a mapping, [dates] “{column}” = “day first” or “year first”.",
            {"column": said.column, "sample": short[0].sample},
        ),
        ask_order(said.column, (short[0].sample,), ("day first", "year first"), all_columns=False),
    )


def _are_years(numbers: tuple[int, int], year: int) -> bool:
    """Tell whether all numbers between these can be years of two digits near the given one."""
    pivot = (year + SHORT_YEARS_AHEAD) % 100
    ages = [(pivot - number) % 100 for number in range(numbers[0], numbers[1] + 1)]
    return all(age <= SHORT_YEARS_BACK + SHORT_YEARS_AHEAD for age in ages)
