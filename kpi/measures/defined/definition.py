"""What a defined KPI says: its words, and the building blocks it counts with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kpi.words import UserError

Measure = Literal["share", "percentile", "mean"]
Over = Literal["delivered", "requested", "due"]
Unit = Literal["share", "hours", "number", "rating"]

MEASURES: tuple[Measure, ...] = ("share", "percentile", "mean")
OVERS: tuple[Over, ...] = ("delivered", "requested", "due")
UNITS: tuple[Unit, ...] = ("share", "hours", "number", "rating")
DIRECTIONS: tuple[Literal["higher", "lower"], ...] = ("higher", "lower")
OF_TEXT = ("equals", "differs from", "one of", "contains", "is filled", "is empty")
OF_NUMBERS = ("at least", "at most", "more than", "less than")
OF_DATES = ("on or after", "before")
COMPARISONS = (*OF_TEXT, *OF_NUMBERS, *OF_DATES)
WITHOUT_VALUE = ("is filled", "is empty")
ID = re.compile(r"[a-z][a-z0-9_]{1,59}")
MOST_CONDITIONS = 8


class DefinitionError(UserError):
    """A KPI is not defined as it has to be."""


@dataclass(frozen=True)
class Condition:
    """One comparison of a column.

    Parameters
    ----------
    column : str
        A column of the handoffs, or the name of any other column of the files.
    comparison : str
        One of `COMPARISONS`.
    value : str, number, or tuple of str
        What it is compared with: text; several texts of ``one of``; a number; a day as 2026-03-16.
    """

    column: str
    comparison: str
    value: str | float | tuple[str, ...] = ""


@dataclass(frozen=True)
class Definition:
    """One KPI as the company defined it.

    Parameters
    ----------
    id : str
        Lower-case letters, digits and underscores; what agreements call it.
    name, question : dict
        Language (``en``, ``es``) -> text.
    dimension : str
        A key of `kpi.measures.catalogue.dimensions.DIMENSIONS`.
    unit, better
        Of the value and of its target.
    measure : {"share", "percentile", "mean"}
        The share of the handoffs for which `good` holds; or a percentile or the mean of `column`.
    over : {"delivered", "requested", "due"}
        Which handoffs, and to which period each belongs.
    good : tuple of Condition
        Of a share.
    match : {"all", "any"}
        Whether all of `good` must hold or any of it.
    only : tuple of Condition
        Handoffs that do not meet all of these are left out.
    column : str
        Of a percentile or mean: the column of numbers.
    percentile : float
        1 to 99.
    """

    id: str
    name: Mapping[str, str]
    question: Mapping[str, str]
    dimension: str
    unit: Unit
    better: Literal["higher", "lower"]
    measure: Measure
    over: Over = "delivered"
    good: tuple[Condition, ...] = ()
    match: Literal["all", "any"] = "all"
    only: tuple[Condition, ...] = ()
    column: str = ""
    percentile: float = 50.0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads, each once."""
        read = [condition.column for condition in (*self.good, *self.only)]
        return tuple(dict.fromkeys([*([self.column] if self.column else []), *read]))
