"""Read negotiations from the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import duckdb

from kpi.agreements.links import Link
from kpi.agreements.negotiation import Negotiation, Step, Version
from kpi.agreements.terms import Terms
from kpi.words import Message, UserError

# Rows of one version should agree in all but KPI and target. Where a file lets them differ, the
# shortest time counts, as for what is in force, and a signature only where no row lacks it.
_VERSIONS = """
SELECT agreement, supplier, customer, service, version,
       list((kpi, target) ORDER BY kpi) FILTER (kpi <> '' AND target IS NOT NULL) AS targets,
       min(lead_time_hours), min(repair_time_hours), min(response_hours),
       max(valid_from), CASE WHEN count(valid_to) = count(*) THEN max(valid_to) END,
       CASE WHEN bool_or(status = 'accepted') THEN 'accepted'
            WHEN bool_or(status = 'proposed') THEN 'proposed'
            WHEN bool_or(status = 'countered') THEN 'countered'
            ELSE 'ended' END AS status,
       CASE WHEN count(supplier_accepted_at) = count(*) THEN max(supplier_accepted_at) END,
       CASE WHEN count(customer_accepted_at) = count(*) THEN max(customer_accepted_at) END,
       coalesce(max(reason), '')
FROM agreements
WHERE $agreement IS NULL OR agreement = $agreement
GROUP BY agreement, supplier, customer, service, version
ORDER BY agreement, supplier, customer, service, version
"""
_STEPS = """
SELECT agreement, version, side, action, who, taken_at, reason, taken_back_at, load
FROM latest_agreement_steps
WHERE $agreement IS NULL OR agreement = $agreement
ORDER BY taken_at, taken_here, load, line
"""


class UnknownAgreementError(UserError):
    """There is no agreement of that name, or it needs its link too."""


def negotiations(
    cursor: duckdb.DuckDBPyConnection, agreement: str | None = None
) -> tuple[Negotiation, ...]:
    """Return every negotiation, sorted by agreement and link; or those of one agreement's name."""
    asked = {"agreement": agreement}
    steps: dict[str, list[Step]] = {}
    for name, *cells in cursor.execute(_STEPS, asked).fetchall():
        steps.setdefault(name, []).append(Step(*cells))
    found: dict[tuple[str, Link], list[Version]] = {}
    for row in cursor.execute(_VERSIONS, asked).fetchall():
        found.setdefault((row[0], Link(*row[1:4])), []).append(_version(row[4:]))
    return tuple(
        Negotiation(name, link, tuple(versions), tuple(steps.get(name, ())))
        for (name, link), versions in found.items()
    )


def negotiation(
    cursor: duckdb.DuckDBPyConnection, agreement: str, link: Link | None = None
) -> Negotiation:
    """Return one negotiation by its name, and by its link where several share the name.

    Raises
    ------
    UnknownAgreementError
        If there is none, or the name alone does not say which.
    """
    named = negotiations(cursor, agreement)
    found = [one for one in named if link is None or one.link == link]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownAgreementError(
            Message(
                "{agreement} names the agreements of {n} links. Say which link.",
                {"agreement": agreement, "n": str(len(found))},
            )
        )
    raise UnknownAgreementError(
        Message(
            "There is no agreement “{agreement}”. The list of agreements shows their names.",
            {"agreement": agreement},
        )
    )


def new_name(cursor: duckdb.DuckDBPyConnection, *, taken: Iterable[str] = ()) -> str:
    """Return a free name for an agreement: AC- and the next number.

    Parameters
    ----------
    taken : iterable of str
        Names given out already and not stored yet.
    """
    rows = cursor.execute(
        "SELECT agreement FROM agreement_rows UNION SELECT agreement FROM latest_agreement_steps"
    ).fetchall()
    names = {name for (name,) in rows} | set(taken)
    tails = [name.removeprefix("AC-") for name in names if name.startswith("AC-")]
    highest = max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)
    return f"AC-{highest + 1:02d}"


def _version(cells: tuple[Any, ...]) -> Version:
    number, targets, lead, repair, response, first, last, status, supplier, customer, why = cells
    terms = Terms(
        tuple((kpi, float(target)) for kpi, target in targets or ()),
        lead,
        repair,
        response,
        _day(first),
        _day(last),
    )
    return Version(number, terms, status, supplier, customer, why)


def _day(found: date | datetime | None) -> date | None:
    return found.date() if isinstance(found, datetime) else found
