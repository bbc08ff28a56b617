"""Where one answer would do, the refusal says which question and what each answer means."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.intake import KIND_NAMES, Question, examine, ingest
from kpi.store import Store
from kpi.words import Message, words_for
from tests.intake.conftest import NOW

HEADER = "id,case,supplier,customer,requested\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


def question(store: Store, path: Path) -> Question:
    found = examine(store, path, now=NOW)
    assert found.error is not None
    assert found.question is not None
    return found.question


def spoken(label: str | Message) -> str:
    return label if isinstance(label, str) else words_for("en").render(label)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (
            HEADER + "H1,C1,A,B,05/03/2026\n",
            {
                "05/03/2026 is Mar 5, 2026": {"dayfirst": True},
                "05/03/2026 is May 3, 2026": {"dayfirst": False},
            },
        ),
        (
            HEADER + "H1,C1,A,B,25/03/2026\nH2,C2,A,B,03/25/2026\n",
            {
                "25/03/2026 is Mar 25, 2026": {"dates": {"requested": "day first"}},
                "03/25/2026 is Mar 25, 2026": {"dates": {"requested": "month first"}},
            },
        ),
        (
            HEADER + "H1,C1,A,B,24-03-25\nH2,C2,A,B,25-03-24\n",
            {
                "24-03-25 is Mar 24, 2025": {"dates": {"requested": "day first"}},
                "24-03-25 is Mar 25, 2024": {"dates": {"requested": "year first"}},
            },
        ),
        (
            "id,case,supplier,whom,requested\nH1,C1,A,B,2026-03-05\n",
            {"whom": {"kind": "handoffs", "columns": {"customer": "whom"}}},
        ),
        (
            "id,case,supplier,customer,customer,requested\nH1,C1,A,B,C,2026-03-05\n",
            {
                "customer": {"kind": "handoffs", "columns": {"customer": "customer"}},
                "customer (2)": {"kind": "handoffs", "columns": {"customer": "customer (2)"}},
            },
        ),
        (
            "one,two\n1,2\n",
            {name: {"kind": kind} for kind, name in KIND_NAMES.items()},
        ),
    ],
)
def test_a_question_names_its_answers_and_what_each_says(
    store: Store, tmp_path: Path, text: str, answers: dict[str, dict[str, object]]
) -> None:
    found = question(store, written(tmp_path, text))
    assert {spoken(answer.label): dict(answer.mapping) for answer in found.answers} == answers


@pytest.mark.parametrize("chosen", [0, 1])
@pytest.mark.parametrize(
    "text",
    [
        HEADER + "H1,C1,A,B,05/03/2026\n",
        HEADER + "H1,C1,A,B,25/03/2026\nH2,C2,A,B,03/25/2026\n",
        HEADER + "H1,C1,A,B,24-03-25\nH2,C2,A,B,25-03-24\n",
        "id,case,supplier,customer,customer,requested\nH1,C1,A,B,C,2026-03-05\n",
    ],
)
def test_each_answer_is_enough_to_load_the_file(
    store: Store, tmp_path: Path, text: str, chosen: int
) -> None:
    path = written(tmp_path, text)
    answer = question(store, path).answers[chosen]
    report = ingest(store, path, now=NOW, mapping=answer.mapping)
    assert (report.error, report.outcome) == (None, "loaded")
    assert report.accepted > 0


def test_a_file_that_no_answer_can_mend_asks_nothing(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "")
    found = examine(store, path, now=NOW)
    assert found.error is not None
    assert found.question is None
