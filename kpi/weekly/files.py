"""Every file that a week can be written to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from kpi.figures.palette import Theme
from kpi.weekly.as_html import as_html
from kpi.weekly.edition import Edition
from kpi.weekly.render import as_pdf, as_png
from kpi.weekly.sheet import draw_sheet
from kpi.weekly.slides import as_pptx
from kpi.words import Message, UserError, Words


class FormatError(UserError):
    """A file's name does not say a format that a week can be written in."""


class Format(NamedTuple):
    """A format: how its bytes are made, and what a browser calls it.

    ``make`` takes the edition, the words and the theme; None leaves it to the reader's system
    where the format can, else it is light.
    """

    make: Callable[[Edition, Words, Theme | None], bytes]
    mime: str


def _pdf(edition: Edition, say: Words, theme: Theme | None) -> bytes:
    return as_pdf(draw_sheet(edition, say, theme or "light"), say, author=edition.company)


def _png(edition: Edition, say: Words, theme: Theme | None) -> bytes:
    return as_png(draw_sheet(edition, say, theme or "light"), say)


def _html(edition: Edition, say: Words, theme: Theme | None) -> bytes:
    return as_html(edition, draw_sheet(edition, say, theme or "light"), say, theme)


def _pptx(edition: Edition, say: Words, _: Theme | None) -> bytes:
    return as_pptx(edition, say)


# Suffix -> format. Another format is one more line.
FORMATS: Mapping[str, Format] = {
    "pdf": Format(_pdf, "application/pdf"),
    "png": Format(_png, "image/png"),
    "html": Format(_html, "text/html"),
    "pptx": Format(
        _pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
}


def format_of(name: str | PurePath) -> str:
    """Return the format that a file's name asks for.

    Raises
    ------
    FormatError
        If its suffix is none of `FORMATS`.

    Examples
    --------
    >>> format_of("reports/Week 12.PDF")
    'pdf'
    """
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise FormatError(
            Message(
                "{file}: the ending of its name must say the format: one of {known}.",
                {"file": str(name), "known": ", ".join(f".{one}" for one in FORMATS)},
            )
        )
    return suffix


def file_of(edition: Edition, say: Words, form: str, theme: Theme | None = None) -> bytes:
    """Return the week as the bytes of a file.

    Parameters
    ----------
    form : str
        One of `FORMATS`.
    """
    return FORMATS[form].make(edition, say, theme)


def file_name(edition: Edition, say: Words, form: str) -> str:
    """Name the file after its week: ``2026-W12-es.pdf``."""
    return f"{edition.week.label}-{say.language}.{form}"
