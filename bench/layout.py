"""How well and how fast the chain is arranged, beside graphviz's dot where that is installed.

``python -m bench.layout [--seeds N]`` prints the table of docs/benchmarks.md: crossings of the
drawn curves, counted the same way in both pictures; names on lines; movement from week to week.
dot is a comparator from outside (``apt-get install graphviz``) and no part of the product.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import dist
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from kpi.chain.layout import Box, Layout, Point, along
from kpi.figures import ChainLink, ChainNode, lay_out_chain, stroke_width
from kpi.figures.chain import laid_out
from tests.figures.companies import DEPARTMENTS, company

Chain = tuple[list[ChainNode], list[ChainLink]]
Lines = Mapping[str, Sequence[Point]]
POINTS = 16  # of each cubic, where crossings are counted
GROUP = 10  # parties of one department, at 200


@dataclass(frozen=True)
class Case:
    """A company to draw."""

    name: str
    chain: Chain


def main() -> None:
    """Print a row per company."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="companies of each size")
    options = parser.parse_args()
    has_dot = shutil.which("dot") is not None
    if not has_dot:
        print("dot is absent: no comparison. Install it with apt-get install graphviz.\n")
    print(
        "company | parties | links | columns | crossings | dot’s | ms | names on lines, "
        "of other parties | labels on lines | moved"
    )
    for size, cases in _cases(options.seeds).items():
        rows = [_row(case, has_dot=has_dot) for case in cases]
        for case, row in zip(cases, rows, strict=True):
            print(" | ".join([case.name, *map(str, row)]))
        ours, dots = sum(row[3] for row in rows), [row[4] for row in rows if row[4] is not None]
        told = f"{ours} crossings in all"
        if dots:
            worst = max(row[3] / max(1, row[4] or 0) for row in rows)
            told += (
                f", dot {sum(dots)}: {ours / max(1, sum(dots)):.2f} of dot’s, at worst {worst:.2f}"
            )
        print(f"{size}: {told}\n")


def _cases(seeds: int) -> dict[str, list[Case]]:
    return {
        "12": [Case(f"12, seed {s}", company(12, s)) for s in range(1, seeds + 1)],
        "60": [Case(f"60, seed {s}", company(60, s)) for s in range(1, seeds + 1)],
        "200 grouped": [
            Case(f"200 grouped, seed {s}", grouped(company(200, s, per_party=1.6)))
            for s in range(1, seeds + 1)
        ],
    }


def grouped(chain: Chain) -> Chain:
    """Draw every ten parties inside as one department; customers outside as three."""
    nodes, links = chain
    inside = [node.id for node in nodes if node.external == "no"]
    outside = [node.id for node in nodes if node.external == "customer"]
    stands_for = {id_: f"g{i // GROUP:02}" for i, id_ in enumerate(inside)}
    stands_for |= {id_: f"x{i % 3}" for i, id_ in enumerate(outside)}
    volumes: dict[tuple[str, str], list[ChainLink]] = {}
    for link in links:
        ends = stands_for.get(link.supplier, "s"), stands_for.get(link.customer, "s")
        if ends[0] != ends[1]:
            volumes.setdefault(ends, []).append(link)
    most = max(len(found) for found in volumes.values())
    drawn = [
        replace(
            max(found, key=lambda link: (link.loud, link.rank)),
            id=f"{a}>{b}",
            supplier=a,
            customer=b,
            width=stroke_width(len(found), most),
        )
        for (a, b), found in sorted(volumes.items())
    ]
    ends_ = sorted({end for link in drawn for end in (link.supplier, link.customer)})
    kinds = {"g": "no", "x": "customer", "s": "supplier"}
    # Named as the page names departments, their size in brackets.
    inner = (f"{DEPARTMENTS[int(end[1:])]} ({GROUP})" for end in ends_ if kinds[end[0]] == "no")
    return [
        ChainNode(
            end,
            next(inner) if kinds[end[0]] == "no" else f"Externo {end}",
            kinds[end[0]],  # type: ignore[arg-type]
        )
        for end in ends_
    ], drawn


