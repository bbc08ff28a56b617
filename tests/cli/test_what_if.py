"""`whatif` on a company of ten cases, worked out by hand."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpi.cli import main

PARTIES = "party,external,promise_target\nTiendas,customer,90%\n"
HEADER = "handoff_id,case_id,supplier,customer,requested_at,promised_at,delivered_at\n"


def run(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "--lang", "en", *words])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Ten cases of one handoff each to the external customer: six in time, four a day late."""
    rows = [
        f"H{n},C{n},Reparto,Tiendas,2026-03-02 08:00,2026-03-04 08:00,2026-03-{day} 08:00\n"
        for n, day in enumerate(["03"] * 6 + ["05"] * 4)
    ]
    path = tmp_path / "store.duckdb"
    for name, text in (("parties.csv", PARTIES), ("handoffs.csv", HEADER + "".join(rows))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert run(path, "ingest", str(tmp_path / name)).exit_code == 0
    return path


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        (["--mend", "Reparto>Tiendas"], 1.0),
        (["--mend", "Reparto>Tiendas=50%"], 0.8),  # two of the four late ones
        (["--reach", "Reparto > Tiendas = 0.9"], 0.9),  # its own rate is that of the cases
        (["--reach", "Reparto>Tiendas=30 %"], 0.6),  # it is better than that already
    ],
)
def test_what_is_mended_is_what_is_kept_more(store: Path, asked: list[str], after: float) -> None:
    answer = run(store, "whatif", "--week", "2026-W10", "--window", "1", "--format", "json", *asked)
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.output)
    assert (found["rate"], found["rate_after"]) == (0.6, pytest.approx(after))


def test_the_gain_is_told_in_one_sentence(store: Path) -> None:
    answer = run(store, "whatif", "--week", "2026-W10", "--mend", "Reparto>Tiendas=50%")
    assert "The promise would rise from 60.0% to 80.0%: 2 of 10 cases more." in answer.output


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([], "Name at least one link"),
        (["--mend", "Reparto"], "is not a link"),
        (["--mend", "Reparto>Tiendas=95"], "is not a share"),
        (["--reach", "Reparto>Tiendas"], "is not a share"),
        (["--reach", "Compras>Reparto=95%"], "no handoff that was due"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(
    store: Path, asked: list[str], told: str
) -> None:
    answer = run(store, "whatif", "--week", "2026-W10", *asked)
    assert (answer.exit_code, told in answer.output) == (2, True), answer.output
