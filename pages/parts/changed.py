"""What changed since last week, as a list whose links lead on."""

from __future__ import annotations

from html import escape

from kpi.chain import Change, PromiseMove
from kpi.words import Words
from pages.parts import answers
from pages.parts.address import View
from pages.parts.markup import heading, linked, mark, paragraph, plain_list

MOST_CHANGES = 6


def since_last_week(view: View, say: Words) -> str:
    """Build the list: how the promise outside moved, then what changed on links.

    The first changes are seen, the others unfold where they stand.
    """
    found = answers.changes_of(view.window, answers.trend_to(view.window.week))
    week = say("week {number}", number=str(view.window.previous.week.monday.isocalendar().week))
    items = [_item(change, view, say) for change in found.changes]
    rest = len(items) - MOST_CHANGES
    more = say.plural("and {n} more", "and {n} more", rest) if rest > 0 else ""
    return heading(say("What changed since {week}", week=week), _promise(found.promise, say)) + (
        plain_list(items, folded=(MOST_CHANGES, more))
        if items
        else paragraph("note", say("Nothing changed on any link."))
    )


def _promise(moved: PromiseMove, say: Words) -> str:
    told = (moved.message, moved.mix_message, moved.quarter_message)
    return ". ".join(say.render(message) for message in told if message is not None) + "."


def _item(change: Change, view: View, say: Words) -> str:
    sentence = linked(escape(say.render(change.message)), change.link, view, say)
    service = f' <span class="muted">· {escape(change.service)}</span>' if change.service else ""
    return f"{mark(change.verdict, hollow=change.is_below).text}{sentence}{service}"
