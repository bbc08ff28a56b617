"""The files of the sample company: the same bytes every time, small, in the layouts of intake."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kpi.sample import write_sample
from kpi.sample.company import PARTIES, PLANS
from kpi.sample.load import FOLDER


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[str, Path]:
    paths = write_sample(tmp_path_factory.mktemp("sample") / "new folder")
    return {path.stem: path for path in paths}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize("kind", ["parties", "agreements", "annotations", "actions", "handoffs"])
def test_the_committed_file_is_what_the_generator_writes(written, kind):
    assert written[kind].read_bytes() == (FOLDER / f"{kind}.csv").read_bytes()


def test_the_files_come_in_the_order_in_which_they_load(written):
    assert list(written) == ["parties", "agreements", "annotations", "actions", "handoffs"]


def test_the_handoffs_are_about_twenty_thousand_and_small(written):
    assert 19_000 <= len(rows(written["handoffs"])) <= 22_000
    assert written["handoffs"].stat().st_size < 2_500_000


def test_every_handoff_has_its_required_cells_and_its_own_id(written):
    handoffs = rows(written["handoffs"])
    required = ("handoff_id", "case_id", "supplier", "customer", "requested_at")
    assert all(row[cell] for row in handoffs for cell in required)
    assert len({row["handoff_id"] for row in handoffs}) == len(handoffs)


def test_times_follow_each_other(written):
    for row in rows(written["handoffs"]):
        steps = [row[cell] for cell in ("requested_at", "delivered_at", "returned_at") if row[cell]]
        assert steps == sorted(steps)
        assert max(steps) <= "2026-03-23 06:40"


def test_a_handoff_is_returned_exactly_where_it_was_not_accepted(written):
    for row in rows(written["handoffs"]):
        assert (row["accepted"] == "no") == bool(row["returned_at"])


def test_the_handoffs_use_every_link_and_every_party_that_is_described(written):
    handoffs = rows(written["handoffs"])
    links = {(row["supplier"], row["customer"], row["service"]) for row in handoffs}
    assert links == {tuple(plan.link) for plan in PLANS}
    assert {party for link in links for party in link[:2]} == {party.name for party in PARTIES}


def test_the_handoffs_span_the_sixty_weeks(written):
    requested = sorted(row["requested_at"] for row in rows(written["handoffs"]))
    assert requested[0].startswith("2025-01-27")  # Monday of 2025-W05
    assert requested[-1].startswith("2026-03-23")  # the Monday after 2026-W12


def test_contacts_are_job_titles_in_every_department(written):
    inside = [row for row in rows(written["parties"]) if row["external"] == "no"]
    titles = ("Gerencia de ", "Jefatura de ", "Coordinación de ")
    assert len(inside) == 15
    assert all(row["owner"].startswith(titles) for row in inside)


def test_a_renegotiated_agreement_keeps_its_first_version(written):
    versions = [row for row in rows(written["agreements"]) if row["service"] == "planos"]
    on_time = [row for row in versions if row["kpi"] == "on_time_rate"]
    assert [(row["version"], row["status"], row["valid_to"]) for row in on_time] == [
        ("1", "ended", "2025-11-02"),
        ("2", "accepted", ""),
    ]
    assert on_time[1]["reason"]
