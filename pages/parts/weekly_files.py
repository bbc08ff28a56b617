"""The week as files to take along, each made when it is asked for."""

from __future__ import annotations

import streamlit as st

from kpi.figures.palette import Theme
from kpi.weekly import Edition
from kpi.weekly.files import FORMATS, file_name, file_of
from kpi.words import Words
from pages.parts import session

_NAMES = {"pdf": "PDF", "png": "PNG", "html": "HTML", "pptx": "PowerPoint"}


def offer(edition: Edition, say: Words, theme: Theme) -> None:
    """Offer a download for each format."""
    for form, known in FORMATS.items():
        st.download_button(
            _NAMES.get(form, form),
            data=lambda form=form: _made(edition, say, form, theme),  # type: ignore[misc]
            file_name=file_name(edition, say, form),
            mime=known.mime,
            icon=":material/download:",
            key=f"download {form}",
            on_click="ignore",
            help=say("Download this week as {format}", format=_NAMES.get(form, form)),
        )


def _made(edition: Edition, say: Words, form: str, theme: Theme) -> bytes:
    return session.remembered(
        "weekly file",
        lambda: file_of(edition, say, form, theme),
        edition.window,
        edition.as_of,
        say.tag,
        theme,
        form,
    )
