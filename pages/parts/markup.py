"""Build the markup of panels: everything from a file is escaped here, nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from kpi.agreements import Link
from kpi.words import Words
from kpi.words.terms import VERDICTS
from pages.parts.address import View, href, link_params

# A verdict is always a shape and a word, never colour alone.
_SHAPES = {
    "broken": '<path d="M0.5 10.5h10L5.5 1z"/>',
    "at risk": '<path d="M5.5 0l5.5 5.5-5.5 5.5L0 5.5z"/>',
    "kept": '<circle cx="5.5" cy="5.5" r="5"/>',
}
BLANK = ("", "–")
_TAG = re.compile(r"\s*<[^>]*>\s*")
_RING = '<circle cx="5.5" cy="5.5" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6"/>'


@dataclass(frozen=True)
class Html:
    """Markup that is already escaped."""

    text: str


def safe(value: object) -> str:
    """Return the markup of a value: `Html` as it is, anything else escaped."""
    return value.text if isinstance(value, Html) else escape(str(value))


def style_of(verdict: str) -> str:
    """Return the class that colours a verdict."""
    return verdict.replace(" ", "-") if verdict in _SHAPES else "none"


def _ring(style: str) -> str:
    return f'<svg class="mark {style}" viewBox="0 0 11 11" aria-hidden="true">{_RING}</svg>'


def mark(verdict: str, *, hollow: bool = False) -> Html:
    """Draw the shape of a verdict; hollow where it is kept, but below target within chance."""
    shape = _RING if hollow else _SHAPES.get(verdict, _RING)
    return Html(
        f'<svg class="mark {style_of(verdict)}" viewBox="0 0 11 11" fill="currentColor" '
        f'aria-hidden="true">{shape}</svg>'
    )


def verdict_badge(verdict: str, say: Words, *, within_chance: bool = False) -> Html:
    """Show a verdict: its shape, its colour, its word.

    Kept, but below target within chance, is never plainly green: a ring, and words that say so.
    """
    if within_chance and verdict == "kept":
        return Html(
            f'<span class="kept within">{_ring("kept")}{escape(say("below, within chance"))}</span>'
        )
    word = escape(say(VERDICTS[verdict]))
    return Html(f'<span class="{style_of(verdict)}">{mark(verdict).text}{word}</span>')


def link_name(link: Link, view: View, say: Words, *, with_service: bool = True) -> Html:
    """Name a link, its service below, and lead to its page."""
    pair = f"{escape(say.party(link.supplier))} → {escape(say.party(link.customer))}"
    address = escape(href("link", view, **link_params(link)))
    below = ""
    if link.service and with_service:
        below = f'<span class="sub">{escape(link.service)}</span>'
    return Html(f'<a href="{address}">{pair}</a>{below}')


def linked(sentence: str, link: Link, view: View, say: Words) -> str:
    """Turn the first naming of a link's pair in an escaped sentence into the way to its page."""
    pair = f"{escape(say.party(link.supplier))} → {escape(say.party(link.customer))}"
    address = escape(href("link", view, **link_params(link)))
    return sentence.replace(pair, f'<a href="{address}">{pair}</a>', 1)


