"""What is kept of the theme is what Streamlit would tell: its own writer says what is expected."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession

from pages.parts import kept_theme

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar")
ACCENT = "theme.light.primaryColor"


@pytest.fixture
def _kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    write = app_session._populate_theme_msg
    monkeypatch.setattr(app_session, "_populate_theme_msg", getattr(write, "_write", write))
    before = config.get_option(ACCENT)
    kept_theme.keep()
    yield
    config.set_option(ACCENT, before)


def told() -> bytes:
    """Return the theme as a run tells it."""
    theme = CustomThemeConfig()
    parts = (theme, theme.light, theme.dark, theme.sidebar)
    for part, section in zip(parts, SECTIONS, strict=True):
        app_session._populate_theme_msg(part, section)
    return bytes(theme.SerializeToString(deterministic=True))


@pytest.mark.usefixtures("_kept")
def test_each_run_tells_the_theme_as_streamlit_does(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = told(), told()
    kept = app_session._populate_theme_msg
    assert isinstance(kept, kept_theme._Kept)
    monkeypatch.setattr(app_session, "_populate_theme_msg", kept._write)
    own = told()
    # The four faces of our font, and both palettes.
    assert own.count(b"inter-") == 4
    assert (first, second) == (own, own)


@pytest.mark.usefixtures("_kept")
def test_another_accent_is_told_once_it_is_chosen() -> None:
    assert b"#123456" not in told()
    config.set_option(ACCENT, "#123456")
    kept_theme.changed()
    assert b"#123456" in told()


def test_a_run_begins_with_the_theme_that_is_kept() -> None:
    assert "_populate_theme_msg" in AppSession._create_new_session_message.__code__.co_names
