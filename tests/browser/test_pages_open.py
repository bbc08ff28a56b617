"""Every page of the navigation opens in a real browser, in both languages."""

from __future__ import annotations

import re

import pytest

from kpi.words import LANGUAGES, words_for
from pages.parts.launch import RunningApp
from pages.parts.navigation import PLACES
from pages.parts.streamlits_words import PHRASES
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser


def address(app: RunningApp, path: str, language: str) -> str:
    return f"{app.url}/{'' if path == PLACES[0].path else path}?lang={language}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [place.path for place in PLACES])
def test_a_page_opens_by_its_address(
    look: Watch, dashboard: RunningApp, path: str, language: str
) -> None:
    look.open(address(dashboard, path, language))
    heading = look.page.locator("h1").first
    assert heading.inner_text().strip() != ""
    # The navigation speaks the reader's language, so the words file reached this page.
    say = words_for(language)
    texts = look.texts()
    assert [say(place.title) for place in PLACES if say(place.title) not in texts] == []
    spoken = look.page.evaluate("() => document.documentElement.lang")
    assert spoken.split("-")[0] == language
    if language != "en":
        english = {one for phrases in PHRASES.values() for one in phrases}
        assert [one for one in texts if one in english and one != say(one)] == []

    # A cell can hold a formula: only our own downloads are offered.
    raw = look.page.locator("[data-testid=stElementToolbar] [aria-label='Download as CSV']")
    assert raw.filter(visible=True).count() == 0
    assert dead_ends(look, dashboard) == []


@pytest.mark.parametrize(
    ("guessed", "opened"),
    [("balance?week=2026-W10", ""), ("Acuerdos", "agreements"), ("link/", "link")],
)
def test_an_address_that_means_a_page_opens_it(
    look: Watch, dashboard: RunningApp, guessed: str, opened: str
) -> None:
    look.open(f"{dashboard.url}/{guessed}")
    look.page.wait_for_url(re.compile(rf"/{opened}\?"))
    assert ("week=2026-W10" in look.page.url) == ("week" in guessed)
    assert look.page.locator("[role=dialog]").count() == 0


def test_an_address_of_no_page_is_answered_in_the_language_of_the_reader(
    look: Watch, dashboard: RunningApp
) -> None:
    look.open(f"{dashboard.url}/nada?lang=es")
    say = words_for("es")
    assert look.page.locator("h1").first.inner_text() == say(
        "There is no page “{name}”", name="nada"
    )
    assert look.page.locator("[role=dialog]").count() == 0
    look.page.locator(".panel a", has_text=say("Chain")).click()
    look.page.wait_for_url(re.compile(r"/chain\?"))


def dead_ends(look: Watch, app: RunningApp) -> list[str]:
    """Return the links of a page that lead to no page of the dashboard; the first one is at "/"."""
    targets = look.page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    pages = {f"{app.url}/", *(f"{app.url}/{place.path}" for place in PLACES[1:])}
    return [
        target
        for target in targets
        if "#" not in target and target.split("?")[0] not in pages and "/media/" not in target
    ]


def test_the_navigation_leads_to_every_page(look: Watch, dashboard: RunningApp) -> None:
    say = words_for("es")
    look.open(address(dashboard, PLACES[0].path, "es"))
    for place in [*PLACES[1:], PLACES[0]]:
        look.page.get_by_role("link", name=say(place.title), exact=True).first.click()
        path = "" if place is PLACES[0] else place.path
        look.page.wait_for_url(re.compile(rf"/{path}(\?|$)"))
        look.drawn()
        assert look.problems() == []
    # Each page was one step, whatever was added to its address meanwhile.
    for place in PLACES[:-3:-1]:
        look.page.go_back()
        look.page.wait_for_url(re.compile(rf"/{place.path}\?"))
        look.drawn()
    assert look.page.locator("h1").first.inner_text().strip() != ""


def test_a_failing_link_on_balance_leads_to_its_page_and_the_address_opens_it_again(
    look: Watch, dashboard: RunningApp
) -> None:
    look.open(address(dashboard, PLACES[0].path, "es"))
    named = look.page.locator("td a[href^='link?']").first
    name = named.inner_text()
    named.click()
    look.page.wait_for_url(re.compile(r"/link\?.*supplier="))
    look.drawn()
    assert name in " ".join(look.texts())
    look.open(look.page.url)
    assert name in " ".join(look.texts())


def test_a_page_that_is_worked_out_says_so_and_keeps_its_place(
    look: Watch, dashboard: RunningApp
) -> None:
    look.open(address(dashboard, PLACES[0].path, "es"))
    word, blocks = look.page.locator(".waiting p"), look.page.locator(".waiting div")
    assert not word.is_visible()
    # As Streamlit marks the page while it runs; the blocks stand only where nothing else does.
    app = look.page.locator("[data-testid=stApp]")
    app.evaluate("(app) => { app.dataset.testScriptState = 'running' }")
    assert word.is_visible()
    assert not blocks.is_visible()
    look.page.evaluate("() => document.querySelector('.st-key-opening').remove()")
    assert blocks.is_visible()


def test_each_press_of_a_key_turns_a_week_also_while_one_is_worked_out(
    look: Watch, dashboard: RunningApp
) -> None:
    look.open(address(dashboard, "weekly", "es"))
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        look.page.keyboard.press(key)
    # From the sample's last complete one, 2026-W12, to one that no press but the last leads to.
    look.page.wait_for_url(re.compile("week=2026-W09"))
    look.drawn()
    assert look.page.url.endswith("week=2026-W09")
