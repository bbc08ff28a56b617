"""What a week costs to write: the sample company, in both languages, after start-up.

python -m bench.weekly
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from kpi.figures.chain import laid_out
from kpi.measures import Week, Window, as_of
from kpi.sample import load_sample
from kpi.store import open_store
from kpi.weekly import edition
from kpi.weekly.files import FORMATS, file_of
from kpi.words import LANGUAGES, words_for

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
ROUNDS = 5
Made = TypeVar("Made")


def timed(what: str, make: Callable[[], Made]) -> Made:
    """Print the least CPU and wall seconds of a few rounds, the first not counted."""
    made = make()
    cpu, wall = [], []
    for _ in range(ROUNDS):
        laid_out.cache_clear()  # each round lays the chain out anew, as a command does
        begun, clock = time.process_time(), time.perf_counter()
        made = make()
        cpu.append(time.process_time() - begun)
        wall.append(time.perf_counter() - clock)
    print(f"| {what} | {min(cpu):.2f} | {min(wall):.2f} |")
    return made


def main() -> None:
    """Measure the edition of the sample's last week and every file of it."""
    with TemporaryDirectory() as folder, open_store(Path(folder) / "sample.duckdb") as store:
        load_sample(store, now=NOW)
        cursor = store.cursor()
        at = as_of(cursor, now=NOW.replace(tzinfo=None))
        window = Window(Week.last_complete(at))
        print("| | CPU s | wall s |\n|---|---|---|")
        found = timed("the edition", lambda: edition(cursor, window=window, as_of=at))

        def written(*forms: str) -> list[bytes]:
            return [file_of(found, words_for(one), form) for one in LANGUAGES for form in forms]

        for form in FORMATS:
            timed(f"{form}, both languages", lambda form=form: written(form))  # type: ignore[misc]
        timed(f"all of {', '.join(FORMATS)}, both languages", lambda: written(*FORMATS))


if __name__ == "__main__":
    main()
