"""How much processor time and memory it takes to measure every KPI of every link, week by week.

``python -m bench.rollup [ROWS] [--peers]``: `kpi.measures.measure` as the product runs it, over
three generated years, beside itself without percentiles (all counts stay), beside three touched
weeks, and beside the same numbers in pandas and polars. Each runs in a process of its own and is
charged for its own start; each says how many rows it made and what these add up to, so that it
shows that they did the same. ``--store`` keeps or reuses the store.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from duckdb import DuckDBPyConnection

from bench.ingest import INSTALLED, PEERS, Cost, install_peers, measured

HERE = Path(__file__).parent
SECONDS = 3 * 365 * 86_400
AS_OF = datetime(2026, 12, 20)
BEGIN = datetime(2023, 12, 25)
# Three weeks at the end, as a weekly file touches them, and three in the middle.
ASKED = {
    "full": (BEGIN, AS_OF),
    "counts": (BEGIN, AS_OF),
    "last": (AS_OF - timedelta(weeks=3), AS_OF),
    "middle": (datetime(2025, 6, 2), datetime(2025, 6, 23)),
}
NAMES = {
    "open": "starting Python and opening the store",
    "counts": "all counts, no percentile",
    "full": "the same with exact percentiles",
    "last": "three touched weeks, the last",
    "middle": "three touched weeks, in the middle",
    "signals": "signals of 500 links × 3 KPIs, from their 26 weeks",
    "one": "signals of one link, every KPI",
}
SIGNALLED = ("on_time_rate", "lead_time_p90", "first_time_right")
EXPORT = """
COPY (SELECT handoff_id, case_id, supplier, customer, service, requested_at, promised_at,
             delivered_at, accepted, returned_at, rating FROM handoffs)
TO '{handoffs}' (FORMAT parquet);
COPY (SELECT supplier, customer, service, (lead_time_hours * 3.6e9)::BIGINT AS lead,
             (repair_time_hours * 3.6e9)::BIGINT AS repair FROM agreements)
TO '{agreed}' (FORMAT parquet)"""


def main() -> None:
    options = _options()
    if options.child:
        _child(options.child, Path(options.store), options.rows)
        return
    with tempfile.TemporaryDirectory(prefix="eslabon-bench-") as folder:
        store = Path(options.store or Path(folder) / "rollup.duckdb")
        run = [sys.executable, "-m", "bench.rollup", str(options.rows), "--store", str(store)]
        if not store.exists():
            measured([*run, "--child", "generate"])
        costs = [(name, measured([*run, "--child", role])) for role, name in NAMES.items()]
        if options.peers:
            install_peers()
            files = [str(Path(folder) / f"{name}.parquet") for name in ("handoffs", "agreed")]
            _export(store, *files)
            costs += [
                (
                    f"the same in {peer}",
                    measured(
                        [sys.executable, str(PEERS / f"{peer}_rollup.py"), *files, str(AS_OF)],
                        environment={**os.environ, "PYTHONPATH": str(INSTALLED)},
                    ),
                )
                for peer in ("polars", "pandas")
            ]
        _table(costs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--peers", action="store_true", help="in pandas and polars too")
    parser.add_argument("--store", default="")
    parser.add_argument("--child", choices=["generate", *NAMES])
    return parser.parse_args()


def _child(role: str, path: Path, rows: int) -> None:
    from kpi.measures import KPIS, measure
    from kpi.store import open_store

    if role == "generate":
        _generate(path, rows)
        return
    kpis = dict(KPIS)
    if role == "counts":
        for name, kpi in KPIS.items():
            if kpi.counting.kind == "percentile":
                kpis[name] = replace(kpi, counting=replace(kpi.counting, kind="share"))
    with (
        open_store(path) as store,
        patch("kpi.measures.measuring.catalogue", lambda _: kpis),
    ):
        if role == "open":
            return
        if role in ("signals", "one"):
            print(f"{_signals(store.cursor(), role):,} signals")
            return
        first, last = ASKED[role]
        frame = measure(store.cursor(), as_of=AS_OF, first=first, last=last)
        n, good, value = (frame[column].sum() for column in ("n", "good", "value"))
        print(f"{len(frame):,} rows, n {n:,}, good {good:,}, values {value:,.2f}")


def _signals(cursor: DuckDBPyConnection, role: str) -> int:
    from kpi.agreements import Link
    from kpi.measures import KPIS, Week
    from kpi.verdicts import signals

    query = "SELECT DISTINCT supplier, customer, service FROM agreements ORDER BY ALL LIMIT 500"
    links = [Link(*row) for row in cursor.execute(query).fetchall()]
    kpis = {name: KPIS[name] for name in SIGNALLED} if role == "signals" else dict(KPIS)
    asked = links if role == "signals" else links[:1]
    week = Week.last_complete(AS_OF)
    return len(signals(cursor, week=week, as_of=AS_OF, links=asked, catalogue=kpis))


def _generate(path: Path, rows: int) -> None:
    from kpi.store import open_store

    text = (HERE / "handoffs.sql").read_text(encoding="utf-8")
    query = text[text.index("COPY (") + len("COPY (") : text.rindex(") TO '{out}'")]
    handoffs, agreements = (HERE / "rollup.sql").read_text(encoding="utf-8").split(";\n\n")
    generated = query.format(seconds=SECONDS / rows)
    with open_store(path) as store, store.write() as cursor:
        cursor.execute(handoffs.format(generated=generated), {"rows": rows})
        cursor.execute(agreements)


def _export(store: Path, handoffs: str, agreed: str) -> None:
    """Write what the peers read, in a connection that nothing restricts."""
    import duckdb

    with duckdb.connect(str(store), read_only=True) as connection:
        connection.execute(EXPORT.format(handoffs=handoffs, agreed=agreed))


def _table(costs: list[tuple[str, Cost]]) -> None:
    counts = next(cost.cpu for name, cost in costs if name == NAMES["counts"])
    print("\n| job | CPU s | relative | peak MB | result |\n|---|---:|---:|---:|---|")
    for name, cost in costs:
        ratio = cost.cpu / counts
        print(f"| {name} | {cost.cpu:.2f} | {ratio:.2f} | {cost.peak_mb:,.0f} | {cost.said} |")


if __name__ == "__main__":
    main()
