"""Every page in both languages: with the sample, with an event log, and with an empty store."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpi.intake import ingest
from kpi.store import Settings, open_store, write_settings
from kpi.words import words_for
from tests.intake.twins import write_servicenow
from tests.pages.conftest import Open, markup, told

PAGES = ("balance", "chain", "link", "case", "agreements", "weekly", "data", "settings")
LANGUAGES = ("es", "en")
NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_sample_company(
    looked_at: Path, open_page: Open, page: str, language: str
) -> None:
    app = open_page(page, language)
    assert not app.exception, app.exception
    assert not app.error, app.error
    assert "Muebles Roble" in told(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_to_do_with_an_empty_store(
    own_store: Path, open_page: Open, page: str, language: str
) -> None:
    app = open_page(page, language)
    assert not app.exception, app.exception
    assert not app.error, app.error
    say = words_for(language)
    first_words = {
        "data": say("Bring a CSV export: nothing is loaded yet"),
        "settings": say("Who we are and what we promise outside"),
    }
    expected = first_words.get(
        page, say("Which internal links break the promise to your customers?")
    )
    assert expected in told(app)


@pytest.fixture(scope="module")
def log_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a store with an event log; copy it before a page opens it."""
    folder = tmp_path_factory.mktemp("log")
    write_servicenow(folder / "incidents.csv")
    with open_store(folder / "store.duckdb") as store:
        assert ingest(store, folder / "incidents.csv", now=NOW).outcome == "loaded"
    return folder / "store.duckdb"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_an_event_log_without_any_agreement(
    log_store: Path, own_store: Path, open_page: Open, page: str, language: str
) -> None:
    shutil.copy(log_store, own_store)
    app = open_page(page, language)
    assert not app.exception, app.exception
    assert not app.error, app.error
    said = {"balance": "Outside not judged", "agreements": "Agree on these links first"}
    if page in said:
        assert words_for(language)(said[page]) in told(app)


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("es", "Fuera de equilibrio. Compras → Almacén decide 4 de cada 10 promesas rotas."),
        ("en", "Out of balance. Compras → Almacén decides 4 of every 10 broken promises."),
    ],
)
def test_the_balance_of_the_sample_is_told_in_one_sentence(
    looked_at: Path, open_page: Open, language: str, headline: str
) -> None:
    # docs/sample.md: Compras → Almacén decides 43 % of the broken promises of 2026-W12.
    assert headline in told(open_page("balance", language))


def test_the_week_in_the_address_decides_what_is_shown(looked_at: Path, open_page: Open) -> None:
    app = open_page("balance", "en", week="2026-W04", window="1")
    assert "wk 4 · Jan 19–25, 2026 · window of 1 week" in told(app)


@pytest.mark.parametrize(("week", "window"), [("2026-W99", "4"), ("nonsense", "5"), ("", "x")])
def test_a_broken_address_falls_back_to_the_last_complete_week(
    looked_at: Path, open_page: Open, week: str, window: str
) -> None:
    app = open_page("balance", "en", week=week, window=window)
    assert "wk 12 · Mar 16–22, 2026 · window of 4 weeks" in told(app)


def test_what_another_page_reads_is_dropped_from_the_address(
    looked_at: Path, open_page: Open
) -> None:
    app = open_page("balance", "en", supplier="Compras", customer="Almacén", window="13")
    assert dict(app.query_params) == {"lang": "en", "window": "13"}


def test_a_link_named_in_the_address_shows_its_verdict_and_its_handoffs(
    looked_at: Path, open_page: Open
) -> None:
    app = open_page("link", "en", supplier="Compras", customer="Almacén", service="herrajes")
    text = told(app)
    # docs/sample.md: 127 of the 197 handoffs due in the four weeks came on time.
    assert "Broken. Compras → Almacén · herrajes: on time 64.5%, target 93.0%" in text
    assert "127 of 197" in text
    assert "197 handoffs stand behind “On time”" in text


def test_a_link_that_does_not_exist_is_said_to_have_no_handoffs(
    looked_at: Path, open_page: Open
) -> None:
    app = open_page("link", "en", supplier="Nobody", customer="<script>alert(1)</script>")
    assert not app.exception
    assert "no handoff in this window" in told(app)


def test_an_inheriting_link_says_so_and_decides_nothing(looked_at: Path, open_page: Open) -> None:
    app = open_page("link", "en", supplier="Almacén", customer="Producción", service="materiales")
    assert "Late by inheritance" in told(app)


def test_the_chain_around_a_party_leaves_the_others_out(looked_at: Path, open_page: Open) -> None:
    whole, part = open_page("chain", "en"), open_page("chain", "en", party="Mercadotecnia")
    assert "RR. HH. → TI" in told(whole)
    assert "RR. HH. → TI" not in told(part)
    assert "shown only: Mercadotecnia" in told(part)


def test_removing_the_sample_company_leaves_an_empty_store(sample: Path, open_page: Open) -> None:
    app = open_page("settings", "en")
    button = next(b for b in app.button if b.label == "Remove the sample company")
    app = button.click().run()
    assert not app.exception
    assert any(b.label == "Load the sample company" for b in app.button)


def test_a_company_name_is_kept(sample: Path, open_page: Open) -> None:
    app = open_page("settings", "en")
    app.text_input[0].set_value("Muebles Encino")
    next(b for b in app.button if b.label == "Save").click().run()
    assert "Muebles Encino" in told(open_page("balance", "en"))


HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("page", PAGES)
def test_names_that_are_markup_stay_text(
    own_store: Path, open_page: Open, page: str, tmp_path: Path
) -> None:
    handoffs = tmp_path / f"{HOSTILE[:4]}.csv"
    handoffs.write_text(
        "handoff_id,case_id,supplier,customer,service,requested_at,promised_at,delivered_at\n"
        + "".join(
            f"H{n},C{n},{HOSTILE},B{HOSTILE},{HOSTILE},2026-03-0{n} 08:00,2026-03-0{n} 09:00,"
            f"2026-03-0{n} 10:00\n"
            for n in range(1, 8)
        ),
        encoding="utf-8",
    )
    with open_store(own_store) as store:
        assert ingest(store, handoffs, now=NOW).new == 7
        with store.write() as cursor:
            write_settings(cursor, Settings(HOSTILE, "UTC"))
    app = open_page(page, "en", week="2026-W10")
    assert not app.exception
    assert "<img" not in markup(app)
    assert HOSTILE in told(app)
