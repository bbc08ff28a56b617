"""The sheet as one HTML file that needs nothing else: font, picture, text and tables inside."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template

from kpi.figures.contrast import accents
from kpi.figures.palette import PALETTES, Theme
from kpi.figures.recolour import dark_rules
from kpi.figures.text import TABLE
from kpi.weekly.edition import Edition
from kpi.weekly.sheet import Sheet
from kpi.weekly.tables import Table, tables
from kpi.words import Words

_PAGE = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}


@lru_cache
def _fonts() -> str:
    faces = []
    for weight, style in WEIGHTS.items():
        data = b64encode((TABLE.parent / f"Inter-{style}.otf").read_bytes()).decode("ascii")
        faces.append(
            f'@font-face{{font-family:Inter;font-weight:{weight};src:url("data:font/otf;base64,'
            f'{data}") format("opentype")}}'
        )
    return "\n".join(faces)


def as_html(edition: Edition, sheet: Sheet, say: Words, theme: Theme | None = None) -> bytes:
    """Return the file.

    Parameters
    ----------
    sheet : Sheet
        Drawn in the theme; in the light one where the reader's system decides.
    theme : {"light", "dark"}, optional
        By default the file is light or dark as the reader's system is.
    """
    palette = PALETTES[theme or "light"]
    text = _PAGE.substitute(
        language=say.language,
        schemes=theme or "light dark",
        title=escape(sheet.title),
        fonts=_fonts(),
        ground=palette.background,
        ink=palette.ink,
        muted=palette.muted,
        rule=palette.rule,
        dark=_follow(edition) if theme is None else "",
        svg=sheet.svg,
        words_title=escape(say("The same in words")),
        alternative=escape(sheet.alternative),
        tables="".join(_table(table) for table in tables(edition, say)),
    )
    return text.encode("utf-8")


def _follow(edition: Edition) -> str:
    dark = PALETTES["dark"]
    accent = accents(edition.accent or None)["dark"]
    page = (
        f":root{{--ground:{dark.background};--ink:{dark.ink};--muted:{dark.muted};"
        f"--rule:{dark.rule}}}"
    )
    drawing = f".weekly{{{dark_rules()}.accent{{fill:{accent}}}}}"
    return f"@media screen and (prefers-color-scheme: dark){{{page}{drawing}}}"


def _table(table: Table) -> str:
    styles = [' class="num"' if at in table.numeric else "" for at in range(len(table.columns))]
    head = "".join(
        f'<th scope="col"{style}>{escape(column)}</th>'
        for style, column in zip(styles, table.columns, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(
            f"<td{style}>{escape(cell)}</td>"
            for style, cell in zip(styles[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    grid = f'<table data-table="{table.name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
    return f'<h2>{escape(table.title)}</h2><div class="scroll">{grid}</table></div>'
