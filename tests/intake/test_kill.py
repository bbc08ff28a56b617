"""Killed at any moment, a store holds all of a file or nothing, and all that it acknowledged."""

from __future__ import annotations

import csv
import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kpi.intake import check, list_loads
from kpi.store import open_store

ROOT = Path(__file__).parents[2]
ROWS = 4_000
KILLS = 8

# Loads the files one after the other, and says so after each: what it said must survive.
LOADER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kpi.intake import ingest
from kpi.store import open_store

with open_store(sys.argv[1]) as store:
    print("open", flush=True)
    for name in sys.argv[2:]:
        report = ingest(store, Path(name), now=datetime(2026, 4, 1, tzinfo=UTC), kind="handoffs")
        print(report.load, report.accepted, flush=True)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return files that share half their handoffs with the next: each load touches two tables."""
    folder = tmp_path_factory.mktemp("files")
    paths = []
    for number in range(30):
        path = folder / f"{number}.csv"
        first = number * ROWS // 2
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(
                ["handoff_id", "case_id", "supplier", "customer", "requested_at", "Nota"]
            )
            writer.writerows(
                [f"H{n}", f"C{n // 3}", "Compras", "Almacén", "2026-03-02 09:00:00", number]
                for n in range(first, first + ROWS)
            )
        paths.append(path)
    return paths


def said_before_kill(store: Path, files: list[Path], delay: float) -> list[tuple[int, int]]:
    """Run the loader, kill it so many seconds after it opened the store, return what it said."""
    child = subprocess.Popen(
        [sys.executable, "-c", LOADER, str(store), *map(str, files)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    stop, _ = os.pipe()
    select.select([stop], [], [], delay)  # waits the delay: nobody writes to this pipe
    child.send_signal(signal.SIGKILL)
    lines = child.stdout.read().splitlines()
    child.wait()
    assert child.returncode == -signal.SIGKILL, "the loader ended before it was killed"
    whole = [line.split() for line in lines if len(line.split()) == 2]
    return [(int(load), int(accepted)) for load, accepted in whole]


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_load_leaves_all_or_nothing(tmp_path: Path, files: list[Path], seed: int) -> None:
    delay = random.Random(seed).uniform(0.0, 1.0)  # noqa: S311 - reproducible moments
    path = tmp_path / "store.duckdb"
    said = said_before_kill(path, files, delay)
    with open_store(path) as store:
        cursor = store.cursor()
        loads = sorted((entry.load, entry.new + entry.unchanged + entry.updated)
                       for entry in list_loads(cursor))  # fmt: skip
        # One load may be committed whose acknowledgement the kill cut off; never two.
        assert loads[: len(said)] == said
        assert len(loads) - len(said) in (0, 1)
        assert all(accepted == ROWS for _, accepted in loads)
        distinct = ROWS + (len(loads) - 1) * ROWS // 2 if loads else 0
        stored = cursor.execute("SELECT count(*) FROM stated_handoffs").fetchone()
        assert stored == (distinct,)
        assert check(cursor) == ()
