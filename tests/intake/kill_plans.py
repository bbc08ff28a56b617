"""What is being done when the kill comes: one plan for each way into the store and out of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

HANDOFF = ["handoff_id", "case_id", "supplier", "customer", "requested_at", "Nota"]
EVENT = ["case_id", "happened_at", "party", "activity"]
AGREEMENT = ["agreement", "version", "supplier", "customer", "kpi", "target", "valid_from",
             "status", "supplier_accepted_at", "customer_accepted_at"]  # fmt: skip


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)
    return str(path)


def _handoffs(path: Path, numbers: Iterable[int], note: str) -> str:
    return _write(
        path,
        HANDOFF,
        (
            [f"H{n}", f"C{n // 3}", "Compras", "Almacén", "2026-03-02 09:00:00", note]
            for n in numbers
        ),
    )


def first_loads(folder: Path) -> list[str]:
    """Load handoffs that are all new: sound records go straight into the store."""
    size = 20_000
    return [
        f"load handoffs {_handoffs(folder / f'{n}.csv', range(n * size, (n + 1) * size), 'a')}"
        for n in range(6)
    ]


def later_batches(folder: Path) -> list[str]:
    """Load handoffs of which half are stored with other cells: updates and merges."""
    size = 6_000
    return [
        f"load handoffs {_handoffs(folder / f'{n}.csv', range(n * size // 2, n * size), str(n))}"
        for n in range(1, 9)
    ]


def event_logs(folder: Path) -> list[str]:
    """Load logs each of which goes on with half the cases of the one before."""
    teams = ("Mesa", "Redes", "Campo")

    def rows(n: int) -> Iterable[list[object]]:
        for case in range(n * 600, n * 600 + 1200):
            for hour in range(6 + n % 2):
                yield [f"C{case}", f"2026-03-02 {8 + hour:02}:00:00", teams[hour % 3], f"A{hour}"]

    return [f"load events {_write(folder / f'{n}.csv', EVENT, rows(n))}" for n in range(6)]


def undone_loads(folder: Path) -> list[str]:
    """Load, undo in another order, load again."""
    size = 6_000
    files = [
        _handoffs(folder / f"{n}.csv", range(n * size // 2, n * size // 2 + size), str(n))
        for n in range(4)
    ]
    loads = [f"load handoffs {file}" for file in files]
    return [*loads[:3], "undo 2", "undo 1", loads[3], "undo 4", loads[1], "undo 3", loads[0]]


def reference_tables(folder: Path) -> list[str]:
    """Load agreements, parties and annotations, later rows of the same keys, and undo some."""
    steps = []
    for n in range(3):
        agreed = [
            [f"A{k}", 1 + n, f"P{k}", f"P{k + 1}", "on_time_rate", "0.9", "2026-01-01", "accepted",
             "2026-01-01", "2026-01-01"]
            for k in range(n * 500, n * 500 + 1500)
        ]  # fmt: skip
        parties = [[f"P{k}", f"D{k % 7}", "no" if k % 5 else "customer"] for k in range(1500 + n)]
        notes = [[f"2026-03-{1 + k % 28:02}", f"note {n} {k}", ""] for k in range(800)]
        made = {
            "agreements": _write(folder / f"a{n}.csv", AGREEMENT, agreed),
            "parties": _write(folder / f"p{n}.csv", ["party", "department", "external"], parties),
            "annotations": _write(folder / f"n{n}.csv", ["day", "text", "scope"], notes),
        }
        steps += [f"load {kind} {file}" for kind, file in made.items()]
    return [*steps, "undo 2", "undo 4", "undo 9"]


def replaced_conflicts(folder: Path) -> list[str]:
    """Load other values for filled cells, replacing those stored."""

    def rows(n: int) -> Iterable[list[object]]:
        return (
            [f"H{k}", f"C{k}", "Compras", f"Almacén {n}", "2026-03-02 09:00:00", n]
            for k in range(4_000)
        )

    return [f"replace handoffs {_write(folder / f'{n}.csv', HANDOFF, rows(n))}" for n in range(6)]


def opened_each_time(folder: Path) -> list[str]:
    """Close and open the store between loads, as the command line does: what was logged is kept."""
    return [step for load in later_batches(folder) for step in (load, "reopen")]


PLANS: tuple[Callable[[Path], list[str]], ...] = (
    first_loads, later_batches, event_logs, undone_loads, reference_tables, replaced_conflicts,
    opened_each_time,
)  # fmt: skip
