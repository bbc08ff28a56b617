"""`structure` and `stop` on a company of two customers, worked out by hand."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpi.cli import main

PARTIES = "party,external\nTiendas,customer\nHotel,customer\n"
HEADER = "handoff_id,case_id,supplier,customer,service,requested_at,promised_at,delivered_at\n"
# Three cases to Tiendas and one to the hotel; all through Corte, only one through Compras.
WAYS = [
    ("C1", "Compras", "Corte", "tela"), ("C1", "Corte", "Tiendas", "ropa"),
    ("C2", "Bodega", "Corte", "tela"), ("C2", "Corte", "Tiendas", "ropa"),
    ("C3", "Corte", "Tiendas", "ropa"),
    ("C4", "Corte", "Hotel", "ropa"),
]  # fmt: skip
WEEK = ("--week", "2026-W10", "--window", "1")


def run(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "--lang", "en", *words])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    rows = [
        f"H{n},{case},{supplier},{customer},{service},2026-03-02 0{n}:00,2026-03-04 08:00,"
        f"2026-03-03 0{n}:00\n"
        for n, (case, supplier, customer, service) in enumerate(WAYS)
    ]
    path = tmp_path / "store.duckdb"
    for name, text in (("parties.csv", PARTIES), ("handoffs.csv", HEADER + "".join(rows))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert run(path, "ingest", str(tmp_path / name)).exit_code == 0
    return path


def test_the_structure_names_who_stands_on_every_way(store: Path) -> None:
    answer = run(store, "structure", *WEEK, "--format", "json")
    found = json.loads(answer.output)
    first = found["on_every_way"][0]
    assert (first["party"], first["customers"], first["cases"]) == (
        "Corte",
        ["Hotel", "Tiendas"],
        4,
    )
    assert found["sources"] == ["Bodega", "Compras", "Corte"]
    table = run(store, "structure", *WEEK).output
    assert "1 party stands on every way to a customer outside: Corte." in table
    assert "Corte receives the same service from several: tela, from Bodega and Compras." in table
    assert run(store, "structure", *WEEK, "--format", "csv").output.startswith("finding,what,whom")


def test_a_stop_tells_what_is_cut_and_who_gives_the_same(store: Path) -> None:
    found = json.loads(run(store, "stop", "Compras", *WEEK, "--format", "json").output)
    assert (found["cases"], found["cut_cases"], found["unreachable"]) == (4, ["C1"], [])
    assert found["services"][0]["same_customers"] == [{"party": "Bodega", "handoffs": 1}]
    told = run(store, "stop", "Corte", *WEEK).output
    assert "If Corte stops, nothing reaches Hotel and Tiendas any more; 4 of 4 cases" in told
    assert "Nobody else gives what it gives: ropa." in told


def test_a_link_can_stop_too(store: Path) -> None:
    answer = run(store, "stop", "--link", "Corte>Hotel>ropa", *WEEK, "--format", "csv")
    assert answer.output.splitlines()[1:] == [
        "customer,Hotel,1.0,1.0,1.0,False,,",
        "customer,Tiendas,3.0,0.0,0.0,True,,",
        "service,ropa,,,,,1.0,",
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([], "Name a party, or a link with --link"),
        (["Corte", "--link", "Corte>Hotel"], "one of them"),
        (["Nadie"], "“Nadie” gives and receives nothing in this window"),
        (["--link", "Corte>Hotel"], "“Corte → Hotel” gives and receives nothing"),
    ],
)
def test_what_cannot_stop_is_refused_in_words(store: Path, asked: list[str], told: str) -> None:
    answer = run(store, "stop", *asked, *WEEK)
    assert (answer.exit_code, told in answer.output) == (2, True), answer.output
