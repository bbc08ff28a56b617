"""SQL that reads one cell that is not a time: its value, its fault and its note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.intake.calendar_cells import TYPES as CALENDAR_TYPES
from kpi.intake.calendar_cells import calendar_cell
from kpi.intake.fields import Field
from kpi.intake.formats.agreements import RATING_KPIS, SHARE_KPIS
from kpi.intake.points import EITHER, GROUPED
from kpi.intake.times_sql import empty_word_sql, literal, word_list

YES = ("true", "t", "yes", "y", "1", "si", "s", "verdadero", "v", "cierto", "x", "ok", "aceptado",
       "aceptada", "accepted", "conforme", "cumplido", "kept")  # fmt: skip
NO = ("false", "f", "no", "n", "0", "falso", "rechazado", "rechazada", "rejected", "no conforme",
      "no aceptado", "no aceptada", "incumplido", "breached")  # fmt: skip
# Words that name the outcome itself mean the same in an inverted column.
INVERTED_YES = ("devuelto", "devuelta", "returned", "rechazado", "rechazada", "rejected",
                "incumplido", "breached", "true", "t", "yes", "y", "1", "si", "s", "verdadero", "v",
                "cierto", "x")  # fmt: skip
INVERTED_NO = ("false", "f", "no", "n", "0", "falso", "aceptado", "aceptada", "accepted",
               "conforme", "cumplido", "kept", "ok")  # fmt: skip
# White space as Unicode has it, and the zero-width marks that editors leave at the ends of cells.
SPACES = "".join(
    map(chr, [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029,
              0x202F, 0x205F, 0x3000, 0xFEFF])
)  # fmt: skip
MAX_HOURS = 1_000_000


@dataclass(frozen=True)
class Cell:
    """How one cell is read.

    Parameters
    ----------
    value : str
        SQL for the typed value.
    fault : str
        SQL for the key of its fault, NULL if sound.
    note : str
        SQL for the code of a warning, NULL if none.
    """

    value: str
    fault: str = "NULL::VARCHAR"
    note: str = "NULL::VARCHAR"


def trim_sql(cell: str, padding: str) -> str:
    """Return SQL for a cell without outer white space, of the sort that the file may have."""
    if padding == "none":
        return cell
    return f"trim({cell})" if padding == "spaces" else f"trim({cell}, {literal(SPACES)})"


def clean_sql(
    trimmed: str, empty: tuple[str, ...] = (), *, ascii_: bool = False, apostrophes: bool = True
) -> str:
    """Return SQL for a trimmed cell in NFC; words that mean empty become ``''``.

    The apostrophe that a formula-safe export puts before ``= + - @`` is taken off again.

    Parameters
    ----------
    ascii_ : bool
        No letter can need NFC.
    apostrophes : bool
        The file has apostrophes, or it was not told.
    """
    if not ascii_:
        trimmed = f"nfc_normalize({trimmed})"
    if apostrophes:
        bare = rf"regexp_replace({trimmed}, '^''([=+\-@])', '\1')"
        trimmed = f"CASE WHEN starts_with({trimmed}, '''') THEN {bare} ELSE {trimmed} END"
    return (
        f"CASE WHEN {trimmed} IN {word_list(empty)} THEN '' ELSE {trimmed} END"
        if empty
        else trimmed
    )


def value_cell(
    field: Field, cell: str, cells: Mapping[str, str], *, inverted: bool, decimal: str
) -> Cell:
    """Return how a field that is not a time is read.

    Parameters
    ----------
    field : Field
    cell : str
        SQL name of its clean cell.
    cells : dict
        Field name -> SQL name of the clean cell, for fields that depend on another.
    inverted : bool
        The column says the opposite.
    decimal : str
        The decimal mark of a column of numbers; see `kpi.intake.plan.Plan`.
    """
    if field.type == "text":
        return _text(field, cell)
    if field.type == "yes":
        return _yes(cell, inverted)
    if field.type == "choice":
        return _choice(field, cell)
    if field.type in CALENDAR_TYPES:
        return Cell(*calendar_cell(field.type, cell, cells.get("country")))
    sound, value, fault = _number(field, cell, cells, decimal)
    missing = "'missing'" if field.required else "NULL"
    return Cell(
        f"CASE WHEN {sound} THEN {value} END",
        f"CASE WHEN {sound} THEN NULL WHEN {cell} = '' OR {empty_word_sql(cell)} THEN {missing} "
        f"ELSE {fault} END",
        f"CASE WHEN {cell} <> '' AND {empty_word_sql(cell)} THEN 'empty_word' END",
    )


def _text(field: Field, cell: str) -> Cell:
    required = field.required and not field.blank
    fault = f"CASE WHEN {cell} = '' THEN 'missing' END" if required else "NULL::VARCHAR"
    kept = required or field.blank or field.default == ""
    return Cell(cell if kept else f"nullif({cell}, '')", fault)


def _yes(cell: str, inverted: bool) -> Cell:
    word = f"lower(strip_accents({cell}))"
    yes, no = (INVERTED_NO, INVERTED_YES) if inverted else (YES, NO)
    return Cell(
        f"CASE WHEN {word} IN {word_list(yes)} THEN true "
        f"WHEN {word} IN {word_list(no)} THEN false END",
        f"CASE WHEN {cell} = '' OR {word} IN {word_list(yes + no)} OR {empty_word_sql(cell)} "
        "THEN NULL ELSE 'yes' END",
        f"CASE WHEN {cell} <> '' AND {empty_word_sql(cell)} THEN 'empty_word' END",
    )


def _choice(field: Field, cell: str) -> Cell:
    word = f"lower(strip_accents({cell}))"
    cases = " ".join(
        f"WHEN {word} IN {word_list(words)} THEN {literal(value)}"
        for value, words in field.choices.items()
    )
    default = "NULL" if field.default is None else literal(field.default)
    known = tuple(word for words in field.choices.values() for word in words)
    missing = "'missing'" if field.required else "NULL"
    return Cell(
        f"CASE WHEN {cell} = '' THEN {default} {cases} END",
        f"CASE WHEN {cell} = '' THEN {missing} WHEN {word} IN {word_list(known)} THEN NULL "
        "ELSE 'choice' END",
    )


def number_sql(cell: str, *, decimal: str = "") -> str:
    """Return SQL for a number with a decimal point or comma; NULL where it is not surely one.

    ``1,234`` may be a thousand or a little more than one: it is no number here. ``1.234,5`` and
    ``1,234.5`` tell which is which, also for the other numbers of their column. Where points are
    doubtful, so is ``1.234``.
    """
    return rf"""CASE {_told_by_others(cell, decimal)}
        WHEN regexp_full_match({cell}, '\d+(\.\d+)?') THEN TRY_CAST({cell} AS DOUBLE)
        WHEN regexp_full_match({cell}, '0,\d+|\d+,(\d{{1,2}}|\d{{4,}})')
            THEN TRY_CAST(replace({cell}, ',', '.') AS DOUBLE)
        WHEN regexp_full_match({cell}, '\d{{1,3}}(\.\d{{3}})+,\d+')
            THEN TRY_CAST(replace(replace({cell}, '.', ''), ',', '.') AS DOUBLE)
        WHEN regexp_full_match({cell}, '\d{{1,3}}(,\d{{3}})+\.\d+')
            THEN TRY_CAST(replace({cell}, ',', '') AS DOUBLE)
    END"""


def _told_by_others(cell: str, decimal: str) -> str:
    """Return the cases of numbers that can be read in two ways, as the column tells."""
    if not decimal:
        return ""
    point = f"WHEN regexp_full_match({cell}, {literal(EITHER)}) THEN "
    if decimal == "?":
        return f"{point} NULL"
    comma = f"WHEN regexp_full_match({cell}, {literal(GROUPED)}) THEN "
    thousands, marked = (comma, point) if decimal == "." else (point, comma)
    other = "," if decimal == "." else "."
    return (
        f"{thousands} TRY_CAST(replace({cell}, '{other}', '') AS DOUBLE) "
        f"{marked} TRY_CAST(replace({cell}, '{decimal}', '.') AS DOUBLE)"
    )


def share_sql(cell: str) -> str:
    """Return SQL for a share: ``0.95``, ``0,95``, ``95%``, ``95 %``; NULL for a bare 95."""
    percent = rf"regexp_full_match({cell}, '\d{{1,3}}([.,]\d+)?[ \x{{A0}}\x{{202F}}]?%')"
    digits = rf"replace(regexp_extract({cell}, '^[0-9.,]+'), ',', '.')"
    share = f"CASE WHEN {percent} THEN round(TRY_CAST({digits} AS DOUBLE) / 100, 9) "
    share += rf"WHEN regexp_full_match({cell}, '[01]?[.,]\d+|[01]') "
    share += f"THEN TRY_CAST(replace({cell}, ',', '.') AS DOUBLE) END"
    return f"CASE WHEN ({share}) <= 1 THEN ({share}) END"


def _number(
    field: Field, cell: str, cells: Mapping[str, str], decimal: str
) -> tuple[str, str, str]:
    """Return SQL for: is it sound, its value, the key of its fault."""
    number = number_sql(cell, decimal=decimal)
    grouped = f"regexp_full_match({cell}, {literal(GROUPED)})"
    points = f"WHEN regexp_full_match({cell}, {literal(EITHER)}) THEN 'points'" * (decimal == "?")
    thousands = f"CASE WHEN {grouped} THEN 'thousands' {points} ELSE 'number' END"
    if field.type == "rating":
        whole = rf"coalesce(regexp_full_match({cell}, '[1-5]([.,]0+)?'), false)"
        return whole, f"TRY_CAST({cell}[1] AS TINYINT)", "'rating'"
    if field.type == "whole":
        whole = rf"coalesce(regexp_full_match({cell}, '0*[1-9]\d{{0,8}}([.,]0+)?'), false)"
        return whole, f"TRY_CAST(regexp_extract({cell}, '^\\d+') AS INTEGER)", "'number'"
    if field.type == "share":
        share = share_sql(cell)
        return f"({share}) IS NOT NULL", f"({share})", "'share'"
    if field.type == "target":
        kpi = f"lower({cells.get('kpi', literal(''))})"
        share = share_sql(cell)
        is_share = _of_unit(kpi, "share", SHARE_KPIS)
        value = (
            f"CASE WHEN {is_share} THEN {share} "
            f"WHEN {_of_unit(kpi, 'rating', RATING_KPIS)} "
            f"THEN CASE WHEN ({number}) BETWEEN 1 AND 5 THEN ({number}) END "
            f"ELSE coalesce({number}, {share}) END"
        )
        fault = f"CASE WHEN {is_share} THEN 'share' {points} ELSE 'target' END"
        return f"({value}) IS NOT NULL", f"({value})", fault
    return f"coalesce(({number}) <= {MAX_HOURS}, false)", f"({number})", thousands


def _of_unit(kpi: str, unit: str, built_in: tuple[str, ...]) -> str:
    """Return SQL for: the target of this KPI is of a unit, built in or as the company defined."""
    defined = f"(SELECT kpi FROM defined_kpis WHERE unit = {literal(unit)})"
    return f"({kpi} IN {word_list(built_in)} OR {kpi} IN {defined})"
