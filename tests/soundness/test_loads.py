"""Loads are assertions: random loads and undos against a naive dictionary of assertions."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from kpi.intake import ingest, undo
from kpi.store import Store, open_store

from .oracle_derive import Assertions, Cells, Counts

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
# Few ids and few values, so that the same cell is filled again, changed and contradicted often.
DOMAINS = {
    "case_id": ("c1", "c1", "c1", "c2"),
    "supplier": ("A",),
    "customer": ("B",),
    "service": ("", "", "tela"),
    "requested_at": ("2026-02-02 06:00:00",) * 5 + ("2026-02-02 07:00:00",),
    "promised_at": ("", "", "2026-02-03 08:00:00", "2026-02-03 08:00:00", "2026-02-04 09:30:00"),
    "delivered_at": ("", "", "2026-02-03 06:00:00", "2026-02-03 06:00:00", "2026-02-05 00:00:00"),
    "accepted": ("", "", "yes"),
    "rating": ("", "", "4"),
    "paused_hours": ("", "1.5", "2.0"),
    "case_due_at": ("", "", "2026-02-09 10:00:00"),
    "case_closed_at": ("", "2026-02-08 10:00:00", "2026-02-09 11:00:00"),
    "case_kept": ("", "", "yes", "no"),
}
NOTE = "color de la tela"  # a column of its own, kept as an attribute
TRUTH = {"True": "yes", "False": "no"}


def random_file(rng: Random) -> list[tuple[str, Cells]]:
    """Make a file: all columns or some of the optional ones, one id now and then twice."""
    optional = [c for c in DOMAINS if c not in ("case_id", "supplier", "customer", "requested_at")]
    columns = [c for c in DOMAINS if c not in optional or rng.random() < 0.8]
    records: list[tuple[str, Cells]] = []
    for name in rng.choices(("h1", "h2", "h3", "h4", "h5"), k=rng.randint(1, 6)):
        cells = {c: rng.choice(DOMAINS[c]) for c in columns}
        cells[NOTE] = rng.choice(("", "roja", "azul"))
        again = [r for r in records if r[0] == name]
        records.append(
            again[0]
            if again and rng.random() < 0.5
            else (name, {c: v for c, v in cells.items() if v})
        )
    return records


def write_csv(path: Path, records: list[tuple[str, Cells]]) -> Path:
    columns = ["handoff_id", *DOMAINS, NOTE]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows({"handoff_id": name, **cells} for name, cells in records)
    return path


def shown(store: Store) -> dict[str, dict[str, str]]:
    """What the store shows, every cell as the files write it; empty cells left out."""
    cursor = store.cursor()
    attributes = cursor.execute("SELECT col, name FROM attributes").fetchall()
    columns = {c: c for c in DOMAINS} | dict(attributes)
    rows = cursor.execute(
        f"SELECT handoff_id, {', '.join(columns)} FROM stated_handoffs"
    ).fetchall()
    return {
        name: {
            column: text
            for column, cell in zip(columns.values(), cells, strict=True)
            if cell is not None and (text := TRUTH.get(str(cell), str(cell)))
        }
        for name, *cells in rows
    }


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_loads_and_undos_shows_what_standing_loads_say(
    seed: int, tmp_path: Path
) -> None:
    rng = Random(seed)  # noqa: S311 - reproducible test data
    hand, happened = Assertions(DOMAINS), Counter[str]()
    with open_store(":memory:") as store:
        for step in range(9):
            if hand.loads and rng.random() < 0.3:
                gone = rng.choice(sorted(hand.loads))
                undo(store, gone, now=NOW)
                hand.undo(gone)
            else:
                records, replacing = random_file(rng), rng.random() < 0.25
                path = write_csv(tmp_path / f"{step}.csv", records)
                report = ingest(store, path, now=NOW, kind="handoffs", replace_conflicts=replacing)
                assert report.load is not None, report.error
                expected = hand.ingest(report.load, records, replace=replacing)
                found = Counts(
                    report.new, report.updated, report.unchanged, report.ignored_records,
                    report.rejected_records, report.conflict_records,
                )  # fmt: skip
                assert found == expected, (step, records)
                happened.update({k: v for k, v in vars(expected).items() if v})
            assert shown(store) == hand.shown(), step
    assert happened["new"] > 0


def test_the_random_files_show_every_count() -> None:
    seen = Counter[str]()
    for seed in range(3):
        rng, hand = Random(seed), Assertions(DOMAINS)  # noqa: S311
        for load in range(30):
            seen.update(vars(hand.ingest(load, random_file(rng))))
    assert (
        min(seen[c] for c in ("new", "updated", "unchanged", "ignored", "rejected", "conflicts"))
        > 2
    )
