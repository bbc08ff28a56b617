"""The balance as the JSON that the command line prints; fields of product section 10 and more."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpi.chain.model import Balance, LinkEffect
    from kpi.chain.promise_model import CustomerPromise, Promise
    from kpi.chain.repair import SmallestRepair


def balance_as_json(balance: Balance) -> dict[str, Any]:
    """Return the balance as values that ``json`` can write."""
    links = {
        "failing_links": balance.failing,
        "at_risk_links": balance.at_risk,
        "all_links": balance.all_links,
    }
    return {
        "week": balance.window.week.label,
        **_plain(balance, leave_out={"failing", "at_risk", "all_links", "smallest_repair"}),
        "window": balance.window.weeks,
        "as_of": balance.as_of.isoformat(),
        "promise": _promise_as_json(balance.promise),
        "ranking_window": balance.ranking_window.weeks,
        "ping_pong": [asdict(pair) for pair in balance.ping_pong],
        **_repair_as_json(balance.smallest_repair),
        **{name: [_link_as_json(effect) for effect in group] for name, group in links.items()},
    }


def _promise_as_json(promise: Promise) -> dict[str, Any]:
    customers = [{**_plain(c), "rate": c.rate} for c in promise.customers]
    return {
        **_plain(promise),
        "rate": promise.rate,
        "external_kept": promise.external_kept,
        "external_cases": promise.external_cases,
        "customers": customers,
    }


def _repair_as_json(repair: SmallestRepair | None) -> dict[str, Any]:
    if repair is None:
        return {"smallest_repair": [], "repair": None}
    steps = [
        {**step.link._asdict(), "rate_after": step.rate_after, "cases_saved": step.saved}
        for step in repair.steps
    ]
    return {
        "smallest_repair": steps,
        "repair": {
            "kept": repair.kept,
            "cases": repair.cases,
            "target": repair.target,
            "best_rate": repair.best_rate,
            "reached": repair.reached,
            "fewest": repair.fewest,
        },
    }


def _link_as_json(effect: LinkEffect) -> dict[str, Any]:
    return {
        **effect.link._asdict(),
        **_plain(effect, leave_out={"link"}),
        "verdicts": [{"kpi": v.kpi, "verdict": v.verdict} for v in effect.verdicts],
    }


def _plain(
    value: Balance | Promise | CustomerPromise | LinkEffect, leave_out: set[str] | None = None
) -> dict[str, Any]:
    names = [field.name for field in fields(value)]
    return {name: getattr(value, name) for name in names if name not in (leave_out or set())}
