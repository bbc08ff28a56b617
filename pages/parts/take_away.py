"""Take a drawing along: copied as an image, as PNG or SVG, and the numbers behind it as CSV."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from kpi.words import Words
from pages.parts import stamp
from pages.parts.as_csv import csv_text
from pages.parts.ready import ready

_HERE = Path(__file__)
_NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\s]+')
LONGEST_NAME = 80
_bar = st.components.v2.component(
    "eslabon_take_away",
    html='<div class="take-away"></div>',
    css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def offer(
    key: str,
    say: Words,
    *,
    title: str,
    note: str,
    numbers: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """Offer the drawing in the container ``figure {key}``; its finding is written above it.

    The browser makes the files from what it shows; nothing is asked of the server.

    Parameters
    ----------
    key : str
        Names the drawing on its page.
    title, note : str
        The finding, and what is drawn: written into the picture, the first its file's name. Below
        it stand the company, the week and the instant, for whoever meets the picture elsewhere.
    numbers : callable, optional
        Makes what is drawn, its columns as people call them; without it no CSV is offered. They
        depend on the finding, and on all that `session.drawn` knows of.
    """

    def show() -> None:
        carried = _carried(key, say, title, note, None if numbers is None else numbers())
        with st.container(key=f"take {key}"):
            _bar(key=f"carry {key}", data=carried)

    ready(f"take {key}", show, title, note)


def _carried(
    key: str, say: Words, title: str, note: str, numbers: pd.DataFrame | None
) -> dict[str, object]:
    words = {
        "copy": (say("Copy"), say("Copy as an image")),
        "png": ("PNG", say("Download as an image")),
        "svg": ("SVG", say("Download as a drawing")),
        **({} if numbers is None else {"csv": ("CSV", say("Download as CSV"))}),
    }
    return {
        "target": f"figure {key}".replace(" ", "-"),
        "title": title,
        "note": note,
        "stamp": stamp.written(st.session_state["view"], say),
        "file": file_name(title or key),
        "csv": "" if numbers is None else csv_text(numbers, say),
        "words": words,
        "copied": say("Copied"),
        "failed": say("The browser refused"),
    }


def file_name(text: str) -> str:
    """Return a text as a file's name, without its ending.

    >>> file_name('Compras → Almacén: "tarde" 1/5')
    'Compras-→-Almacén-tarde-1-5'
    """
    return _NOT_IN_A_FILE_NAME.sub("-", text)[:LONGEST_NAME].strip("-. ")
