"""How much processor time and memory a load of handoffs takes, beside a bare typed DuckDB load.

``python -m bench.ingest [ROWS] [--batch N]``: both loads run in processes of their own, into fresh
files, over the same generated file and in the same run: the ratio says more than the seconds do.
``--peers`` adds the same validated job in pandas and polars, which it first installs into
``bench/out/peers`` from the versions in ``bench/peers/requirements.txt``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PEERS = Path(__file__).with_name("peers")
INSTALLED = Path(__file__).with_name("out") / "peers"
GENERATOR = Path(__file__).parents[2] / "shared" / "tools" / "gen_handoffs.py"
# The bare load types every cell and skips the bad ones: no lines, no reasons, no identity, no undo.
BARE = """
CREATE TABLE handoffs AS FROM read_csv(?, header = true, ignore_errors = true, columns = {
    'handoff_id': 'VARCHAR', 'case_id': 'VARCHAR', 'seq': 'VARCHAR', 'supplier': 'VARCHAR',
    'customer': 'VARCHAR', 'service': 'VARCHAR', 'requested_at': 'TIMESTAMP',
    'promised_at': 'TIMESTAMP', 'delivered_at': 'TIMESTAMP', 'accepted': 'BOOLEAN',
    'rating': 'TINYINT', 'case_due_at': 'TIMESTAMP'})
"""


@dataclass(frozen=True)
class Cost:
    """What a process took: processor seconds (user and system), peak memory; and what it said."""

    cpu: float
    peak_mb: float
    said: str


def main() -> None:
    options = _options()
    if options.child:
        _child(options.child, Path(options.file), Path(options.store), options.rows)
        return
    with tempfile.TemporaryDirectory(prefix="eslabon-bench-") as folder:
        work = Path(folder)
        whole, batch = work / "handoffs.csv", work / "batch.csv"
        run = [sys.executable, "-m", "bench.ingest", "--child"]
        _generate(whole, options.rows)
        _later_batch(whole, batch, options.batch)
        print(
            f"{options.rows:,} rows, {whole.stat().st_size / 1e6:,.0f} MB; {os.cpu_count()} cores"
        )
        measured([*run, "open", "--store", ":memory:"])  # modules are compiled once
        costs: list[tuple[str, Cost]] = []
        for _ in range(options.repeat):
            for name, child, file in (
                ("bare typed DuckDB load", "bare", whole),
                ("ingest", "ours", whole),
            ):
                target = work / f"{child}.duckdb"
                target.unlink(missing_ok=True)
                cost = measured([*run, child, "--file", str(file), "--store", str(target)])
                costs.append((name, cost))
            if options.peers:
                costs += _peers(whole, work)
        ours = ["--store", str(work / "ours.duckdb")]
        costs.append(
            (
                f"later batch of {options.batch:,} (half known)",
                measured([*run, "ours", "--file", str(batch), *ours]),
            )
        )
        costs.append(("opening the store alone", measured([*run, "open", *ours])))
        _table(costs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--batch", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=1, help="runs of both whole loads")
    parser.add_argument("--peers", action="store_true", help="the same job in pandas and polars")
    parser.add_argument("--child", choices=["bare", "ours", "open", "generate"])
    parser.add_argument("--file", default="")
    parser.add_argument("--store", default="")
    return parser.parse_args()


def _generate(target: Path, rows: int) -> None:
    """Write the file, in a process of its own: its memory must not count."""
    if GENERATOR.exists():
        command = [sys.executable, str(GENERATOR), str(rows), str(target)]
    else:
        here = [sys.executable, "-m", "bench.ingest", str(rows)]
        command = [*here, "--child", "generate", "--file", str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _later_batch(whole: Path, batch: Path, rows: int) -> None:
    """Write a file whose first half repeats the end of the other, and whose second half is new."""
    with whole.open(encoding="utf-8") as source, batch.open("w", encoding="utf-8") as out:
        out.write(next(source))
        for number, line in enumerate(source):
            if number == rows // 2:
                break
            out.write(line)
            out.write("N" + line)


def _peers(file: Path, work: Path) -> list[tuple[str, Cost]]:
    """Measure the same job in pandas and polars, each in a process of its own."""
    install_peers()
    alone = {**os.environ, "PYTHONPATH": str(INSTALLED)}
    return [
        (
            f"the same job in {peer}",
            measured(
                [sys.executable, str(PEERS / f"{peer}_load.py"), str(file), str(work / peer)],
                environment=alone,
            ),
        )
        for peer in ("pandas", "polars")
    ]


def install_peers() -> None:
    """Install what the comparisons run on, unless these versions are there."""
    wanted = PEERS / "requirements.txt"
    stamp = INSTALLED / wanted.name
    if not stamp.exists() or stamp.read_bytes() != wanted.read_bytes():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target"]
        subprocess.run([*install, str(INSTALLED), "-r", str(wanted)], check=True)
        stamp.write_bytes(wanted.read_bytes())


def measured(command: list[str], environment: dict[str, str] | None = None) -> Cost:
    """Run a command and say what it took; compiled modules are kept, as any installation does."""
    environment = {**(os.environ if environment is None else environment)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said.strip())


def _child(role: str, file: Path, store: Path, rows: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if role in ("bare", "generate"):
        import duckdb

        with duckdb.connect(str(store) if role == "bare" else ":memory:") as connection:
            if role == "bare":
                connection.execute(BARE, [str(file)])
                found = connection.execute("SELECT count(*) FROM handoffs").fetchone()
                print(f"{found[0] if found else 0:,} rows")
            else:
                query = Path(__file__).with_name("handoffs.sql").read_text(encoding="utf-8")
                connection.execute(query.format(out=file, seconds=90), {"rows": rows})
        return
    from kpi.intake import ingest
    from kpi.store import COMMAND_MEMORY, open_store

    with open_store(str(store), memory=COMMAND_MEMORY) as opened:
        if role == "ours":
            report = ingest(opened, file, now=datetime(2026, 11, 1, tzinfo=UTC), kind="handoffs")
            if report.error is not None:
                raise SystemExit(str(report.error))
            print(
                f"{report.outcome}: {report.new:,} new, {report.updated:,} updated,"
                f" {report.unchanged:,} unchanged, {report.rejected_records:,} rejected,"
                f" {report.ignored_records:,} ignored, {report.conflict_records:,} in conflict"
            )


def _table(costs: list[tuple[str, Cost]]) -> None:
    bare = min(cost.cpu for name, cost in costs if name.startswith("bare"))
    print("\n| job | CPU s | relative | peak MB | result |\n|---|---:|---:|---:|---|")
    for name, cost in costs:
        ratio = cost.cpu / bare
        print(f"| {name} | {cost.cpu:.2f} | {ratio:.2f} | {cost.peak_mb:,.0f} | {cost.said} |")


if __name__ == "__main__":
    main()
