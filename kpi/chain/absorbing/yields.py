"""The promise by yields and routing, from the record: without case ids, or beside the replay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np

from kpi.agreements.links import Link
from kpi.chain.absorbing.markov import Floats, Ints
from kpi.chain.absorbing.model import LinkYield, YieldModel
from kpi.chain.absorbing.routing import Promised, Traffic, promised
from kpi.chain.effects import INTERVAL, RESAMPLES
from kpi.chain.fair_shares import SEED
from kpi.chain.promise import promise_targets
from kpi.chain.ranking import FIRST_BEATS_SECOND
from kpi.measures import Window, due_handoffs
from kpi.measures.due import some_due_handoffs
from kpi.measures.near import due_near, lies_in

_LINK_YIELDS = Path(__file__).with_name("link_yields.sql").read_text(encoding="utf-8")


def yield_model(
    cursor: duckdb.DuckDBPyConnection, *, window: Window, as_of: datetime
) -> YieldModel:
    """Return the promise of a window as an absorbing Markov chain over its links makes it.

    Needs no case ids: each link has a yield (on time and not returned, of what can be judged), and
    work moves between parties as often as the volumes say. See `kpi.chain.absorbing.routing`.

    Notes
    -----
    Intervals come from 200 seeded draws of each link's judged handoffs with replacement. Volumes
    stay as they were counted: drawn one by one they would no longer fit each other, and work would
    seem to begin and end along the way. A link of which nothing can be judged is taken never to
    miss.
    """
    due_handoffs(cursor, as_of)
    span = {"first": window.start, "last": window.end}
    times = (lies_in(at, window.start, window.end) for at in ("delivered_at", "requested_at"))
    only = " OR ".join((due_near(cursor, window.start, window.end), *times))
    theirs = some_due_handoffs(cursor, as_of, only=f"({only})")
    rows = cursor.execute(_LINK_YIELDS.format(seen=theirs), span).fetchall()
    links = [Link(*row[:3]) for row in rows]
    seen = np.array([row[3:6] for row in rows], np.int64).reshape(-1, 3)
    traffic = _traffic(links, seen, frozenset(promise_targets(cursor)))
    only_outside = bool(traffic.leaves.any())
    found = promised(traffic, only_outside=only_outside) if seen[:, 1:].any() else None
    model = YieldModel(
        window=window,
        rate=None,
        low=None,
        high=None,
        outside=only_outside,
        without_cases=bool(rows) and all(row[6] for row in rows),
        links=tuple(_link(link, *seen[i].tolist()) for i, link in enumerate(links)),
    )
    if found is None:
        return model
    drawn = _resampled(traffic, seen, only_outside=only_outside)
    low, high = np.percentile([one.rate for one in drawn], INTERVAL)
    return replace(
        model,
        rate=found.rate,
        low=float(low),
        high=float(high),
        links=_ranked(model.links, found, np.array([one.effect for one in drawn])),
    )


def _traffic(links: list[Link], seen: Ints, outside: frozenset[str]) -> Traffic:
    parties = sorted({party for link in links for party in (link.supplier, link.customer)})
    number = {party: n for n, party in enumerate(parties)}
    handoffs, missed, kept = seen.T
    return Traffic(
        supplier=np.array([number[link.supplier] for link in links], np.int64),
        customer=np.array([number[link.customer] for link in links], np.int64),
        volume=handoffs.astype(np.float64),
        kept=_yields(missed, kept, np.ones(len(links))),
        outside=np.array([party in outside for party in parties], np.bool_),
    )


def _yields(missed: Ints, kept: Ints, otherwise: Floats) -> Floats:
    counted = missed + kept
    found: Floats = np.divide(kept, counted, out=otherwise.copy(), where=counted > 0)
    return found


def _resampled(traffic: Traffic, seen: Ints, *, only_outside: bool) -> list[Promised]:
    """Return the model of 200 draws of each link's judged handoffs."""
    counted = seen[:, 1] + seen[:, 2]
    rng = np.random.default_rng(SEED)
    drawn = rng.binomial(counted, traffic.kept, size=(RESAMPLES, len(counted)))
    found = (
        promised(
            replace(traffic, kept=_yields(counted - kept, kept, traffic.kept)),
            only_outside=only_outside,
        )
        for kept in drawn
    )
    return [one for one in found if one is not None]


def _link(link: Link, handoffs: int, missed: int, kept: int) -> LinkYield:
    return LinkYield(link, handoffs, missed + kept, kept, 0.0, 0.0, 0.0, 0.0)


def _ranked(
    links: tuple[LinkYield, ...], found: Promised, effects: Floats
) -> tuple[LinkYield, ...]:
    """Order the links by their effect, and mark those that the first does not clearly beat."""
    low, high = np.percentile(effects, INTERVAL, axis=0)
    order = sorted(
        range(len(links)), key=lambda i: (-found.effect[i], -found.passes[i], links[i].link)
    )
    tied = (effects[:, order[:1]] > effects).mean(axis=0) < FIRST_BEATS_SECOND
    tied[order[0]] = len(order) > 1 and tied[order[1]]
    return tuple(
        replace(
            links[i],
            passes=float(found.passes[i]),
            effect=float(found.effect[i]),
            low=float(low[i]),
            high=float(high[i]),
            tied=bool(tied[i]),
        )
        for i in order
    )
