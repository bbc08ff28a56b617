"""Renewed targets of random companies with old agreements, against a naive reading (§5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kpi.measures import Week, Window
from kpi.store import Store
from kpi.verdicts import verdicts

from .flow import INSTANT, AgreementRow, Link, System, in_force_from, rows_in_force
from .oracle_verdicts import SHARE_KPIS, target_in_force
from .oracle_verdicts import verdicts as by_hand
from .systems import AS_OFS, BUSY, MONDAY, WEEKS, random_system, side_by_side

WINDOW = Window(Week.of(MONDAY).shift(WEEKS - 1), 4)
HIGHER = ("on_time_rate", "first_time_right", "perfect_handoff", "rating_good_share")


def aged_system(seed: int) -> System:
    """Begin the first version of most agreements a year earlier, asking half of a low target."""
    system = side_by_side(random_system(seed * 9 + number, BUSY) for number in range(9))

    def aged(row: AgreementRow) -> AgreementRow:
        if row.target is not None and row.kpi in HIGHER:
            row = replace(row, target=row.target * (0.25 if row.version == 1 else 0.5))
        if row.version > 1 or len(row.agreement) % 3 == seed % 3:
            return row
        year = timedelta(days=340)
        return replace(
            row,
            valid_from=row.valid_from - year,
            supplier_accepted_at=row.supplier_accepted_at and row.supplier_accepted_at - year,
            customer_accepted_at=row.customer_accepted_at and row.customer_accepted_at - year,
        )

    return replace(system, agreements=tuple(map(aged, system.agreements)))


def renewed_by_hand(system: System, as_of: object) -> dict[Link, tuple[int, int]]:
    """Link → (agreements in force for more than a year, those raised and kept)."""
    last = min(WINDOW.end - INSTANT, as_of)
    judged = by_hand(system, start=WINDOW.start, end=WINDOW.end, as_of=as_of)
    found = {}
    for link in {row.link for row in system.agreements}:
        running = rows_in_force(system.agreements, link, last)
        if not running or link.supplier == link.customer:  # work inside a party is no link
            continue
        begun = min(
            from_
            for row in system.agreements
            if row.agreement == running[0].agreement
            and (from_ := in_force_from(row)) is not None
            and from_ <= last
        )
        if begun.replace(year=begun.year + 1) >= last:
            continue
        raised_and_kept = any(
            _raised(system, link, kpi, last) and judged[link, kpi].verdict == "kept"
            for kpi in SHARE_KPIS
        )
        found[link] = (1, int(raised_and_kept))
    return found


def _raised(system: System, link: Link, kpi: str, moment: object) -> bool:
    now, since = target_in_force(system.agreements, link, kpi, moment)
    if now is None or since is None:
        return False
    before, _ = target_in_force(system.agreements, link, kpi, since - INSTANT)
    if before is None:
        return False
    return now.target > before.target if kpi in HIGHER else now.target < before.target


@pytest.mark.parametrize("seed", range(4))
def test_renewed_targets_equal_a_naive_reading(
    seed: int, stored: Callable[[System], Store]
) -> None:
    system, as_of = aged_system(seed), MONDAY + AS_OFS[seed]
    found = {
        Link(*v.link): (v.n, v.good)
        for v in verdicts(stored(system).cursor(), window=WINDOW, as_of=as_of)
        if v.kpi == "renewal"
    }
    assert found == renewed_by_hand(system, as_of)


def test_the_random_agreements_hold_every_answer() -> None:
    answers = {
        answer
        for seed in range(4)
        for answer in renewed_by_hand(aged_system(seed), MONDAY + AS_OFS[seed]).values()
    }
    assert answers == {(1, 0), (1, 1)}