def bar(share: float, style: str, *, whole: float = 1.0) -> Html:
    """Draw a share as a short bar; all bars of a table pass the same whole."""
    width = 0.0 if whole <= 0 else max(0.0, min(1.0, share / whole)) * 100
    return Html(f'<span class="bar {style}"><i style="width:{width:.1f}%"></i></span>')


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    title : str or Html
        What a person calls it.
    numeric : bool
        Whether it holds numbers.
    href : str
        Where a click on the title leads: the table in the order of this column.
    sorted : str
        ``ascending`` or ``descending`` where the table is in its order.
    """

    title: str | Html
    numeric: bool = False
    href: str = ""
    sorted: str = ""


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    rule_after: int = -1,
    cards: bool = True,
    order: str = "",
    folded: tuple[int, str] | None = None,
    narrow: bool = False,
) -> str:
    """Build a table.

    Parameters
    ----------
    rule_after : int
        Draws a line below that row.
    cards : bool
        In a narrow place each row becomes a card; a long table of short numbers does without.
    order : str
        What stands before the titles that sort where cards leave no head to click on.
    folded : tuple of int and str, optional
        How many rows are seen at first, and the words of the button that shows the others.
    narrow : bool
        No wider than its cells need: the eye need not cross the page from a name to its number.
    """
    seen, more = folded or (-1, "")
    head = "".join(_head(column) for column in columns)
    body = "".join(
        f"<tr{_class(_row_style(number, rule_after, seen))}>{_cells(columns, row)}</tr>"
        for number, row in enumerate(rows)
    )
    grid = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    ways = " · ".join(_title(column) for column in columns if column.href)
    sorts = f'<p class="sorts">{escape(order)} {ways}</p>' if cards and order and ways else ""
    styles = "scroll" + (" cards" if cards else "") + (" narrow" if narrow else "")
    return f'<div class="{styles}">{sorts}{grid}{_more(more)}</div>'


def plain_list(items: Sequence[str], *, folded: tuple[int, str], tight: bool = False) -> str:
    """Build a list without bullets from escaped markup.

    Parameters
    ----------
    folded : tuple of int and str
        How many items are seen at first, and the words of the button that shows the others; without
        words there is none.
    tight : bool
        In the smaller letters, close to each other.
    """
    seen, more = folded
    listed = "".join(
        f"<li{_class('folded' if more and number >= seen else '')}>{item}</li>"
        for number, item in enumerate(items)
    )
    style = "plain tight" if tight else "plain"
    return f'<div class="unfolds"><ul class="{style}">{listed}</ul>{_more(more)}</div>'


def _more(words: str) -> str:
    """Build the button that shows what is folded; nothing without words."""
    if not words:
        return ""
    return f'<button type="button" class="more" aria-expanded="false">{escape(words)}</button>'


def without_blank(
    columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> tuple[list[Column], list[list[object]]]:
    """Leave out the columns of which no row has anything to say.

    >>> without_blank([Column("Link"), Column("On time")], [["Compras", "–"], ["Corte", "–"]])[1]
    [['Compras'], ['Corte']]
    """
    listed = [list(row) for row in rows]
    told = [
        place
        for place in range(len(columns))
        if not listed or any(row[place] not in BLANK for row in listed)
    ]
    return [columns[i] for i in told], [[row[i] for i in told] for row in listed]


def _row_style(number: int, rule_after: int, seen: int) -> str:
    if 0 <= seen <= number:
        return "folded"
    return "rule" if number == rule_after else ""


def _title(column: Column) -> str:
    """Write a column's title, with the way it is sorted and the address that sorts by it."""
    title = safe(column.title)
    if not column.href:
        return title
    arrow = {"ascending": " ↓", "descending": " ↑"}.get(column.sorted, "")
    current = ' aria-current="true"' if column.sorted else ""
    drawn = f'<span aria-hidden="true">{arrow}</span>' if arrow else ""
    return f'<a class="quiet" href="{escape(column.href)}"{current}>{title}{drawn}</a>'


def _head(column: Column) -> str:
    title = _title(column)
    order = f' aria-sort="{column.sorted}"' if column.sorted else ""
    return f'<th scope="col"{_class("num" if column.numeric else "")}{order}>{title}</th>'


def _cells(columns: Sequence[Column], row: Sequence[object]) -> str:
    return "".join(
        f"<td{_class(_cell_style(column, cell, place))}{_label(column)}>{safe(cell)}</td>"
        for place, (column, cell) in enumerate(zip(columns, row, strict=True))
    )


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _cell_style(column: Column, cell: object, place: int) -> str:
    text = safe(cell)
    # A bare number names no card: it needs its column's title.
    named = "named" if place == 0 and text.isdigit() else ""
    styles = ("num" if column.numeric else "", "blank" if text in BLANK else "", named)
    return " ".join(style for style in styles if style)


def _label(column: Column) -> str:
    """Name the column beside its cell, for the narrow place where the table has no head."""
    title = _TAG.sub(" ", safe(column.title)).strip()
    return f' data-label="{title}"' if title else ""


def paragraph(style: str, text: object) -> str:
    """Build a paragraph of a style: ``note``, ``problem``, ``warning``, ``stamp``."""
    return f'<p class="{style}">{safe(text)}</p>'


def facts(pairs: Iterable[tuple[object, object, object]]) -> str:
    """Build a row of facts: what, the number, and what stands below it."""
    items = "".join(
        f"<div><dt>{safe(what)}</dt><dd>{safe(number)}"
        + (f'<span class="sub">{safe(below)}</span>' if below else "")
        + "</dd></div>"
        for what, number, below in pairs
    )
    return f'<dl class="facts">{items}</dl>'


def heading(title: object, note: object = "") -> str:
    """Build the heading of a section: its finding, and small below it what is drawn."""
    below = f'<p class="note">{safe(note)}</p>' if note else ""
    return f"<h2>{safe(title)}</h2>{below}"


def opening(where: object, title: object, lead: object) -> str:
    """Build the opening of a page: where we are, the finding, and what it rests on."""
    below = f'<p class="lead">{safe(lead)}</p>' if lead else ""
    return f'<p class="where">{safe(where)}</p><h1>{safe(title)}</h1>{below}'
