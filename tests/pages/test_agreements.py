"""The Agreements page: who owes an answer, both sides, evidence, drafts, the printed page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.agreements import (
    Link,
    Signer,
    Terms,
    counter,
    decline,
    negotiation,
    negotiations,
    propose,
    propose_all,
    take_step,
)
from kpi.intake import ingest
from kpi.measures.defined import read_definitions, save_definitions
from kpi.store import open_store
from kpi.words import words_for
from tests.intake.twins import write_servicenow
from tests.pages.conftest import Open, markup, told

LANGUAGES = ("es", "en")
NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
HARDWARE = {"agreement": "AC-06", "supplier": "Compras", "customer": "Almacén",
            "service": "herrajes"}  # fmt: skip
LOWER = Terms.of({"on_time_rate": 0.85}, lead_time_hours=96, valid_from=date(2026, 12, 1))
MIDDLE = Terms.of({"on_time_rate": 0.9}, lead_time_hours=80, valid_from=date(2026, 12, 1))


@pytest.fixture
def countered(sample: Path) -> Path:
    """Compras asked for less, Almacén answered with something between."""
    with open_store(sample) as store:
        ana = Signer("supplier", "Ana", NOW, "Proveedor nuevo")
        take_step(store, "AC-06", lambda n, hand: propose(n, LOWER, hand), ana)
        luis = Signer("customer", "Luis", NOW, "80 h alcanzan")
        take_step(store, "AC-06", lambda n, hand: counter(n, MIDDLE, hand), luis)
    return sample


def sound(app: AppTest) -> str:
    assert not app.exception, app.exception
    assert not app.error, app.error
    return told(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_says_who_owes_an_answer(countered: Path, open_page: Open, language: str) -> None:
    text = sound(open_page("agreements", language))
    # AC-06 waits for Compras; the two negotiations of the sample wait for Mercadotecnia.
    expected = {
        "es": "3 propuestas esperan respuesta: Mercadotecnia debe 2",
        "en": "3 proposals wait for an answer: Mercadotecnia owes 2",
    }
    assert expected[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_speaks_for_a_party_sees_what_it_owes(
    countered: Path, open_page: Open, language: str
) -> None:
    text = sound(open_page("agreements", language, **{"as": "Compras"}))
    expected = {"es": "Compras debe 1 respuesta", "en": "Compras owes 1 answer"}
    assert expected[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_offer_and_counter_offer_stand_side_by_side_with_evidence(
    countered: Path, open_page: Open, language: str
) -> None:
    app = open_page("agreements", language, **HARDWARE)
    text = sound(app)
    assert words_for(language)("↑ asks more, ↓ asks less, than the column before") in text
    columns = re.findall(r"<th[^>]*>(.*?)</th>", markup(app))
    assert [name for name in columns if "Almacén" in name or "Compras" in name]
    # In force 93 %, then Compras less, then Almacén more than that.
    row = re.search(r"<tr><td[^>]*>[^<]*</td><td[^>]*>93.*?</tr>", markup(app))
    assert row is not None
    assert re.findall("↓|↑", row.group()) == ["↓", "↑"]
    weeks = {"es": "de las últimas 26 semanas medidas", "en": "of the last 26 measured weeks"}
    assert weeks[language] in text
    assert "Proveedor nuevo" in text


def test_a_side_signs_and_the_agreement_is_in_force(countered: Path, open_page: Open) -> None:
    app = open_page("agreements", "en", **HARDWARE, **{"as": "Compras"})
    app.text_input(key="my name").set_value("Ana").run()
    (sign,) = [b for b in app.button if b.label == "Sign for Compras"]
    sign.click().run()
    sound(app)
    # The page holds the store's file open; its own store answers.
    from pages.parts import session

    found = negotiation(session.store().cursor(), "AC-06")
    assert [v.status for v in found.versions] == ["accepted", "countered", "accepted"]
    assert found.steps[-1].who == "Ana"


def test_a_side_declines_with_its_reason_and_the_agreement_stays_in_force(
    countered: Path, open_page: Open
) -> None:
    app = open_page("agreements", "en", **HARDWARE, **{"as": "Compras"})
    app.text_input(key="my name").set_value("Ana").run()
    (press,) = [b for b in app.button if b.label == "Decline it"]
    press.click().run()
    assert [said.value for said in app.warning] == ["Say why: the other side will read the reason."]
    app.text_input(key="decline reason").set_value("not with these delays").run()
    (press,) = [b for b in app.button if b.label == "Decline it"]
    press.click().run()
    sound(app)
    assert "Compras declined version 3: not with these delays" in markup(app)
    # The page holds the store's file open; its own store answers.
    from pages.parts import session

    found = negotiation(session.store().cursor(), "AC-06")
    assert [v.status for v in found.versions] == ["accepted", "countered", "ended"]


def test_an_offer_of_a_file_stays_a_proposal_in_the_history_once_it_is_declined(
    sample: Path, open_page: Open
) -> None:
    # The sample's file holds AC-43 as Ventas proposed it on 12 Mar, to hold from 6 Apr on.
    with open_store(sample) as store:
        no = Signer("supplier", "Ana", NOW, "too dear")
        take_step(store, "AC-43", decline, no)
    app = open_page("agreements", "en", agreement="AC-43")
    sound(app)
    told_by_file = re.search(r"<tr>(?:(?!</tr>).)*from a file.*?</tr>", markup(app))
    assert told_by_file is not None
    assert ">proposed<" in told_by_file.group()
    # Nobody agreed to the day on which it was declined.
    assert ">from Apr 6, 2026<" in markup(app)


def test_only_the_legal_steps_of_ones_own_side_are_offered(
    countered: Path, open_page: Open
) -> None:
    labels = {}
    for party in ("Compras", "Almacén", ""):
        app = open_page("agreements", "en", **HARDWARE, **({"as": party} if party else {}))
        app.text_input(key="my name").set_value("Ana").run()
        labels[party] = {b.label for b in app.button}
    assert {"Sign for Compras", "Make a counter-offer"} <= labels["Compras"]
    assert labels["Almacén"].isdisjoint({"Sign for Almacén", "Make a counter-offer"})
    assert labels[""].isdisjoint({"Sign for Compras", "Make a counter-offer"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_drafts_are_offered_for_links_without_an_agreement(
    sample: Path, open_page: Open, language: str
) -> None:
    text = sound(open_page("agreements", language, do="drafts"))
    title = words_for(language).plural(
        "{n} link works without an agreement: here is a draft",
        "{n} links work without an agreement: here is a draft for each",
        1,
    )
    assert title in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_proposal_shows_its_evidence_before_it_is_sent(
    sample: Path, open_page: Open, language: str
) -> None:
    link = {"supplier": "Posventa", "customer": "Calidad", "service": "hallazgos"}
    text = sound(open_page("agreements", language, do="new", **link))
    assert words_for(language)("What history says") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_log_without_any_agreement_is_told_how_to_begin(
    own_store: Path, tmp_path: Path, open_page: Open, language: str
) -> None:
    log = tmp_path / "incidents.csv"
    write_servicenow(log)
    with open_store(own_store) as store:
        assert ingest(store, log, now=NOW).outcome == "loaded"
    text = sound(open_page("agreements", language))
    assert words_for(language)("Nothing is agreed yet") in text
    drafts = sound(open_page("agreements", language, do="drafts"))
    assert "26" in drafts


def test_agreements_are_looked_for_by_party_service_or_name(sample: Path, open_page: Open) -> None:
    app = open_page("agreements", "en", find="COMPRAS almacen herrajes")
    assert "1 agreement" in told(app)
    assert "Compras → Almacén · herrajes" in told(app)
    app.text_input(key="agreements found").input("ac-03").run()
    assert "1 agreement" in told(app)
    app.text_input(key="agreements found").input("").run()
    assert "find" not in app.query_params


def test_two_hundred_links_are_listed(sample: Path, open_page: Open) -> None:
    offers = [(Link(f"Parte {n:03d}", "Ventas"), LOWER) for n in range(200)]
    with open_store(sample) as store:
        propose_all(store, offers, Signer("", "Analyst", NOW))
        listed = len(negotiations(store.cursor()))
    text = sound(open_page("agreements", "en"))
    assert "202 proposals wait for an answer: Ventas owes 200" in text
    assert f"{listed - 200} more are not listed" in text


def test_an_unknown_agreement_in_the_address_leads_to_the_list(
    sample: Path, open_page: Open
) -> None:
    app = open_page("agreements", "en", agreement="AC-999")
    assert "There is no agreement “AC-999”" in app.warning[0].value
    assert "2 proposals wait for an answer: Mercadotecnia owes 2" in told(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signed_agreement_prints_as_one_page_with_its_terms(
    sample: Path, open_page: Open, language: str
) -> None:
    app = open_page("agreements", language, agreement="AC-03")
    sound(app)
    from pages.parts import agreement_print, session

    found = negotiation(session.store().cursor(), "AC-03")
    version = agreement_print.signed_version(found)
    assert version is not None
    assert version.number == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["agreements", "data"])
def test_a_kpi_that_nobody_defined_is_named_where_agreements_are_seen(
    sample: Path, open_page: Open, page: str, language: str
) -> None:
    say = words_for(language)
    terms = Terms.of({"light": 0.9}, valid_from=date(2026, 12, 1))
    with open_store(sample) as store:
        signer = Signer("supplier", "Ana", NOW, "")
        propose_all(store, [(Link("Compras", "Taller", ""), terms)], signer)
    app = open_page(page, language)
    assert not app.exception, app.exception
    one = "Agreements name a KPI that nobody has defined: {kpis}. Its targets are not judged."
    many = "Agreements name {n} KPIs that nobody has defined: {kpis}. Their targets are not judged."
    assert say.plural(one, many, 1, kpis="“light”") in told(app)


LIGHT = """[[kpi]]
id = "light"
name = {en = "Light", es = "Ligeros"}
question = {en = "How many?", es = "¿Cuántos?"}
dimension = "quality"
better = "higher"
measure = "share"
good = [{column = "lead_hours", comparison = "less than", value = 5}]
"""


@pytest.mark.parametrize(("language", "name"), [("es", "Ligeros"), ("en", "Light")])
def test_the_form_offers_defined_kpis_and_reads_their_targets_by_unit(
    sample: Path, open_page: Open, language: str, name: str
) -> None:
    with open_store(sample) as store, store.write() as cursor:
        save_definitions(cursor, read_definitions(LIGHT), who="Ana", now=datetime(2026, 11, 1))
    app = open_page("agreements", language, do="new", supplier="Compras", customer="Taller")
    assert not app.exception, app.exception
    assert name in app.multiselect[0].options
    app.multiselect[0].select("light").run()
    field = next(field for field in app.text_input if field.label == name)
    field.set_value("95").run()
    wrong = "A target of {target} for “{kpi}” is no share. Write it as 95 % or 0.95."
    say = words_for(language)
    assert say(wrong, target="95", kpi=name) in told(app)
    field.set_value("95 %").run()
    assert not app.exception, app.exception
    assert say(wrong, target="95", kpi=name) not in told(app)
