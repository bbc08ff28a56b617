"""Two people negotiate from proposal to signature; what was judged before does not move."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from kpi.agreements import Negotiation, negotiation
from kpi.cli import main
from kpi.store import open_store
from kpi.words import Words, words_for
from pages.parts.launch import RunningApp, running_app
from tests.browser.watch import PATIENCE, Watch, watched

pytestmark = pytest.mark.browser

# Agreement -> its link: each is negotiated once, in either order of the languages.
LINKS = {
    "AC-06": ("Compras", "Almacén", "herrajes"),
    "AC-13": ("Almacén", "Acabados", "insumos"),
}
# A week long before the hardware came late, and the last complete one.
WEEKS = ("2025-W40", "2026-W12")
A4 = (595, 842)  # points


def judged(store: Path) -> list[Any]:
    """Return every verdict of some earlier weeks, as the command line prints them."""
    told = []
    for week in WEEKS:
        words = ["--store", str(store), "verdicts", "--week", week, "--window", "4"]
        answer = CliRunner().invoke(main, [*words, "--format", "json"])
        assert answer.exit_code == 0, answer.output
        told.append(json.loads(answer.stdout))
    return told


@contextmanager
def person(browser: Browser, url: str, party: str, name: str, say: Words) -> Iterator[Watch]:
    """Sit one person down at a browser of their own, speaking for a party."""
    context = browser.new_context(viewport={"width": 1440, "height": 1400})
    try:
        with watched(context, url) as watch:
            watch.open(f"{url}&as={quote(party)}&lang={say.language}")
            field = watch.page.get_by_label(say("My name"), exact=True)
            field.fill(name)
            field.press("Tab")
            yield watch
            assert watch.problems() == []
    finally:
        context.close()


def write_offer(watch: Watch, say: Words, *, on_time: str, lead: str, reason: str) -> None:
    page = watch.page
    for label, text in (
        (say("On time"), on_time),
        (say("{time} (h)", time=say("Lead time")), lead),
        (say("Why"), reason),
    ):
        field = page.get_by_role("textbox", name=label, exact=True)
        expect(field).to_be_visible(timeout=PATIENCE)
        field.fill(text)
        field.press("Tab")


def click(watch: Watch, name: str) -> None:
    button = watch.page.get_by_role("button", name=name)
    expect(button).to_be_enabled(timeout=PATIENCE)
    button.click()


def titled(watch: Watch, text: str) -> None:
    expect(watch.page.locator("h1").first).to_have_text(text, timeout=PATIENCE)
    watch.drawn()


def test_two_people_negotiate_a_target_and_no_earlier_week_is_judged_otherwise(
    browser: Browser, sample_store: Path, tmp_path: Path
) -> None:
    store = Path(shutil.copy(sample_store, tmp_path / "store.duckdb"))
    before = judged(store)
    spanish, english = words_for("es"), words_for("en")
    with running_app(store, log=tmp_path / "log.txt") as app:
        negotiate(browser, app, "AC-06", spanish, english)
        negotiate(browser, app, "AC-13", english, spanish)
    assert judged(store) == before
    for agreement in LINKS:
        found = signed(store, agreement)
        assert [(s.action, s.who, s.version) for s in found.steps] == [
            ("proposed", "Ana Ruiz", 2),
            ("countered", "Luis Mora", 3),
            ("accepted", "Ana Ruiz", 3),
        ]
        last = found.versions[-1]
        assert (last.status, last.terms.target("on_time_rate"), last.terms.lead_time_hours) == (
            *("accepted", 0.9, 80),
        )


def negotiate(browser: Browser, app: RunningApp, agreement: str, one: Words, two: Words) -> None:
    """Have the supplier propose in one language, the customer counter in another, and sign."""
    supplier, customer, service = LINKS[agreement]
    link = f"{supplier} → {customer} · {service}"
    url = f"{app.url}/agreements?agreement={agreement}&supplier={quote(supplier)}"
    url += f"&customer={quote(customer)}&service={quote(service)}"
    with person(browser, url, supplier, "Ana Ruiz", one) as ana:
        click(ana, one("Propose a new version"))
        write_offer(ana, one, on_time="85 %", lead="96", reason="Proveedor nuevo")
        click(ana, one("Send the proposal"))
        titled(ana, one("{link}: the proposal waits for {party}", link=link, party=customer))
        with person(browser, url, customer, "Luis Mora", two) as luis:
            click(luis, two("Make a counter-offer"))
            write_offer(luis, two, on_time="90%", lead="80", reason="80 h alcanzan")
            click(luis, two("Send the counter-offer"))
            told = "{link}: the counter-offer waits for {party}"
            titled(luis, two(told, link=link, party=supplier))
            ana.page.reload()
            field = ana.page.get_by_label(one("My name"), exact=True)
            field.fill("Ana Ruiz")
            field.press("Tab")
            click(ana, one("Sign for {party}", party=supplier))
            expect(ana.page.locator("h1").first).to_contain_text(service, timeout=PATIENCE)
            done = ana.page.get_by_role("button", name=one("Propose a new version"))
            expect(done).to_be_visible(timeout=PATIENCE)


def signed(store: Path, agreement: str) -> Negotiation:
    with open_store(store) as opened:
        return negotiation(opened.cursor(), agreement)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_signed_agreement_is_one_page_of_a4(look: Watch, tmp_path: Path, language: str) -> None:
    say = words_for(language)
    look.open(f"http://{look.host}/agreements?agreement=AC-03&lang={language}")
    with look.page.expect_download() as waiting:
        look.page.get_by_role("button", name=say("Download the agreement to print")).click()
    sheet = tmp_path / "sheet.html"
    waiting.value.save_as(sheet)
    assert waiting.value.suggested_filename == "AC-03-v2.html"
    assert "72" in sheet.read_text(encoding="utf-8")
    page = look.page.context.new_page()
    page.goto(sheet.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", printed)
    assert box is not None
    assert tuple(round(float(side)) for side in box.groups()) == A4
