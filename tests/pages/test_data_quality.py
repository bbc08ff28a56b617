"""What the Data page tells of the quality of what was loaded, and of how files arrive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.intake import ingest
from kpi.words import words_for
from pages.parts import session
from tests.pages.conftest import Open, told
from tests.pages.dropping import HEADER, NO_CUSTOMER, SOUND, button, drop

LANGUAGES = ("es", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quality_of_what_was_loaded_is_told(
    own_store: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    alike = SOUND.replace("H1", "H2").replace("Compras", "COMPRAS")
    app = drop(open_page("data", language), HEADER + SOUND + alike + NO_CUSTOMER)
    button(app, say.plural("Load {n} file", "Load {n} files", 1))
    assert not app.exception, app.exception
    text_ = told(app)
    # Nothing here was promised, but both handoffs were delivered.
    assert say("No handoff has a due time: whether any was on time cannot be told") in text_
    one = "{n} group of names may be the same party"
    assert say.plural(one, "{n} groups of names may be the same party", 1) in text_
    assert "“COMPRAS” · “Compras”" in text_
    # One of three records lacks its customer.
    assert say.percent(1 / 3).replace("\xa0", " ") in text_


def weekly(folder: Path, weeks_ago: list[int]) -> None:
    """Load a file of one handoff, asked for an hour before, for each of some weeks."""
    for ago in weeks_ago:
        at = datetime.now(UTC) - timedelta(weeks=ago)
        row = f"{at:W%G%V},C1,Compras,Almacén,{at - timedelta(hours=1):%Y-%m-%d %H:%M:%S},\n"
        file = folder / f"incidentes {at:%Y-%m-%d}.csv"
        file.write_text(HEADER + row, encoding="utf-8")
        assert ingest(session.store(), file, now=at).new == 1


@pytest.mark.parametrize(("language", "day"), [("es", "28 días"), ("en", "28 days")])
def test_a_source_that_stays_away_is_named_with_its_usual_interval_and_lag(
    own_store: Path, open_page: Open, language: str, day: str
) -> None:
    say = words_for(language)
    weekly(own_store.parent, [7, 6, 5, 4])
    app = open_page("data", language)
    assert not app.exception, app.exception
    overdue = "“{source}” is overdue: nothing for {silent}, usually every {usual}"
    week = say.plural("{n} day", "{n} days", 7)
    assert say(overdue, source="incidentes", silent=day, usual=week) in told(app)
    # Each file came an hour after its only request.
    assert say("9 of 10 within {lag}", lag="1 h") in told(app)
    assert {say("Sources as CSV"), say("Weeks of each source as CSV")} <= downloads(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_that_keeps_its_rhythm_is_not_overdue(
    own_store: Path, open_page: Open, language: str
) -> None:
    say = words_for(language)
    weekly(own_store.parent, [4, 3, 2, 1])
    assert say("No source of files is overdue") in told(open_page("data", language))


def downloads(app: AppTest) -> set[str]:
    return {button.proto.label for button in app.get("download_button")}
