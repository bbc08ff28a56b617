"""Say in plain sentences what mending links would give."""

from __future__ import annotations

from kpi.chain.repair import SmallestRepair
from kpi.chain.what_if import WhatIf
from kpi.words import Message, Share


def repair_title(repair: SmallestRepair) -> Message:
    """Say how few links bring the promise outside to its target, or how far they can."""
    if not repair.steps and repair.reached:
        return Message(
            "The promise outside keeps its target of {target}: nothing has to be mended.",
            {"target": Share(repair.target)},
        )
    if not repair.steps:
        return Message("No link’s repair saves a case: what breaks the promise lies elsewhere.")
    names = {
        "n": len(repair.steps),
        "rate": Share(repair.steps[-1].rate_after),
        "target": Share(repair.target),
    }
    if repair.reached:
        return Message(
            "Mending {n} link would bring the promise outside to its target: {rate}.",
            names,
            many="Mending {n} links would bring the promise outside to its target: {rate}.",
        )
    return Message(
        "Even mending every link does not reach the target of {target}: {rate} at most, with {n} "
        "link.",
        names,
        many="Even mending every link does not reach the target of {target}: {rate} at most, with "
        "{n} links.",
    )


def what_if_title(found: WhatIf) -> Message:
    """Say where the promise outside would be."""
    if found.rate is None or found.rate_after is None:
        return Message("No promise to a customer outside can be counted in this window.")
    return Message(
        "The promise outside would go from {before} to {after}.",
        {"before": Share(found.rate), "after": Share(found.rate_after)},
    )
