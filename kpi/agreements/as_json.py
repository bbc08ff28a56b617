"""Negotiations as the command line prints them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kpi.agreements.negotiation import Negotiation, Version
from kpi.agreements.terms import Terms


def negotiation_as_json(found: Negotiation, moment: datetime) -> dict[str, Any]:
    """Return a negotiation as plain values: what it is at an instant, its versions, its history.

    Examples
    --------
    >>> from kpi.agreements.links import Link
    >>> empty = Negotiation("AC-01", Link("Compras", "Almacén"))
    >>> negotiation_as_json(empty, datetime(2026, 3, 2))["waits_for"]
    []
    """
    in_force = found.in_force(moment)
    return {
        "agreement": found.agreement,
        **found.link._asdict(),
        "state": found.state(moment),
        "waits_for": [found.party(side) for side in found.turn],
        "version_in_force": None if in_force is None else in_force.number,
        "in_force_since": None if in_force is None else in_force.starts,
        "versions": [_version(version) for version in found.versions],
        "steps": [
            {
                "version": step.version,
                "action": step.action,
                "side": step.side,
                "who": step.who,
                "taken_at": step.taken_at,
                "reason": step.reason,
                "load": step.load,
                "taken_back_at": step.undone_at,
            }
            for step in found.steps
        ],
    }


def terms_as_json(terms: Terms) -> dict[str, Any]:
    """Return terms as plain values."""
    return {
        "targets": dict(terms.targets),
        **terms.times,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "version": version.number,
        "status": version.status,
        **terms_as_json(version.terms),
        "supplier_accepted_at": version.supplier_accepted_at,
        "customer_accepted_at": version.customer_accepted_at,
        "reason": version.reason,
    }
