"""Yields and routing of random companies against every link mended by itself and solved anew."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from kpi.chain.absorbing import yield_model
from kpi.chain.absorbing.routing import Traffic, promised
from kpi.chain.fair_shares import SEED
from kpi.store import open_store

from .flow import Link
from .oracle_yields import Count, arriving, counts
from .systems import insert_system, random_system
from .test_balance import KINDS, as_of, window_of


def tangle(seed: int) -> tuple[dict[Link, Count], frozenset[str]]:
    """Make links between a few parties at random: circles, knots and links to oneself included."""
    rng = Random(seed)  # noqa: S311 - reproducible test data
    parties = [f"p{n}" for n in range(rng.randint(2, 9))]
    found = {}
    for _ in range(rng.randint(1, 30)):
        kept, missed, more = (rng.choice((0, 0, 1, 2, 5, 9)) for _ in range(3))
        if kept + missed + more:
            link = Link(rng.choice(parties), rng.choice(parties), rng.choice(("", "tela")))
            found[link] = Count(kept + missed + more, missed, kept)
    return found, frozenset(p for p in parties if rng.random() < 0.2)


def traffic(found: dict[Link, Count], outside: frozenset[str]) -> Traffic:
    parties = sorted({end for link in found for end in link[:2]})
    return Traffic(
        supplier=np.array([parties.index(link.supplier) for link in found], np.int64),
        customer=np.array([parties.index(link.customer) for link in found], np.int64),
        volume=np.array([float(n.handoffs) for n in found.values()]),
        kept=np.array(
            [n.kept / (n.kept + n.missed) if n.kept + n.missed else 1.0 for n in found.values()]
        ),
        outside=np.array([party in outside for party in parties], np.bool_),
    )


@pytest.mark.parametrize("hundred", range(4))
def test_the_exact_effect_of_a_link_is_the_whole_solved_anew(hundred: int) -> None:
    told = 0
    for seed in range(100 * hundred, 100 * (hundred + 1)):
        links, outside = tangle(seed)
        if not links:
            continue
        rate = arriving(links, outside)
        asked = traffic(links, outside)
        found = promised(asked, only_outside=bool(asked.leaves.any()))
        assert (found is None) == (rate is None), seed
        if found is None or rate is None:
            continue
        told += 1
        mended = [arriving(links, outside, link) for link in links]
        assert found.rate == pytest.approx(rate, abs=1e-9), seed
        assert [rate + effect for effect in found.effect] == pytest.approx(mended, abs=1e-9), seed
    assert told > 60


@pytest.mark.parametrize("seed", range(8, 32))
def test_the_model_of_a_record_is_counted_as_the_text_says(seed: int) -> None:
    system, window = random_system(seed, KINDS[seed % len(KINDS)]), window_of(seed)
    links = counts(system, window.start, window.end, as_of(seed))
    with open_store(":memory:") as store:
        insert_system(store, system)
        found = yield_model(store.cursor(), window=window, as_of=as_of(seed))
    assert {
        Link(*one.link): Count(one.handoffs, one.counted - one.kept, one.kept)
        for one in found.links
    } == links
    outside = system.external_customers
    rate = arriving(links, outside)
    if rate is None or not any(n.missed + n.kept for n in links.values()):
        assert found.rate is None
        return
    assert found.rate == pytest.approx(rate, abs=1e-9)
    for one in found.links:
        mended = arriving(links, outside, Link(*one.link))
        assert found.rate + one.effect == pytest.approx(mended, abs=1e-9)


@pytest.mark.parametrize("seed", [8, 13, 14])
def test_the_intervals_of_the_model_are_those_of_every_draw_solved_anew(seed: int) -> None:
    system, window = random_system(seed, KINDS[seed % len(KINDS)]), window_of(seed)
    links = counts(system, window.start, window.end, as_of(seed))
    outside = system.external_customers
    with open_store(":memory:") as store:
        insert_system(store, system)
        found = yield_model(store.cursor(), window=window, as_of=as_of(seed))
    told = sorted(links)
    judged = np.array([links[link].missed + links[link].kept for link in told])
    kept = np.array([links[link].kept for link in told])
    # The one thing taken from the program: which handoffs its seed draws.
    draws = np.random.default_rng(SEED).binomial(
        judged, np.divide(kept, judged, out=np.ones(len(told)), where=judged > 0), (200, len(told))
    )
    rates, effects = [], []
    for drawn in draws.tolist():
        company = {
            link: Count(links[link].handoffs, n - good, good)
            for link, n, good in zip(told, judged.tolist(), drawn, strict=True)
        }
        rate = arriving(company, outside)
        assert rate is not None
        rates.append(rate)
        effects.append([(arriving(company, outside, link) or 0.0) - rate for link in told])
    assert (found.low, found.high) == pytest.approx(np.percentile(rates, (2.5, 97.5)), abs=1e-9)
    low, high = np.percentile(effects, (2.5, 97.5), axis=0)
    place = {link: n for n, link in enumerate(told)}
    for one in found.links:
        n = place[Link(*one.link)]
        assert (one.low, one.high) == pytest.approx((low[n], high[n]), abs=1e-9)
        assert one.low != one.high or not one.effect or one.kept == 0
    first = place[Link(*found.links[0].link)]
    for one in found.links[1:]:
        beaten = sum(each[first] > each[place[Link(*one.link)]] + 1e-12 for each in effects)
        if abs(beaten - 180) > 1:  # rounding may decide a draw
            assert one.tied == (beaten < 180)
