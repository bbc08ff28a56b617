"""Every page reads for everyone: axe-core, a longer language, a phone, twice the size, both themes.

One page is opened once in the light theme and once in the dark, and looked at in two widths: at a
desk's, and at a phone's, which is narrower than a desk's at 200 % and more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from pages.parts.launch import RunningApp
from pages.parts.navigation import PLACES
from tests.browser.accessible import COLOURS, cut_off, faults, told
from tests.browser.pseudo import LANGUAGE, LONGER, stretched
from tests.browser.watch import DESK, Watch, watched

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=390, height=844)
ZOOMED = ViewportSize(width=720, height=450)  # a desk's window at 200 %
A_LINK = "link?supplier=Compras&customer=Almac%C3%A9n&service=herrajes"
PAGES = {place.path: "" if place is PLACES[0] else place.path for place in PLACES}
# Rule of axe-core -> what in Streamlit breaks it. An entry that nothing needs any more fails the
# last test of this file; docs/accessibility.md tells of each.
STREAMLITS_OWN: dict[str, str] = {}


@pytest.fixture(scope="module")
def needed() -> set[str]:
    """Collect which entries of the list were needed."""
    return set()


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def themed(browser: Browser, dashboard: RunningApp, theme: str) -> Iterator[Watch]:
    context = browser.new_context(
        viewport=DESK,
        locale="es-MX",
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    with watched(context, dashboard.url) as watch:
        yield watch
    context.close()


def faults_of_ours(page: Page, theme: str, needed: set[str]) -> list[str]:
    """Return the grave faults that are not Streamlit's; in the dark only colours can differ."""
    found = faults(page, COLOURS if theme == "dark" else ())
    theirs = [f for f in found if STREAMLITS_OWN.get(f.rule, "\0") in f.target + f.markup]
    needed.update(fault.rule for fault in theirs)
    return list(told([fault for fault in found if fault not in theirs]))


@pytest.mark.parametrize("path", [*PAGES.values(), A_LINK], ids=[*PAGES, "a-link"])
def test_a_page_reads_for_everyone(
    themed: Watch, dashboard: RunningApp, theme: str, needed: set[str], path: str
) -> None:
    language = LANGUAGE if theme == "light" else "es"
    mark = "&" if "?" in path else "?"
    themed.open(f"{dashboard.url}/{path}{mark}lang={language}")
    assert faults_of_ours(themed.page, theme, needed) == []
    # Where text stands does not depend on the theme: the longer language is looked at in one.
    for size in (DESK, ZOOMED, PHONE) if theme == "light" else (PHONE,):
        themed.page.set_viewport_size(size)
        themed.drawn()
        assert themed.overflow() <= 0
        assert (size["width"], cut_off(themed.page)) == (size["width"], [])
    assert faults_of_ours(themed.page, theme, needed) == []
    assert themed.problems() == []


def test_what_streamlit_breaks_is_still_broken_by_it(needed: set[str]) -> None:
    assert set(STREAMLITS_OWN) == needed


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ("<button></button>", "button-name"),
        ("<p style='color:#aaa;background:#fff'>pale</p>", "color-contrast"),
        ("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", "image-alt"),
    ],
)
def test_a_fault_of_a_page_is_found(themed: Watch, markup: str, rule: str) -> None:
    themed.page.set_content(f"<html lang='es'><title>t</title><main>{markup}</main>")
    assert rule in {fault.rule for fault in faults(themed.page)}


def test_a_text_that_is_cut_off_is_found_and_one_to_scroll_to_is_not(themed: Watch) -> None:
    themed.page.set_content(
        "<p style='width:60px;overflow:hidden;white-space:nowrap'>a sentence that is cut</p>"
        "<div style='width:60px;overflow:auto;white-space:nowrap'>a sentence to scroll</div>"
        "<svg width='40' height='20'><text y='15'>drawn beyond the edge</text></svg>"
        "<p>whole</p>"
    )
    assert cut_off(themed.page) == ["a sentence that is cut", "drawn beyond the edge"]


@pytest.mark.parametrize(
    "phrase", ["Week", "{n} of {all} handoffs", "xyz", "target<br>since {day}"]
)
def test_the_made_up_language_is_two_fifths_longer_and_keeps_places(phrase: str) -> None:
    made = stretched(phrase)
    said, longer = (re.sub(r"\{\w+\}|<br>", "", text) for text in (phrase, made))
    assert len(longer) >= LONGER * len(said)
    assert made.format_map(dict.fromkeys(["n", "all", "day"], "1")).count("1") == phrase.count("{")
