"""Take a step: the one writer of negotiations. Each step is a load, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from kpi.agreements.links import Link
from kpi.agreements.negotiation import Negotiation, Side, Version
from kpi.agreements.read import negotiation, new_name
from kpi.agreements.terms import Terms, checked, target_units
from kpi.agreements.transitions import propose
from kpi.agreements.turns import Hand, StepError
from kpi.intake.in_app import state_rows
from kpi.store import Store, read_settings
from kpi.words import Message

# The rows of an agreement of a link under the names they were stored with.
_STORED = """
FROM latest_agreements l JOIN agreements a USING (agreement, version, kpi)
WHERE agreement = $agreement
  AND (a.supplier, a.customer, a.service) = ($supplier, $customer, $service)
"""

Move = Callable[[Negotiation, Hand], Negotiation]


@dataclass(frozen=True)
class Signer:
    """Who takes a step, for which side, when, and why.

    Parameters
    ----------
    side : {"supplier", "customer", ""}
        Empty where a draft is sent to both.
    who : str
    now : datetime
        With a zone.
    reason : str
    """

    side: Side
    who: str
    now: datetime
    reason: str = ""


def take_step(
    store: Store, agreement: str, move: Move, signer: Signer, *, link: Link | None = None
) -> Negotiation:
    """Take one step of a negotiation in one transaction, on what the store says now.

    Parameters
    ----------
    agreement : str
        Its name; with ``link`` where several links share it.
    move : callable
        The transition, such as ``accept`` or ``lambda n, hand: counter(n, terms, hand)``.

    Raises
    ------
    StepError, TermsError, UnknownAgreementError
        Then nothing is changed.
    """
    with store.write() as cursor:
        before = negotiation(cursor, agreement, link)
        after = move(before, _hand(cursor, signer, before))
        _write(cursor, [(before, after)], signer)
    return after


def propose_new(store: Store, link: Link, terms: Terms, signer: Signer) -> Negotiation:
    """Propose the first version of a new agreement for a link.

    Raises
    ------
    StepError
        If a side of the link has no name, or both are the same party.
    TermsError
        If the terms cannot be meant.
    """
    return propose_all(store, [(link, terms)], signer)[0]


def propose_all(
    store: Store, offers: Iterable[tuple[Link, Terms]], signer: Signer
) -> tuple[Negotiation, ...]:
    """Propose new agreements for many links as one load: all of them, or none."""
    made: list[tuple[Negotiation, Negotiation]] = []
    with store.write() as cursor:
        for link, terms in offers:
            _check_link(link)
            name = new_name(cursor, taken=[after.agreement for _, after in made])
            empty = Negotiation(name, link)
            made.append((empty, propose(empty, terms, _hand(cursor, signer, empty))))
        if made:
            _write(cursor, made, signer)
    return tuple(after for _, after in made)


def _hand(cursor: duckdb.DuckDBPyConnection, signer: Signer, found: Negotiation) -> Hand:
    """Return the signer's hand, in the company's wall time and never before the step before."""
    if signer.now.tzinfo is None:
        raise ValueError(f"now: {signer.now!r}. Must have a time zone.")
    zone = read_settings(cursor).zone_info
    wall = signer.now.astimezone(zone).replace(tzinfo=None)
    # Clocks go back in autumn; steps do not.
    at = max(wall, found.newest_step() or wall)
    return Hand(signer.side, signer.who.strip(), at, signer.reason.strip())


def _check_link(link: Link) -> None:
    if not link.supplier.strip() or not link.customer.strip():
        raise StepError(Message("An agreement needs a supplier and a customer. Name both."))
    if link.supplier == link.customer:
        raise StepError(
            Message(
                "“{party}” cannot agree with itself. Choose two different parties.",
                {"party": link.supplier},
            )
        )


def _write(
    cursor: duckdb.DuckDBPyConnection,
    made: list[tuple[Negotiation, Negotiation]],
    signer: Signer,
) -> None:
    units = target_units(cursor)
    for _, after in made:
        if after.steps[-1].action in ("proposed", "countered"):
            checked(after.versions[-1].terms, units)
    rows = [row for before, after in made for row in _changed_rows(cursor, before, after)]
    last = made[-1][1].steps[-1]
    named = f"{made[0][1].agreement} · {last.version}" if len(made) == 1 else str(len(made))
    load = state_rows(
        cursor, "agreements", rows, name=f"{named} · {last.action}", who=last.who, now=signer.now
    )
    row = cursor.execute("SELECT coalesce(max(step), 0) FROM agreement_steps").fetchone()
    number = row[0] if row else 0
    for before, after in made:
        for step in after.steps[len(before.steps) :]:
            number += 1
            cursor.execute(
                "INSERT INTO agreement_steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    number,
                    after.agreement,
                    step.version,
                    step.side,
                    step.action,
                    step.who,
                    step.taken_at,
                    step.reason,
                    load,
                ],
            )


def _changed_rows(
    cursor: duckdb.DuckDBPyConnection, before: Negotiation, after: Negotiation
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for version in after.versions:
        was = before.version(version.number)
        if was is None:
            rows += _new_rows(after, _stored_link(cursor, before), version)
        elif was != version:
            rows += _moved_rows(cursor, after, was, version)
    return rows


def _stored_link(cursor: duckdb.DuckDBPyConnection, found: Negotiation) -> Link:
    """Return the link under the names that the agreement's rows have: a rename may be undone."""
    row = cursor.execute(
        f"SELECT l.supplier, l.customer, l.service {_STORED} ORDER BY version DESC LIMIT 1",
        {"agreement": found.agreement, **found.link._asdict()},
    ).fetchone()
    return found.link if row is None else Link(*row)


def _new_rows(found: Negotiation, link: Link, version: Version) -> list[dict[str, Any]]:
    terms = version.terms
    common = {
        "agreement": found.agreement,
        "version": version.number,
        **link._asdict(),
        **terms.times,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
        "status": version.status,
        "supplier_accepted_at": version.supplier_accepted_at,
        "customer_accepted_at": version.customer_accepted_at,
        "reason": version.reason or None,
    }
    asked: list[tuple[str, float | None]] = [*terms.targets] or [("", None)]
    return [{**common, "kpi": kpi, "target": target} for kpi, target in asked]


def _moved_rows(
    cursor: duckdb.DuckDBPyConnection, found: Negotiation, was: Version, version: Version
) -> list[dict[str, Any]]:
    """Return the stored rows of a version as they stand, but for how far it came."""
    cursor.execute(
        f"SELECT l.* EXCLUDE (load, line) {_STORED} AND version = $version ORDER BY kpi",
        {"agreement": found.agreement, "version": version.number, **found.link._asdict()},
    )
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    moved: dict[str, Any] = {"status": version.status}
    for side in ("supplier_accepted_at", "customer_accepted_at"):
        if getattr(was, side) != getattr(version, side):
            moved[side] = getattr(version, side)
    if was.terms != version.terms:
        moved["valid_to"] = version.terms.valid_to
    return [row | moved for row in rows]
