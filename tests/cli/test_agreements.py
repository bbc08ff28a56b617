"""Negotiating from the command line, on the sample company."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpi.cli import main


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_store, tmp_path / "store.duckdb"))


def run(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "--lang", "en", *words])


def answer(store: Path, *words: str) -> dict[str, object]:
    found = run(store, "agreements", *words)
    assert found.exit_code == 0, found.output
    return dict(json.loads(found.stdout))


def test_two_sides_negotiate_from_proposal_to_signature(store: Path) -> None:
    lower = ("--target", "on_time_rate=90%", "--reason", "new supplier")
    made = answer(store, "propose", "AC-06", "--for", "Compras", "--who", "Ana", *lower)
    assert (made["state"], made["waits_for"]) == ("awaiting", ["Almacén"])
    answer(store, "counter", "AC-06", "--for", "Almacén", "--lead", "60", "--reason", "60 h then")
    made = answer(store, "accept", "AC-06", "--for", "Compras", "--who", "Ana")
    assert (made["state"], made["version_in_force"]) == ("in force", 3)
    last = made["versions"][-1]  # type: ignore[index]
    assert (last["targets"], last["lead_time_hours"]) == ({"on_time_rate": 0.9}, 60)
    assert [step["action"] for step in made["steps"]] == [  # type: ignore[attr-defined]
        *("proposed", "countered", "accepted")
    ]


def test_a_declined_renewal_keeps_its_reason_and_the_agreement_in_force(store: Path) -> None:
    lower = ("--target", "on_time_rate=90%", "--reason", "new supplier")
    answer(store, "propose", "AC-06", "--for", "Compras", "--who", "Ana", *lower)
    words = ("decline", "AC-06", "--for", "Almacén", "--who", "Luis")
    assert run(store, "agreements", *words).exit_code == 2
    made = answer(store, *words, "--reason", "not with these delays")
    assert (made["state"], made["waits_for"], made["version_in_force"]) == ("in force", [], 1)
    last = made["steps"][-1]  # type: ignore[index]
    assert (last["action"], last["who"], last["reason"]) == (
        *("declined", "Luis", "not with these delays"),
    )


def test_a_step_out_of_turn_says_whose_turn_it_is_and_ends_with_status_2(store: Path) -> None:
    answer(store, "propose", "AC-06", "--for", "Compras", "--reason", "x", "--lead", "80")
    found = run(store, "agreements", "accept", "AC-06", "--for", "Compras")
    assert found.exit_code == 2
    assert "waits for Almacén: it is their turn" in found.stderr


def test_a_party_of_another_link_cannot_speak_for_this_one(store: Path) -> None:
    found = run(store, "agreements", "accept", "AC-06", "--for", "Finanzas")
    assert found.exit_code == 2
    assert "Must be one of: Compras, Almacén" in found.stderr


def test_the_list_names_who_owes_an_answer(store: Path) -> None:
    found = run(store, "agreements", "list", "--waiting", "--party", "Ventas", "--format", "json")
    waiting = {row["agreement"]: row["waits_for"] for row in json.loads(found.stdout)}
    assert waiting["AC-43"] == ["Mercadotecnia"]


def test_drafts_are_sent_as_proposals_that_nobody_has_signed(store: Path) -> None:
    found = run(store, "agreements", "draft", "--send", "--format", "json")
    drafts = json.loads(found.stdout)
    assert {draft["supplier"] for draft in drafts} >= {"Posventa"}
    listed = json.loads(run(store, "agreements", "list", "--format", "json").stdout)
    (sent,) = [row for row in listed if row["supplier"] == "Posventa" and row["service"]
               == "hallazgos"]  # fmt: skip
    assert sent["waits_for"] == ["Posventa", "Calidad"]
    assert sent["versions"][0]["supplier_accepted_at"] is None


@pytest.mark.parametrize("command", ["verdicts", "balance"])
def test_history_is_judged_by_a_draft_that_is_named_a_what_if(store: Path, command: str) -> None:
    found = run(store, command, "--draft", "history", "--window", "4", "--format", "json")
    assert "What if" in found.stderr
    if command == "verdicts":
        judged = {row["service"]: row["verdict"] for row in json.loads(found.stdout)
                  if (row["agreement"] or "").startswith("draft")
                  and row["kpi"] == "on_time_rate"}  # fmt: skip
        assert judged["hallazgos"] == "kept"
    else:
        assert json.loads(found.stdout)["draft"] == "history"
