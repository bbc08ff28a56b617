"""What a KPI is: its question, which handoffs it counts, and an example that proves it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kpi.measures.defined.definition import Definition

Kind = Literal["share", "percentile", "mean", "rating", "snapshot"]
Source = Literal["handoffs", "course", "returns", "contacts", "agreements"]


@dataclass(frozen=True)
class Counting:
    """Which handoffs count, to which period each belongs, and what each contributes.

    SQL expressions over a row ``h`` of the view that `source` names; a snapshot may use
    ``w.snapshot``, the period's end or as-of, and ``w.last_instant``, up to which things have
    happened in it: a period is half-open, as-of is included.

    Parameters
    ----------
    kind : {"share", "percentile", "mean", "rating", "snapshot"}
        How the rows become one number: good of counted; a percentile or the mean of ``value``, of
        any numbers or of ratings (whole, 1 to 5); or how many of the counted are not good at the
        period's end.
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
    source : {"handoffs", "course", "returns", "contacts", "agreements"}
        What is counted: handoffs; handoffs with what came next in their case; those that came
        back; contacts; or agreements, whose counting is left to `kpi.verdicts`.
    within_target : str, optional
        Of a percentile of other numbers than lead times: the counted that keep a target
        ``t.target``. A lead time is judged like a due time instead.
    shows_the_rest : bool
        Of a share: the value, and the target, is that of the counted that are not good.
    """

    kind: Kind
    candidate: str = "true"
    belongs_at: str = "NULL::TIMESTAMP"
    counted: str = "true"
    good: str = "NULL::BOOLEAN"
    value: str = "NULL::DOUBLE"
    quantile: float | None = None
    source: Source = "handoffs"
    shows_the_rest: bool = False
    within_target: str | None = None


@dataclass(frozen=True)
class ExampleHandoff:
    """One handoff of a worked example; `promised_at` is its due.

    It is on the link that is measured, unless it `goes_back` from that link's customer to its
    supplier, or `goes_on` from its customer to somebody else. Without a `case_id` it is a case of
    its own.
    """

    requested_at: datetime
    promised_at: datetime | None = None
    delivered_at: datetime | None = None
    accepted: bool | None = None
    returned_at: datetime | None = None
    rating: int | None = None
    paused_hours: float | None = None
    case_id: str | None = None
    goes_back: bool | None = None
    goes_on: bool | None = None


@dataclass(frozen=True)
class ExampleContact:
    """One contact of a worked example, on the link that is measured."""

    planned_at: datetime | None = None
    contacted_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class ExampleAgreement:
    """One row of an agreement of a worked example, signed by both before it is valid."""

    valid_from: datetime
    agreement: str = "A"
    version: int = 1
    kpi: str = ""
    target: float | None = None
    repair_time_hours: float | None = None
    response_hours: float | None = None


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
    contacts, agreements : tuple
        What else there is.
    """

    story: str
    handoffs: tuple[ExampleHandoff, ...]
    as_of: datetime
    week: str
    value: float
    n: int
    good: int | None
    contacts: tuple[ExampleContact, ...] = ()
    agreements: tuple[ExampleAgreement, ...] = ()


@dataclass(frozen=True)
class Kpi:
    """One entry of the catalogue.

    Parameters
    ----------
    id : str
        What files, agreements and the command line call it.
    name, question, formula : str
        Phrases of the catalogues.
    unit : {"share", "hours", "count", "rating", "number"}
        Of the value and of its target.
    better : {"higher", "lower"}
    dimension : str
        Phrase: which part of the promise it speaks of.
    counting : Counting
    example : Example
    definition : Definition, optional
        Where the company defined it itself; it has no worked example but its own first rows.
    waits_for : tuple of str
        Columns that it reads and no file brought yet: until then there is no data.
    """

    id: str
    name: str
    question: str
    formula: str
    unit: Literal["share", "hours", "count", "rating", "number"]
    better: Literal["higher", "lower"]
    dimension: str
    counting: Counting
    example: Example
    definition: Definition | None = None
    waits_for: tuple[str, ...] = ()

    def asks_less(self, target: float, than: float) -> bool:
        """Say whether a target is easier to keep than another."""
        return target < than if self.better == "higher" else target > than

    def share_to_reach(self, target: float) -> float:
        """Return the share that has to be good for a target to be kept, nan for nan.

        Examples
        --------
        >>> from kpi.measures import KPIS
        >>> KPIS["ping_pong_rate"].share_to_reach(0.05), KPIS["lead_time_p90"].share_to_reach(72.0)
        (0.95, 0.9)
        """
        counting = self.counting
        if counting.kind == "percentile" and counting.quantile is not None:
            share = (
                counting.quantile if self.better == "lower" else round(1 - counting.quantile, 12)
            )
            return math.nan if math.isnan(target) else share
        # 1 − 0.41 is a little over 0.59, and 59 of 100 would miss it.
        return round(1 - target, 12) if counting.shows_the_rest else target
