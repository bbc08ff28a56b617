"""Structure and stops as the JSON that the command line prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from kpi.agreements.links import Link
from kpi.chain.structure.model import Structure
from kpi.chain.structure.stop_model import StopImpact


def structure_as_json(found: Structure) -> dict[str, Any]:
    """Return a structure as values that ``json`` can write."""
    return {
        "week": found.window.week.label,
        "window": found.window.weeks,
        "cases": found.cases,
        "without_cases": found.without_cases,
        "sources": sorted(found.ways.sources),
        "on_every_way": [
            {**_what(one.what), "customers": one.customers, "cases": one.cases}
            for one in found.on_every_way
        ],
        "bridges": [asdict(bridge) for bridge in found.bridges],
        "loops": [asdict(loop) for loop in found.loops],
        "ping_pong": [asdict(pair) for pair in found.ping_pong],
        "same_service": [asdict(same) for same in found.same_service],
        "isolated": found.isolated,
        "leading_nowhere": found.leading_nowhere,
    }


def stop_as_json(found: StopImpact, case_ids: Iterable[str]) -> dict[str, Any]:
    """Return a stop as values that ``json`` can write, with the cases that it cuts."""
    return {
        "week": found.window.week.label,
        "window": found.window.weeks,
        **_what(found.stopped),
        "cases": found.cases,
        "cut": found.cut,
        "share": found.share,
        "without_cases": found.without_cases,
        "unreachable": found.unreachable,
        "customers": [{**asdict(one), "share": one.share} for one in found.customers],
        "services": [asdict(one) for one in found.services],
        "cut_cases": list(case_ids),
    }


def _what(what: str | Link) -> dict[str, Any]:
    link = what._asdict() if isinstance(what, Link) else None
    return {"party": None if link else what, "link": link}
