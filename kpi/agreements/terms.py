"""The terms of one version of an agreement: what is asked for, and when it would hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from kpi.intake.formats.agreements import RATING_KPIS, SHARE_KPIS
from kpi.words import Message, UserError

# KPI -> unit of its target, where not any number from 0 on will do.
BUILT_IN_UNITS: Mapping[str, str] = {
    **dict.fromkeys(SHARE_KPIS, "share"),
    **dict.fromkeys(RATING_KPIS, "rating"),
}


class TermsError(UserError):
    """Terms that nobody could keep or judge."""


@dataclass(frozen=True)
class Terms:
    """What one version of an agreement says.

    Parameters
    ----------
    targets : tuple of (str, float)
        KPI and the number asked for: a share from 0 to 1, hours, a count or a rating. Sorted.
    lead_time_hours, repair_time_hours, response_hours : float, optional
        Hours of the supplier's calendar.
    valid_from, valid_to : date, optional
        First and last day, both included.

    Examples
    --------
    >>> Terms.of({"on_time_rate": 0.95}, lead_time_hours=48).target("on_time_rate")
    0.95
    """

    targets: tuple[tuple[str, float], ...] = ()
    lead_time_hours: float | None = None
    repair_time_hours: float | None = None
    response_hours: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @classmethod
    def of(
        cls,
        targets: dict[str, float],
        *,
        lead_time_hours: float | None = None,
        repair_time_hours: float | None = None,
        response_hours: float | None = None,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> Terms:
        """Return terms with their targets in order."""
        return cls(
            tuple(sorted(targets.items())),
            lead_time_hours,
            repair_time_hours,
            response_hours,
            valid_from,
            valid_to,
        )

    def target(self, kpi: str) -> float | None:
        """Return the number asked for, None where the KPI is not spoken of."""
        return dict(self.targets).get(kpi)

    @property
    def times(self) -> dict[str, float | None]:
        """The agreed times in hours, by their column."""
        return {
            "lead_time_hours": self.lead_time_hours,
            "repair_time_hours": self.repair_time_hours,
            "response_hours": self.response_hours,
        }


def target_units(cursor: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """Return KPI -> unit of its target, of the built-in ones and those that the company defined."""
    defined = cursor.execute("SELECT kpi, unit FROM defined_kpis").fetchall()
    return {**dict(defined), **BUILT_IN_UNITS}


def checked(terms: Terms, units: Mapping[str, str] = BUILT_IN_UNITS) -> Terms:
    """Return the terms if both sides could sign them.

    Parameters
    ----------
    units : dict
        As `target_units` tells them.

    Raises
    ------
    TermsError
        If they ask for nothing, a number cannot be meant, or the last day is before the first.
    """
    if not terms.targets and not any(hours is not None for hours in terms.times.values()):
        raise TermsError(
            Message("The offer asks for nothing. Give at least one target or one agreed time.")
        )
    for kpi, target in terms.targets:
        _check_target(kpi, target, units.get(kpi, ""))
    for hours in terms.times.values():
        # A comparison that nan fails too.
        if hours is not None and not 0 < hours < 24 * 366:
            raise TermsError(
                Message(
                    "An agreed time of {hours} h cannot be kept. Give hours above 0, up to a year.",
                    {"hours": f"{hours:g}"},
                )
            )
    if terms.valid_from and terms.valid_to and terms.valid_to < terms.valid_from:
        raise TermsError(
            Message(
                "The last day, {last}, is before the first, {first}. Give a later last day.",
                {"last": terms.valid_to, "first": terms.valid_from},
            )
        )
    return terms


def _check_target(kpi: str, target: float, unit: str) -> None:
    if unit == "share" and not 0 <= target <= 1:
        raise TermsError(
            Message(
                "A target of {target} for “{kpi}” is no share. Write it as 95 % or 0.95.",
                {"target": f"{target:g}", "kpi": kpi},
            )
        )
    if unit == "rating" and not 1 <= target <= 5:
        raise TermsError(
            Message(
                "A target of {target} for “{kpi}” is no rating. Give one from 1 to 5.",
                {"target": f"{target:g}", "kpi": kpi},
            )
        )
    if not 0 <= target < float("inf"):
        raise TermsError(
            Message(
                "A target of {target} for “{kpi}” cannot be measured. Give a number from 0 on.",
                {"target": f"{target:g}", "kpi": kpi},
            )
        )


def parse_target(kpi: str, text: str, units: Mapping[str, str] = BUILT_IN_UNITS) -> float:
    """Read a target as people write it: 95 %, 0.95, 0,95; hours and ratings as plain numbers.

    Parameters
    ----------
    units : dict
        As `target_units` tells them.

    Raises
    ------
    TermsError
        If it is no number, or a share is written as a bare 95.

    Examples
    --------
    >>> parse_target("on_time_rate", "95 %"), parse_target("lead_time_p90", "36,5")
    (0.95, 36.5)
    """
    bare = text.replace("\xa0", " ").strip()
    digits = bare.removesuffix("%").strip().replace(",", ".")
    try:
        number = float(digits)
    except ValueError:
        raise TermsError(
            Message(
                "“{value}” is not a target for “{kpi}”. Write a number, such as 95 % or 48.",
                {"value": text, "kpi": kpi},
            )
        ) from None
    # Dividing the digits as text would write 0.583 for 58.3 as it is; rounding does the same.
    target = round(number / 100, 9) if bare.endswith("%") else number
    _check_target(kpi, target, units.get(kpi, ""))
    return target
