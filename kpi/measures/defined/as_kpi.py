"""A definition as an entry of the catalogue: its counting, in SQL that is ours alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kpi.measures.catalogue.dimensions import DIMENSIONS
from kpi.measures.defined.definition import OF_DATES, OF_NUMBERS, Condition, Definition
from kpi.measures.kpi import Counting, Example, Kpi
from kpi.words import InBothLanguages

# Columns of `due_handoffs` that a definition may name, and what they hold.
COLUMNS: Mapping[str, str] = {
    "service": "text",
    "case_id": "text",
    "handoff_id": "text",
    "requested_at": "time",
    "promised_at": "time",
    "delivered_at": "time",
    "returned_at": "time",
    "due": "time",
    "rating": "number",
    "paused_hours": "number",
    "lead_hours": "number",
}
_OVER = {
    "delivered": ("h.delivered_at IS NOT NULL", "h.delivered_at"),
    "requested": ("true", "h.requested_at"),
    "due": ("h.due <= h.as_of", "h.due"),
}
_SIGNS = {"at least": ">=", "at most": "<=", "more than": ">", "less than": "<"}
_UNITS = {"share": "share", "hours": "hours", "rating": "rating", "number": "number"}


@dataclass(frozen=True)
class _Column:
    """A column as SQL: its text, and what it holds."""

    sql: str
    holds: str

    @property
    def text(self) -> str:
        return f"nullif(trim({self.sql}::VARCHAR), '')"

    @property
    def number(self) -> str:
        """Read as a number; a comma is decimal unless it may separate thousands.

        Text that may mean two numbers, such as 1,234, is not one.
        """
        if self.holds == "number":
            return f"{self.sql}::DOUBLE"
        plain = rf"regexp_matches({self.text}, '^[+-]?\d+([.]\d+)?$')"
        decimal = rf"regexp_matches({self.text}, '^[+-]?(\d+,(\d{{1,2}}|\d{{4,}})|0,\d+)$')"
        return (
            f"CASE WHEN {plain} THEN TRY_CAST({self.text} AS DOUBLE)"
            f" WHEN {decimal} THEN TRY_CAST(replace({self.text}, ',', '.') AS DOUBLE) END"
        )

    @property
    def day(self) -> str:
        return f"TRY_CAST({self.sql} AS DATE)"


def as_kpi(definition: Definition, attributes: Mapping[str, str]) -> Kpi:
    """Return a definition as a KPI that counts as the built-in ones do.

    Parameters
    ----------
    attributes : dict
        Name of a column as files write it -> the column of the store that holds it. Where a column
        of the definition is not among them, the KPI counts nothing and `Kpi.waits_for` names it.

    Notes
    -----
    Nothing that a user wrote becomes SQL but quoted values: columns are looked up, comparisons
    come from a list, numbers and days are written from what was read.
    """
    columns = {name: _column(name, attributes) for name in definition.columns}
    missing = tuple(name for name, column in columns.items() if column is None)
    known = {name: column for name, column in columns.items() if column is not None}
    return Kpi(
        id=definition.id,
        name=InBothLanguages(definition.name),
        question=InBothLanguages(definition.question),
        formula=InBothLanguages({language: _formula(definition) for language in definition.name}),
        unit=_UNITS[definition.unit],  # type: ignore[arg-type]
        better=definition.better,
        dimension=DIMENSIONS[definition.dimension],
        counting=_nothing(definition) if missing else _counting(definition, known),
        example=Example("", (), datetime(1970, 1, 1), "", 0.0, 0, None),
        definition=definition,
        waits_for=missing,
    )


def _column(name: str, attributes: Mapping[str, str]) -> _Column | None:
    if name in COLUMNS:
        return _Column(f"h.{name}", COLUMNS[name])
    return _Column(f"h.{attributes[name]}", "text") if name in attributes else None


def _nothing(definition: Definition) -> Counting:
    kind = "share" if definition.measure == "share" else definition.measure
    return Counting(
        kind=kind, candidate="false", quantile=definition.percentile / 100, within_target="false"
    )


def _counting(definition: Definition, columns: Mapping[str, _Column]) -> Counting:
    among, at = _OVER[definition.over]
    candidate = " AND ".join(
        [among, *(f"coalesce({_holds(one, columns)}, false)" for one in definition.only)]
    )
    if definition.measure == "share":
        word = " AND " if definition.match == "all" else " OR "
        good = "(" + word.join(_holds(one, columns) for one in definition.good) + ")"
        lower = definition.better == "lower"
        return Counting(
            kind="share",
            candidate=candidate,
            belongs_at=at,
            counted=f"{good} IS NOT NULL",
            # What the company counts is what it names; where less is better that is the bad.
            good=f"NOT {good}" if lower else good,
            shows_the_rest=lower,
        )
    number = columns[definition.column]
    worse = "<=" if definition.better == "lower" else ">="
    return Counting(
        kind="percentile" if definition.measure == "percentile" else "mean",
        candidate=f"{candidate} AND {number.text} IS NOT NULL",
        belongs_at=at,
        counted=f"({number.number}) IS NOT NULL",
        value=f"({number.number})",
        quantile=definition.percentile / 100 if definition.measure == "percentile" else None,
        within_target=f"({number.number}) {worse} t.target",
    )


def _holds(  # noqa: PLR0911 - one line for each comparison
    condition: Condition, columns: Mapping[str, _Column]
) -> str:
    """Return the SQL of a comparison; NULL where the cell cannot be compared."""
    column, comparison, value = columns[condition.column], condition.comparison, condition.value
    if comparison in OF_NUMBERS and isinstance(value, float):
        return f"(({column.number}) {_SIGNS[comparison]} {value!r}::DOUBLE)"
    if comparison in OF_DATES:
        sign = ">=" if comparison == "on or after" else "<"
        return f"({column.day} {sign} DATE {_quoted(str(value))})"
    if comparison == "is filled":
        return f"({column.text} IS NOT NULL)"
    if comparison == "is empty":
        return f"({column.text} IS NULL)"
    if isinstance(value, tuple):
        words = ", ".join(f"lower({_quoted(one)})" for one in value)
        return f"coalesce(lower({column.text}) IN ({words}), false)"
    word = f"lower({_quoted(str(value))})"
    if comparison == "contains":
        return f"coalesce(contains(lower({column.text}), {word}), false)"
    if comparison == "differs from":
        return f"(lower({column.text}) IS DISTINCT FROM {word})"
    return f"coalesce(lower({column.text}) = {word}, false)"


def _quoted(text: str) -> str:
    """Return a text as a literal of SQL, in which nothing but the quote ends it."""
    return "'" + text.replace("'", "''").replace("\x00", "") + "'"


def _formula(definition: Definition) -> str:
    """Write the definition in one line, as it is defined."""
    told = [_said(one) for one in definition.good]
    if definition.measure == "share":
        what = (" ∧ " if definition.match == "all" else " ∨ ").join(told) + " ÷ ✓"
    elif definition.measure == "percentile":
        what = f"P{definition.percentile:g}({definition.column})"
    else:
        what = f"x̄({definition.column})"
    only = f" | {', '.join(map(_said, definition.only))}" if definition.only else ""
    return f"{what}{only} · {definition.over}"


def _said(condition: Condition) -> str:
    value = condition.value
    if isinstance(value, tuple):
        value = " / ".join(value)
    elif isinstance(value, float):
        value = f"{value:g}"
    return f"{condition.column} {condition.comparison} {value}".strip()
