"""The Weekly page: the picture of the week, turned by buttons, alone while presenting."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi.words import words_for
from tests.pages.conftest import Open, told

# What `balance --week 2026-W12` prints of the sample company.
HEADLINES = {
    "es": "Compras → Almacén decide 4 de cada 10 promesas rotas.",
    "en": "Compras → Almacén decides 4 of every 10 broken promises.",
}


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_week_is_shown_said_and_turned(sample: Path, open_page: Open, language: str) -> None:
    app = open_page("weekly", language, week="2026-W12")
    assert not app.exception, app.exception
    assert HEADLINES[language] in told(app)
    assert words_for(language)("The links to talk about") in told(app)
    assert app.button(key="next week").disabled is False
    app.button(key="previous week").click().run()
    assert not app.exception, app.exception
    assert app.query_params["week"] == "2026-W11"
    assert "9–15 mar" in told(app) or "Mar 9–15" in told(app)


def test_presenting_leaves_the_picture_alone(sample: Path, open_page: Open) -> None:
    app = open_page("weekly", "es", week="2026-W12", present="1")
    assert not app.exception, app.exception
    assert HEADLINES["es"] in told(app)
    assert [button.label for button in app.button] == []
    assert words_for("es")("The links to talk about") not in told(app)
