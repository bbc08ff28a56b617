"""The Case page: found by its number, opened from the tables, told in one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpi.words import words_for
from tests.browser.servicenow_twin import servicenow_log
from tests.pages.conftest import Open, told
from tests.pages.dropping import button, drop

LANGUAGES = ("es", "en")


@pytest.mark.parametrize(
    ("language", "title"),
    [("es", "El caso R-1721 llegó 11.8 días tarde."), ("en", "Case R-1721 came 11.8 days late.")],
)
def test_a_case_says_what_became_of_it(
    sample: Path, open_page: Open, language: str, title: str
) -> None:
    app = open_page("case", language, case="R-1721")
    assert not app.exception, app.exception
    page = told(app)
    assert title in page
    # docs/sample.md: Compras → Almacén is late by itself; it handed this one over 16 days late.
    assert "E18323" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_that_is_not_there_is_said(sample: Path, open_page: Open, language: str) -> None:
    app = open_page("case", language, case="R-9999999")
    assert not app.exception, app.exception
    assert words_for(language)("There is no case {case}", case="R-9999999") in told(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_case_the_broken_ones_are_offered(
    sample: Path, open_page: Open, language: str
) -> None:
    page = told(open_page("case", language))
    assert (
        words_for(language)("The broken promises of the window, the longest overdue first") in page
    )
    assert "P-0545" in page


def test_a_search_for_part_of_a_number_opens_the_only_case_that_fits(
    sample: Path, open_page: Open
) -> None:
    app = open_page("case", "en")
    app.text_input(key="case searched").input("r-1721").run()
    assert "Case R-1721 came 11.8 days late." in told(app)


def test_a_search_that_fits_several_cases_lists_them(sample: Path, open_page: Open) -> None:
    page = told(open_page("case", "en", case="R-172"))
    assert "R-1721" in page
    assert "R-1720" in page


def test_a_log_without_due_times_tells_neither_lateness_nor_a_share_of_none(
    own_store: Path, open_page: Open
) -> None:
    drop(app := open_page("data", "en"), servicenow_log().decode(), "incidents.csv")
    button(app, "Load 1 file")
    page = told(open_page("case", "en"))
    assert "Broken promises of the window, those that took longest first" in page
    assert "the longest overdue first" not in page
    # INC0000002 did not make its SLA, and has no late handoff.
    broken = told(open_page("case", "en", case="INC0000002"))
    assert "INC0000002/00001" in broken
    assert "Of this broken case" not in broken
    assert not re.search(r"(^|\s)· for the customer", broken)
    drafts = told(open_page("agreements", "en", do="drafts"))
    assert "No link without an agreement has enough history for a draft" in drafts
    # The log gives outcomes and no promises: no link can be told to have broken any.
    links = told(open_page("link", "en"))
    assert "Of the broken promises" in links
    assert " 0% " not in links
