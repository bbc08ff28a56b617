"""The lists of the sheet: what changed, the actions that are due, other links in trouble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.chain.layout import Box
from kpi.figures.palette import LIGHT, MARKS, Mark, mark_of
from kpi.figures.wrapping import wrap
from kpi.weekly import told
from kpi.weekly.edition import Edition, Said
from kpi.weekly.sheet.pen import LINE, SMALLEST, Pen
from kpi.words import Words

TITLE = 19.0
ITEM = 15.0
STEP = ITEM * LINE
HEAD = 36.0  # a title and the way to its first line
GAP = 6.0  # between items
DESCENT = 5.0  # of the last line, below its baseline
BETWEEN = 9.0  # lists
MOST_NOTE, MOST_ALONE = 3, 6  # lines of a note above items, and with nothing below it
MOST_LINES = 3  # of an item
READ = 2  # items of each list that are worth more than another list
NARROW = 420.0  # lists stand one above the other in a place no wider


@dataclass(frozen=True)
class _List:
    """A title, a muted line below it, and items with the shape of a verdict before each."""

    title: str
    note: str
    items: Sequence[tuple[Mark, str]]


def draw_lists(edition: Edition, say: Words, pen: Pen, area: Box) -> None:
    """Draw them: one above the other in a narrow place, side by side in a wide one."""
    lists = _lists(edition, say)
    if area.width > NARROW:
        width = (area.width - 40 * (len(lists) - 1)) / len(lists)
        for place, one in enumerate(lists):
            x = area.x + place * (width + 40)
            _draw(one, say, pen, area._replace(x=x, width=width))
        return
    # Links without a card are in the chain too: they wait behind what changed.
    if edition.others and sum(_least(one, area.width, READ) for one in lists) > area.height:
        lists.pop()
    while len(lists) > 1 and sum(_least(one, area.width) for one in lists) > area.height:
        lists.pop()
    top = area.y
    for place, one in enumerate(lists):
        later = sum(_least(other, area.width) for other in lists[place + 1 :])
        room = area._replace(y=top, height=area.y + area.height - top - later)
        top = _draw(one, say, pen, room) + BETWEEN


def _lists(edition: Edition, say: Words) -> list[_List]:
    """Return the lists that have something to say, the most pressing first."""
    changes = _marked(edition.changes, say)
    found = [_List(told.changes_title(edition, say), told.changes_note(edition, say), changes)]
    if edition.actions:
        actions = [
            (MARKS["broken" if one.late else "no target"], told.action_line(one, say))
            for one in edition.actions
        ]
        found.append(_List(told.actions_title(edition, say), "", actions))
    if edition.others:
        found.append(_List(told.others_title(edition, say), "", _marked(edition.others, say)))
    return found


def _marked(said: Sequence[Said], say: Words) -> list[tuple[Mark, str]]:
    return [
        (mark_of(one.verdict, within_chance=one.within_chance), say.render(one.message))
        for one in said
    ]


def _least(one: _List, width: float, whole: int = 0) -> float:
    """Return the least height for a list: its head, its note and an item, or so many whole ones."""
    most = MOST_NOTE if one.items else MOST_ALONE
    note = len(wrap(one.note, width, SMALLEST, most=most)) * LINE * SMALLEST
    texts = [text for _, text in one.items[:whole]]
    lines = sum(len(wrap(text, width - 20, ITEM, most=2)) for text in texts)
    lines += len(one.items) > whole  # the first, or how many more there are
    return HEAD + note + STEP * lines + GAP * len(texts) + BETWEEN


def _draw(one: _List, say: Words, pen: Pen, area: Box) -> float:
    """Write as many items as there is room for and how many more there are; return the end."""
    pen.fitted(one.title, area.x, area.y + 15, area.width, size=TITLE, weight=600)
    y, bottom = area.y + HEAD + 5, area.y + area.height
    if one.note:
        most = MOST_NOTE if one.items else MOST_ALONE
        y = pen.paragraph(one.note, area.x, y, area.width, most=most, fill=LIGHT.muted) + 4
    for place, (mark, text) in enumerate(one.items):
        left = len(one.items) - place
        lines = _item(text, area.width - 20, bottom - y, first=not place, last=left == 1)
        if not lines:
            more = say.plural("and {n} more", "and {n} more", left)
            if not place:
                more = say.plural("{n} in all", "{n} in all", left)
            pen.text(more, area.x + 20, y, size=SMALLEST, fill=LIGHT.muted)
            return y + 8
        pen.mark(mark, area.x + 6, y - 5, 5.6)
        for line in lines:
            pen.text(line, area.x + 20, y, size=ITEM)
            y += STEP
        y += GAP
    return y - STEP + 8


def _item(text: str, width: float, room: float, *, first: bool, last: bool) -> list[str]:
    """Return the lines of an item that have room, below them how many more there are; or none.

    Only the first item is cut: of a later one the count says more than its beginning.
    """
    rest = DESCENT if last else GAP + STEP + DESCENT
    for most in range(MOST_LINES, 0, -1):
        lines = _lines(text, width, most=most)
        if room < (len(lines) - 1) * STEP + rest:
            continue
        return lines if first or most == MOST_LINES or not lines[-1].endswith("…") else []
    return []


def _lines(text: str, width: float, *, most: int) -> list[str]:
    """Wrap an item; what has no room whole is left out by its parts, down to when and what."""
    lines = wrap(text, width, ITEM, most=most)
    while lines[-1].endswith("…") and text.count(" · ") > 1:
        text = text.rpartition(" · ")[0]
        lines = wrap(text, width, ITEM, most=most)
    return list(lines)
