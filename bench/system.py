"""How long the system's mathematics takes: the chain model, the replay, what follows what.

``python -m bench.system [ROWS] [--pm4py PYTHON] [--parts chain replay follows]``

- *chain*: effects of all links by one factorisation, beside solving anew once per link (timed for
  some links, extrapolated to all; the effects of these are compared).
- *replay*: effects and fair shares of ROWS generated handoffs, whole and of the last four weeks;
  each in a process of its own, over one store.
- *follows*: counts, mean and median wait of every pair of parties that follow each other, over ROWS
  generated events, beside pm4py on the same events, where ``--pm4py`` names a Python that has it;
  each run a process of its own, the least of ``--repeat``.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from bench.ingest import PEERS, measured
from bench.rollup import AS_OF, SECONDS

PARTS = ("chain", "replay", "follows")
LATER = timedelta(days=60)  # by then whatever is delivered at all is delivered
SHAPES = {
    "1,500 links, 200 parties, loops of 20": (1_500, 200, 20),
    "1,500 links, 200 parties, one loop of 100": (1_500, 200, 100),
    "20,000 links, 2,000 parties, loops of 25": (20_000, 2_000, 25),
    "20,000 links, 500 parties, one loop of 250": (20_000, 500, 250),
    "20,000 links, 2,000 parties, one loop of 1,000": (20_000, 2_000, 1_000),
}
ASKED_ANEW = 20
HANDOFFS_A_CASE = 5
GENERATED = Path(__file__).with_name("system.sql").read_text(encoding="utf-8")
EXPORT = (
    "COPY (SELECT case_id, happened_at, party FROM events ORDER BY happened_at, line) TO '{file}'"
)


@dataclass(frozen=True)
class Took:
    """Processor and wall seconds."""

    cpu: float
    wall: float


def main() -> None:
    options = _options()
    if options.child:
        _CHILDREN[options.child](Path(options.store), options.rows)
        return
    if "chain" in options.parts:
        _chain()
    with tempfile.TemporaryDirectory(prefix="eslabon-bench-") as folder:
        store = Path(options.store or Path(folder) / "system.duckdb")
        if {"replay", "follows"} & set(options.parts) and not store.exists():
            _child("generate", store, options.rows)
        if "replay" in options.parts:
            _replay(store, options.rows)
        if "follows" in options.parts:
            _follows(store, options.rows, options, Path(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--pm4py", default="", help="a Python that has pm4py, of its own")
    parser.add_argument("--repeat", type=int, default=3, help="runs of what follows what, a side")
    parser.add_argument("--store", default="", help="keeps or reuses the generated store")
    parser.add_argument("--child", choices=list(_CHILDREN))
    return parser.parse_args()


def _child(role: str, store: Path, rows: int) -> str:
    run = [sys.executable, "-m", "bench.system", str(rows), "--store", str(store)]
    return measured([*run, "--child", role]).said


def timed(job: Callable[[], Any], times: int = 1) -> tuple[Any, Took]:
    """Run a job so many times; return its answer and the least it took."""
    best = Took(np.inf, np.inf)
    for _ in range(times):
        gc.collect()  # what the imports left behind is no part of the job
        cpu, wall = time.process_time(), time.perf_counter()
        answer = job()
        took = Took(time.process_time() - cpu, time.perf_counter() - wall)
        best = Took(min(best.cpu, took.cpu), min(best.wall, took.wall))
    return answer, best


def _chain() -> None:
    print("\n| chain model | all effects, CPU ms | ms | one anew, ms | all anew, s | ratio |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, shape in SHAPES.items():
        print(f"| {name} | {_chain_row(*shape)} |")


def _chain_row(links: int, parties: int, loop: int) -> str:
    from kpi.chain.absorbing.routing import promised

    company = _company(links, parties, loop)
    found, whole = timed(lambda: promised(company, only_outside=True), times=5)
    asked = np.random.default_rng(1).choice(len(company.kept), ASKED_ANEW, replace=False)

    def anew() -> list[float]:
        """Mend one link and solve for the promise alone, without any other link's effect."""
        rates = []
        for link in asked:
            kept = company.kept.copy()
            kept[link] = 1.0
            mended = promised(replace(company, kept=kept), only_outside=True)
            assert mended is not None
            rates.append(mended.rate)
        return rates

    with patch("kpi.chain.absorbing.markov._ways_back", lambda source, *_: np.zeros(len(source))):
        rates, took = timed(anew)
    assert found is not None
    np.testing.assert_allclose(found.rate + found.effect[asked], rates, atol=1e-9)
    one = took.cpu / ASKED_ANEW
    every = one * len(company.kept)
    return (
        f"{1e3 * whole.cpu:.1f} | {1e3 * whole.wall:.1f} | {1e3 * one:.1f} | {every:.1f}"
        f" | {every / whole.cpu:,.0f}"
    )


def _company(links: int, parties: int, loop: int) -> Any:
    """Draw departments of `loop` parties in a row: a fifth of the links stay, others go on.

    The last department is the customers outside.
    """
    from kpi.chain.absorbing.routing import Traffic

    rng = np.random.default_rng(0)
    departments = parties // loop
    supplier = rng.integers(0, parties - loop, links)
    department = supplier // loop
    stays = rng.random(links) < 0.2
    customer = (department + ~stays) * loop + rng.integers(0, loop, links)
    outside = np.arange(parties) >= (departments - 1) * loop
    volume = rng.integers(1, 100, links).astype(np.float64)
    return Traffic(supplier, customer, volume, rng.uniform(0.8, 1.0, links), outside)


