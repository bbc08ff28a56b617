"""Killed at any moment, a store holds all of a step or nothing of it, and all it acknowledged.

``KILLS=100 pytest tests/intake/test_kill.py`` kills more often than the suite does.
"""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpi.intake import check
from kpi.store import Store, open_store
from tests.intake.kill_plans import PLANS
from tests.intake.kill_worker import do

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "8"))
# Kills are spread over the plans in turn, each at a moment of its own.
MOMENTS = [(number % len(PLANS), number) for number in range(KILLS)]

State = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Course:
    """A plan and what an undisturbed run of it gives.

    Parameters
    ----------
    steps : Path
        The plan's file.
    states : list of dict
        Of the store before the first step and after each.
    seconds : float
        From opening the store to the last step.
    """

    steps: Path
    states: list[State]
    seconds: float


def state(store: Store) -> State:
    """Return count and checksum of the rows of every table, in whatever order they lie."""
    cursor = store.cursor()
    tables = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal"
    ).fetchall()
    found = {}
    for (table,) in tables:
        row = cursor.execute(
            f'SELECT count(*), CAST(sum(hash(rows)) AS VARCHAR) FROM "{table}" AS rows'
        ).fetchone()
        assert row is not None
        found[table] = row
    return found


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Course]:
    """Return a place to keep the course of each plan, by its number, once it has been run."""
    return {}


def course(
    number: int, known: dict[int, Course], tmp_path_factory: pytest.TempPathFactory
) -> Course:
    """Run a plan undisturbed, once."""
    if number not in known:
        folder = tmp_path_factory.mktemp(PLANS[number].__name__)
        steps = PLANS[number](folder)
        plan = folder / "plan"
        plan.write_text("\n".join(steps), encoding="utf-8")
        states, seconds = [], 0.0
        with open_store(folder / "store.duckdb") as store:
            states.append(state(store))
            for step in steps:
                if step != "reopen":
                    begun = time.perf_counter()
                    do(store, step)
                    seconds += time.perf_counter() - begun
                    states.append(state(store))
        known[number] = Course(plan, states, seconds)
    return known[number]


def done_before_kill(location: Path, plan: Path, delay: float) -> int:
    """Run a plan, kill it so many seconds after it began; return the steps that it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.intake.kill_worker", str(location), str(plan)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    stop, _ = os.pipe()
    select.select([stop], [], [], delay)  # waits the delay: nobody writes to this pipe
    child.send_signal(signal.SIGKILL)
    lines = child.stdout.read().splitlines(keepends=True)
    child.wait()
    assert child.returncode == -signal.SIGKILL, "the worker ended before it was killed"
    return sum(line.endswith("\n") and line != "end\n" for line in lines)


@pytest.mark.parametrize(
    ("number", "seed"), MOMENTS, ids=[f"{PLANS[n].__name__}-{seed}" for n, seed in MOMENTS]
)
def test_a_killed_step_leaves_all_or_nothing(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    courses: dict[int, Course],
    number: int,
    seed: int,
) -> None:
    expected = course(number, courses, tmp_path_factory)
    share = random.Random(seed).uniform(0.0, 1.1)  # noqa: S311 - reproducible moments
    location = tmp_path / "store.duckdb"
    said = done_before_kill(location, expected.steps, share * expected.seconds)
    with open_store(location) as store:
        # One step may be committed whose acknowledgement the kill cut off; never two.
        assert state(store) in expected.states[said : said + 2]
        assert check(store.cursor()) == ()
        # And the store goes on from there as if nothing had happened.
        steps = [
            s for s in expected.steps.read_text(encoding="utf-8").splitlines() if s != "reopen"
        ]
        held = expected.states.index(state(store))
        for step in steps[held:]:
            do(store, step)
        assert state(store) == expected.states[-1]
