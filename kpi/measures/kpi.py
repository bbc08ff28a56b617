"""What a KPI is: its question, which handoffs it counts, and an example that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["share", "percentile", "mean", "snapshot"]


@dataclass(frozen=True)
class Counting:
    """Which handoffs count, to which period each belongs, and what each contributes.

    SQL expressions over a row ``h`` of the view ``due_handoffs``; a snapshot may use
    ``w.snapshot``, the period's end or as-of, and ``w.last_instant``, up to which things have
    happened in it: a period is half-open, as-of is included.

    Parameters
    ----------
    kind : {"share", "percentile", "mean", "snapshot"}
        How the rows become one number: good of counted; a percentile or the mean of ``value``;
        or how many of the counted are not good at the period's end.
    candidate : str
        The handoffs that the question is about.
    belongs_at : str
        The instant that decides the period; unused in a snapshot.
    counted : str
        The candidates that can be told; the others lower the share that could be judged.
    good, value : str
        What a counted handoff contributes.
    quantile : float, optional
        Of a percentile, 0 to 1.
    """

    kind: Kind
    candidate: str
    belongs_at: str
    counted: str = "true"
    good: str = "NULL::BOOLEAN"
    value: str = "NULL::DOUBLE"
    quantile: float | None = None


@dataclass(frozen=True)
class ExampleHandoff:
    """One handoff of a worked example; `promised_at` is its due."""

    requested_at: datetime
    promised_at: datetime | None = None
    delivered_at: datetime | None = None
    accepted: bool | None = None
    returned_at: datetime | None = None
    rating: int | None = None
    paused_hours: float | None = None


@dataclass(frozen=True)
class Example:
    """A worked example: data that is run as a test and shown as help.

    Parameters
    ----------
    story : str
        What happens and why the answer is what it is; a phrase of the catalogues.
    handoffs : tuple of ExampleHandoff
    as_of : datetime
    week : str
        Label of the week that is measured.
    value, n, good
        The answer.
    """

    story: str
    handoffs: tuple[ExampleHandoff, ...]
    as_of: datetime
    week: str
    value: float
    n: int
    good: int | None


@dataclass(frozen=True)
class Kpi:
    """One entry of the catalogue.

    Parameters
    ----------
    id : str
        What files, agreements and the command line call it.
    name, question, formula : str
        Phrases of the catalogues.
    unit : {"share", "hours", "count", "rating"}
        Of the value and of its target.
    better : {"higher", "lower"}
    dimension : str
        Phrase: which part of the promise it speaks of.
    counting : Counting
    example : Example
    """

    id: str
    name: str
    question: str
    formula: str
    unit: Literal["share", "hours", "count", "rating"]
    better: Literal["higher", "lower"]
    dimension: str
    counting: Counting
    example: Example

    def asks_less(self, target: float, than: float) -> bool:
        """Say whether a target is easier to keep than another."""
        return target < than if self.better == "higher" else target > than
