"""Signals read naively from the text (§7): one series at a time, in plain Python and fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb, sqrt

RARE = Fraction(1, 250)
Mark = tuple[str, int]  # a rule, and 1 for worse (or higher), −1 for better (or lower)


def mid_p(x: int, drawn: int, bad: int, total: int) -> Fraction:
    """P(more than x) + half of P(x) bad ones among so many drawn, exactly."""
    ways = [comb(bad, j) * comb(total - bad, drawn - j) for j in range(x, drawn + 1)]
    return Fraction(ways[0] + 2 * sum(ways[1:]), 2 * comb(total, drawn))


def usual_swing(shares: list[float]) -> float:
    """The mean moving range, without those of 3.267 times the mean or more."""
    ranges = [abs(b - a) for a, b in pairwise(shares)]
    if not ranges or not sum(ranges):
        return 0.0
    limit = 3.267 * sum(ranges) / len(ranges)
    kept = [r for r in ranges if r < limit]
    return sum(kept) / len(kept)


def share_marks(bad: list[int], n: list[int]) -> set[Mark]:
    """What the last week shows, alone and as the end of three and seven, on the screen given."""
    weeks = [(b, of) for b, of in zip(bad, n, strict=True)]
    counted = [(b, of) for b, of in weeks if of]
    all_bad, all_n = sum(b for b, _ in weeks), sum(of for _, of in weeks)
    if len(counted) < 13 or not weeks[-1][1] or all_bad in (0, all_n):
        return set()
    found = set()
    for rule, length in (("week", 1), ("three weeks", 3), ("seven weeks", 7)):
        span, others = weeks[-length:], [b / of for b, of in weeks[:-length] if of]
        inside = [b / of for b, of in span if of]
        x, w = sum(b for b, _ in span), sum(of for _, of in span)
        if len(others) < 3:
            continue
        difference = sum(inside) / len(inside) - sum(others) / len(others)
        swing = 3 * usual_swing(others) / 1.128 * sqrt(1 / len(inside) + 1 / len(others))
        if difference > swing + 1e-9 and mid_p(x, w, all_bad, all_n) <= RARE:
            found.add((rule, 1))
        if difference < -swing - 1e-9 and mid_p(w - x, w, all_n - all_bad, all_n) <= RARE:
            found.add((rule, -1))
    last = [Fraction(b, of) for b, of in counted][-7:]
    steps = [b - a for a, b in pairwise(last)]
    if len(last) == 7 and all(s > 0 for s in steps):
        found.add(("trend", 1))
    if len(last) == 7 and all(s < 0 for s in steps):
        found.add(("trend", -1))
    return found


def value_marks(values: list[int]) -> list[set[Mark]]:
    """What an XmR chart marks at each point of a series of whole numbers, at least 13 of them."""
    mean = Fraction(sum(values), len(values))
    ranges = [abs(b - a) for a, b in pairwise(values)]
    kept = [r for r in ranges if r < Fraction("3.267") * Fraction(sum(ranges), len(ranges))]
    swing = Fraction(sum(kept), len(kept)) if kept else Fraction(0)
    limit = Fraction("2.66") * swing
    side = [(v > mean) - (v < mean) for v in values]
    near = [limit * 2 / 3 < abs(v - mean) <= limit for v in values]
    marks: list[set[Mark]] = [set() for _ in values]
    for i, value in enumerate(values):
        if abs(value - mean) > limit:
            marks[i].add(("point", side[i]))
    for start in range(len(values) - 6):
        run = range(start, start + 7)
        if len({side[i] for i in run}) == 1 and side[start]:
            for i in run:
                marks[i].add(("side", side[start]))
        steps = [values[i + 1] - values[i] for i in run[:-1]]
        for sign in (1, -1):
            if all(sign * step > 0 for step in steps):
                for i in run:
                    if not any(rule == "trend" for rule, _ in marks[i]):
                        marks[i].add(("trend", sign))
    _two_of_three(marks, side, near)
    return marks


def _two_of_three(marks: list[set[Mark]], side: list[int], near: list[bool]) -> None:
    for start in range(len(marks) - 2):
        three = range(start, start + 3)
        if side[start] and len({side[i] for i in three}) == 1 and sum(near[i] for i in three) > 1:
            for i in three:
                if near[i]:
                    marks[i].add(("two of three", side[i]))