def _replay(store: Path, rows: int) -> None:
    print(f"\n| replay, {rows:,} handoffs | cases | broken | pick and order, CPU s | s", end="")
    print(" | effects and fair shares, CPU s | s | peak MB |\n|---|" + 7 * "---:|")
    for role in ("weeks", "whole"):
        run = [sys.executable, "-m", "bench.system", str(rows), "--store", str(store)]
        cost = measured([*run, "--child", role])
        print(f"{cost.said} {cost.peak_mb:,.0f} |")


def _effects(store: Path, first: datetime, name: str) -> None:
    from kpi.chain.cases import choose_cases
    from kpi.chain.effects import link_effects
    from kpi.store import open_store

    as_of = AS_OF + LATER
    with open_store(store) as opened:
        cursor = opened.cursor()
        _, ordered = timed(lambda: choose_cases(cursor, first, as_of, as_of=as_of))
        found, shared = timed(lambda: link_effects(cursor, first, as_of))
    print(
        f"| {name} | {found.counted:,} | {found.broken:,} | {ordered.cpu:.1f} | {ordered.wall:.1f}"
        f" | {shared.cpu:.1f} | {shared.wall:.1f} |"
    )


def _follows(store: Path, rows: int, options: argparse.Namespace, folder: Path) -> None:
    runs = [json.loads(_child("ours", store, rows)) for _ in range(options.repeat)]
    ours = min(run["cpu"] for run in runs)
    print(f"\ndirectly-follows graph of {rows:,} events: {len(runs[0]['rows']):,} pairs")
    print(f"ours: {ours:.2f} CPU s, the least of {_listed(run['cpu'] for run in runs)}")
    if not options.pm4py:
        print("pm4py: not compared. Name a Python that has it: --pm4py PATH/bin/python")
        return
    events, target = folder / "events.csv", folder / "pm4py.json"
    _export(store, events)
    costs = []
    for _ in range(options.repeat):
        script = [options.pm4py, str(PEERS / "pm4py_follows.py"), str(events), str(target)]
        said = subprocess.run(script, check=True, capture_output=True, text=True).stdout.strip()
        theirs = json.loads(target.read_text(encoding="utf-8"))
        _compare(runs[0]["rows"], theirs["rows"])
        costs.append((theirs["waits"] + theirs["times"], theirs["waits"], theirs["times"]))
    cpu, waits, times = min(costs)
    print(f"{said}: {cpu:.2f} CPU s, the least of {_listed(cost for cost, *_ in costs)}")
    print(f"({waits:.2f} for the waits, {times:.2f} for the counts)")
    print(f"equal pairs, counts, means and medians; pm4py takes {cpu / ours:.1f} times ours")


def _listed(costs: Iterable[float]) -> str:
    return ", ".join(f"{cost:.2f}" for cost in costs)


def _compare(ours: list[list[Any]], theirs: list[list[Any]]) -> None:
    """Raise unless both know the same pairs, counts and waits (to a second in a million hours)."""
    mine, others = ({(a, b): rest for a, b, *rest in rows} for rows in (ours, theirs))
    assert mine.keys() == others.keys()
    pairs = sorted(mine)
    np.testing.assert_allclose(
        [mine[pair] for pair in pairs], [others[pair] for pair in pairs], rtol=1e-9, atol=1e-6
    )


def _export(store: Path, file: Path) -> None:
    """Write what pm4py reads, in a connection that nothing restricts."""
    import duckdb

    with duckdb.connect(str(store), read_only=True) as connection:
        connection.execute(EXPORT.format(file=file))


def _generate(store: Path, rows: int) -> None:
    from kpi.store import open_store

    cases = rows // HANDOFFS_A_CASE
    query = GENERATED.format(seconds=SECONDS / cases)
    with open_store(store) as opened, opened.write() as cursor:
        for statement in query.split(";\n\n"):
            cursor.execute(statement, {"cases": cases} if "$cases" in statement else None)


def _ours(store: Path, rows: int) -> None:
    del rows  # the store holds them
    from kpi.chain import directly_follows
    from kpi.store import open_store

    with open_store(store) as opened:
        cursor = opened.cursor()
        found, took = timed(lambda: directly_follows(cursor, as_of=AS_OF + LATER))
    rows_ = [[f.step, f.next_step, f.times, f.mean_hours, f.median_hours] for f in found]
    print(json.dumps({"rows": rows_, "cpu": took.cpu}))


def _weeks(store: Path, rows: int) -> None:
    del rows
    _effects(store, AS_OF - timedelta(weeks=4), "its last four weeks")


def _whole(store: Path, rows: int) -> None:
    del rows
    _effects(store, datetime(2000, 1, 1), "three years at once")


_CHILDREN: dict[str, Callable[[Path, int], None]] = {
    "generate": _generate,
    "weeks": _weeks,
    "whole": _whole,
    "ours": _ours,
}

if __name__ == "__main__":
    main()
