"""The sheet as PDF and as PNG, without a browser."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from kpi.figures.text import TABLE
from kpi.weekly.sheet import Sheet
from kpi.words import Words

FONTS = TABLE.parent
_TEMPLATE = Path(__file__).with_name("sheet.typ")
PIXELS_PER_INCH = 72.0  # a point is a pixel
# A drawn logo, as `kpi.weekly.sheet.header` sets it into the sheet. Typst mixes up the fonts of a
# drawing within a drawing with those around it, so there the logo is laid upon the sheet.
_DRAWN_LOGO = re.compile(
    r'<image class="logo" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"'
    r' href="data:image/svg\+xml;base64,([^"]+)"[^<]*/>'
)


@lru_cache
def _fonts() -> typst.Fonts:
    """Read the fonts once; no font of the machine may slip in."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def as_pdf(sheet: Sheet, say: Words, *, author: str = "") -> bytes:
    """Return the sheet as one page for every reader (PDF/UA): searchable, tagged, described.

    Where a name has letters that our font cannot draw (Arabic, say) it is searchable and tagged all
    the same, but may not call itself PDF/UA.
    """
    try:
        return _compiled(sheet, say, author, "pdf", standards="ua-1")
    except typst.TypstError as refused:
        if "could not be displayed" not in str(refused):
            raise
        return _compiled(sheet, say, author, "pdf")


def as_png(sheet: Sheet, say: Words) -> bytes:
    """Return the sheet as a picture of exactly 1600×900 pixels."""
    return _compiled(sheet, say, "", "png")


def _compiled(
    sheet: Sheet,
    say: Words,
    author: str,
    form: Literal["pdf", "png"],
    *,
    standards: Literal["ua-1"] | None = None,
) -> bytes:
    svg, logo = _parted(sheet.svg)
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format=form,
        ppi=PIXELS_PER_INCH if form == "png" else None,
        pdf_standards=standards or [],
        font_paths=_fonts(),
        sys_inputs={
            "svg": svg,
            "title": sheet.title,
            "alternative": sheet.alternative,
            "author": author or "Eslabón",
            "lang": say.language,
            **logo,
        },
    )
    if not isinstance(made, bytes):
        raise TypeError("one page was asked for")
    return made


def _parted(svg: str) -> tuple[str, dict[str, str]]:
    """Return the sheet without a drawn logo, and what the template is told of it."""
    found = _DRAWN_LOGO.search(svg)
    if found is None:
        return svg, {}
    *place, drawing = found.groups()
    told = dict(zip(("logo-x", "logo-y", "logo-width", "logo-height"), place, strict=True))
    told["logo"] = base64.b64decode(drawing).decode("utf-8")
    return svg[: found.start()] + svg[found.end() :], told
