"""The watch sees what must not happen on a page, so that a quiet watch means a sound page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.watch import Watch, watched

pytestmark = pytest.mark.browser


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watch]:
    context = browser.new_context()
    with watched(context, "http://127.0.0.1:1") as opened:
        yield opened
    context.close()


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        (
            "<img src='http://elsewhere.example/a.png'>",
            "another host: http://elsewhere.example/a.png",
        ),
        ("<script>console.error('lost')</script>", "console error: lost"),
        ("<script>throw new Error('broke')</script>", "script error: broke"),
        ("<div data-testid='stException'>KeyError</div>", "error box: KeyError"),
        ("<div data-testid='stAlertContentError'>No page</div>", "error box: No page"),
    ],
)
def test_a_fault_is_noted(watch: Watch, markup: str, fault: str) -> None:
    watch.page.set_content(markup)
    assert any(fault in problem for problem in watch.problems())


def test_a_sound_page_has_no_problem(watch: Watch) -> None:
    watch.page.set_content("<h1>Balance</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    assert watch.problems() == []
    assert watch.overflow() == 0


def test_a_page_wider_than_its_window_is_measured(watch: Watch) -> None:
    watch.page.set_viewport_size({"width": 390, "height": 844})
    watch.page.set_content("<body style='margin:0'><div style='width:500px'>wide</div>")
    assert watch.overflow() == 110


def test_texts_of_components_and_pictures_are_read_and_hidden_ones_are_not(watch: Watch) -> None:
    watch.page.set_content(
        "<p>seen <b>bold</b></p><p style='display:none'>hidden</p><i aria-label='named'></i>"
        "<svg><text y='9'>drawn</text></svg><div id='host'></div>"
        "<script>document.getElementById('host').attachShadow({mode: 'open'}).innerHTML ="
        " '<p>shadow</p>'</script>"
    )
    assert set(watch.texts()) == {"seen bold", "bold", "named", "drawn", "shadow"}