def _row(case: Case, *, has_dot: bool) -> tuple[int, int, int, int, int | None, int, str, int, str]:
    nodes, links = case.chain
    lay_out_chain(nodes, links)  # whatever is paid once
    laid_out.cache_clear()
    started = time.process_time()
    layout = lay_out_chain(nodes, links)
    spent = 1000 * (time.process_time() - started)
    ends = {link.id: {link.supplier, link.customer} for link in links}
    # Up to the point of the arrow: what crosses under its head crosses too.
    ours = {id_: [*along(route.curve, POINTS), route.tip] for id_, route in layout.routes.items()}
    dots = count_crossings(_drawn_by_dot(case.chain), ends) if has_dot else None
    names = {id_: _under(name.box, layout, links) for id_, name in layout.names.items()}
    foreign = sum(any(id_ not in ends[link] for link in under) for id_, under in names.items())
    labels = sum(bool(_under(box, layout, links) - {id_}) for id_, box in layout.labels.items())
    return (
        len(nodes), len(links), 1 + max(layout.layers.values()), count_crossings(ours, ends), dots,
        round(spent), f"{sum(map(bool, names.values()))}, {foreign}", labels,
        f"{moved(case.chain):.1f} %",
    )  # fmt: skip


def count_crossings(lines: Lines, ends: Mapping[str, set[str]]) -> int:
    """Count where the curves of links without a common party cross."""
    names = sorted(lines)
    starts = np.array([a for name in names for a, _ in pairwise(lines[name])], float)
    stops = np.array([b for name in names for _, b in pairwise(lines[name])], float)
    owner = np.repeat(np.arange(len(names)), [len(lines[name]) - 1 for name in names])
    total = 0
    for i, name in enumerate(names):
        apart = np.array([not ends[name] & ends[other] for other in names])
        others = (owner > i) & apart[owner]
        for a, b in pairwise(lines[name]):
            total += int(_cross(np.array(a), np.array(b), starts[others], stops[others]).sum())
    return total


def _cross(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], d: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Say which segments c–d cross a–b: each end of one lies on another side of the other."""

    def side(
        p: NDArray[np.float64], q: NDArray[np.float64], r: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) > (q[..., 1] - p[..., 1]) * (
            r[..., 0] - p[..., 0]
        )

    apart: NDArray[np.bool_] = (side(a, b, c) != side(a, b, d)) & (side(c, d, a) != side(c, d, b))
    return apart


def _drawn_by_dot(chain: Chain) -> Lines:
    """Return the curves that dot draws for the same chain, customers in the last rank.

    Without arrowheads: its curves end where these begin, and a tenth of their crossings lie there.
    """
    nodes, links = chain
    last = " ".join(f'"{node.id}";' for node in nodes if node.external == "customer")
    text = [
        "digraph { rankdir=LR; edge [dir=none];",
        'node [shape=circle, fixedsize=true, width=0.25, label=""];',
        *(f'"{node.id}";' for node in nodes),
        f"{{ rank=sink; {last} }}" if last else "",
        *(f'"{k.supplier}" -> "{k.customer}" [weight={max(1, round(k.width))}];' for k in links),
        "}",
    ]
    drawn = subprocess.run(
        ["dot", "-Tplain"], input="\n".join(text), capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, Sequence[Point]] = {}
    for line in drawn.splitlines():
        words = line.split()
        if words[0] == "edge":
            count = int(words[3])
            flat = [float(word) for word in words[4 : 4 + 2 * count]]
            curve = [Point(x, y) for x, y in zip(flat[::2], flat[1::2], strict=True)]
            found[f"{words[1]}>{words[2]}".replace('"', "")] = along(tuple(curve), POINTS)
    return found


def _under(box: Box, layout: Layout, links: Sequence[ChainLink]) -> set[str]:
    """Return the links whose stroke runs under a text, a hair at its edge aside."""
    found = set()
    for link in links:
        half, route = link.width / 2, layout.routes[link.id]
        if any(
            box.x - half < p.x < box.x + box.width + half
            and box.y + 2 - half < p.y < box.y + box.height - 2 + half
            for p in [*along(route.curve, 60), route.tip]
        ):
            found.add(link.id)
    return found


def moved(chain: Chain) -> float:
    """Return how far a party moves on average, in % of the width, were each week laid out anew.

    Four further weeks, each without a twentieth of the links and with other volumes. On the page
    the weeks of a quarter share one arrangement, in which nothing moves.
    """
    nodes, links = chain
    layout = lay_out_chain(nodes, links)
    steps = [
        dist(layout.places[node.id], other.places[node.id]) / layout.width
        for other in (lay_out_chain(nodes, week) for week in _weeks(links))
        for node in nodes
    ]
    return 100 * mean(steps)


def _weeks(links: Sequence[ChainLink]) -> Iterator[list[ChainLink]]:
    chance = random.Random(1)  # noqa: S311 - which links rest is no secret
    for _ in range(4):
        kept = chance.sample(list(links), len(links) - max(1, len(links) // 20))
        yield [replace(k, width=k.width * chance.uniform(0.9, 1.1)) for k in kept]


if __name__ == "__main__":
    main()
