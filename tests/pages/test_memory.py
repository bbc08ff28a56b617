"""What many readers ask for is made once, and memory stays bounded."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from pages.parts.memory import Memory, hashable, weight


def test_who_asks_meanwhile_waits_for_the_one_answer() -> None:
    memory, begun, made = Memory(most=10), threading.Event(), []

    def make() -> str:
        begun.set()
        made.append("made")
        assert others_wait.wait(10)
        return "answer"

    others_wait = threading.Event()
    with ThreadPoolExecutor(5) as readers:
        first = readers.submit(memory.ask, "question", make)
        assert begun.wait(10)
        others = [readers.submit(memory.ask, "question", make) for _ in range(4)]
        others_wait.set()
        assert [one.result(10) for one in (first, *others)] == ["answer"] * 5
    assert made == ["made"]


def test_a_fault_is_not_remembered() -> None:
    memory = Memory(most=10)
    with pytest.raises(ValueError, match="no answer"):
        memory.ask("question", lambda: int("no answer"))
    assert memory.ask("question", lambda: 7) == 7


def test_the_heaviest_things_do_not_stay_beyond_what_all_may_weigh() -> None:
    memory = Memory(most=100, weight=weight)
    for number in range(20):
        memory.ask(number, lambda: "x" * 29)  # each weighs 30, so three fit
    kept = [memory.ask(number, lambda: "anew") for number in (17, 18, 19)]
    assert kept == ["x" * 29] * 3
    assert memory.ask(16, lambda: "anew") == "anew"
    memory.ask("large", lambda: "y" * 500)
    assert memory.ask("large", lambda: "too large to stay") == "too large to stay"


def test_what_is_being_made_is_never_dropped() -> None:
    memory = Memory(most=1)

    def make() -> str:
        memory.ask("another", lambda: "other")
        return "answer"

    assert memory.ask("question", make) == "answer"
    assert memory.ask("question", lambda: "anew") == "answer"


def test_forgotten_answers_are_made_anew() -> None:
    memory = Memory(most=10)
    for question in ("old 1", "new"):
        memory.ask(question, lambda: "before")
    memory.forget(lambda question: question.startswith("old"))
    assert memory.ask("old 1", lambda: "after") == "after"
    assert memory.ask("new", lambda: "after") == "before"


@dataclass(frozen=True)
class Asked:
    """A record whose part may not be hashable."""

    of: object


def test_records_of_lists_are_told_apart_by_all_that_they_hold() -> None:
    long = list(range(5_000))
    parts = [[1], [2], {"a": [1]}, {"a": [2]}, Asked([1]), Asked([2]), Asked((1, Asked([1]))), long]
    assert len({hashable(part) for part in parts}) == len(parts)
    assert hashable(Asked([1])) == hashable(Asked([1]))


@pytest.mark.parametrize(
    "table", [pd.DataFrame({"n": range(5_000)}), np.arange(5_000), pd.Series([1, 2])]
)
def test_a_table_is_no_part_of_a_question(table: object) -> None:
    # Written out, its middle is left out: another table would be taken for it.
    for part in (table, [table], Asked(table)):
        with pytest.raises(TypeError, match="cannot be part of a question"):
            hashable(part)
