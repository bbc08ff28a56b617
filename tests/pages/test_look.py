"""The company's logo and accent are chosen in Settings and reach every page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from streamlit import config

from kpi.figures import PALETTES, accents
from kpi.store import accent, logo, open_store, write_accent, write_logo
from kpi.words import words_for
from pages.parts import session
from tests.pages.conftest import Open, told

say = words_for("es")
VIOLET = "#8E24AA"


@pytest.fixture(autouse=True)
def usual_theme() -> Iterator[None]:
    """Give the other tests of this process the usual theme back."""
    yield
    for theme, colour in accents(None).items():
        for option in (f"theme.{theme}.primaryColor", f"theme.{theme}.linkColor"):
            config.set_option(option, colour)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), VIOLET).save(out, "PNG")
    return out.getvalue()


def primary(theme: str) -> str:
    return str(config.get_option(f"theme.{theme}.primaryColor"))


def test_a_colour_is_tried_before_it_is_used(own_store: Path, open_page: Open) -> None:
    app = open_page("settings", "es")
    app.color_picker[0].set_value(VIOLET).run()
    assert accents(VIOLET)["dark"] in told(app)  # the nearest that reads on the dark pages
    assert accent(session.store().cursor()) is None
    use = say("Use this colour")
    next(button for button in app.button if button.label == use).click().run()
    assert accent(session.store().cursor()) == VIOLET
    assert (primary("light"), primary("dark")) == (VIOLET, accents(VIOLET)["dark"])
    back = say("Back to the usual blue")
    next(button for button in app.button if button.label == back).click().run()
    assert accent(session.store().cursor()) is None
    assert primary("dark") == PALETTES["dark"].accent


def test_a_colour_like_a_verdict_is_named_before_it_is_used(
    own_store: Path, open_page: Open
) -> None:
    app = open_page("settings", "es")
    app.color_picker[0].set_value("#D32F2F").run()
    assert say(
        "People will read this colour as “{verdict}”: it is close to the colour of that "
        "verdict. A blue, a violet or a grey says nothing but the company’s name.",
        verdict=say("broken"),
    ) in told(app)


def test_an_uploaded_logo_is_kept_and_a_wrong_one_told(own_store: Path, open_page: Open) -> None:
    app = open_page("settings", "es")
    uploader = app.get("file_uploader")[0]
    uploader.set_value(("logo.svg", b"<svg><script/></svg>", "image/svg+xml")).run()
    assert "<svg>" in told(app)
    assert logo(session.store().cursor()) is None
    uploader = app.get("file_uploader")[0]
    uploader.set_value(("logo.png", picture(), "image/png")).run()
    assert logo(session.store().cursor()) is not None
    assert not app.exception


@pytest.mark.parametrize("page", ["balance", "settings"])
def test_a_company_with_a_logo_and_an_accent_has_them_on_every_page(
    own_store: Path, open_page: Open, page: str
) -> None:
    with open_store(own_store) as store, store.write() as cursor:
        write_logo(cursor, picture())
        write_accent(cursor, VIOLET)
    app = open_page(page, "es")
    assert not app.exception
    assert primary("light") == VIOLET
