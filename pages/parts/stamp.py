"""What every view says about itself: company, week, window, instant, freshness."""

from __future__ import annotations

from kpi.words import Words
from pages.parts import answers, session
from pages.parts.address import View
from pages.parts.markup import Html, safe


def where(view: View, say: Words) -> str:
    """Return the line above a page's title: company, week and window."""
    week = say.week(view.window.week.monday)
    if view.window.week > view.default_week:
        week = say("{week} (incomplete)", week=week)
    weeks = say.plural("window of {n} week", "window of {n} weeks", view.window.weeks)
    return " · ".join(part for part in (session.settings().company, week, weeks) if part)


def written(view: View, say: Words) -> str:
    """Return the line that travels with a picture: company, week, window and instant."""
    return f"{where(view, say)} · {say('As of {instant}', instant=session.moment())}"


def stamp(say: Words, *more: str) -> str:
    """Build the line that closes a page: as of when, data of when, and what else must be known."""
    loaded = answers.data_until()
    parts = [say("As of {instant}", instant=session.moment())]
    if loaded is not None:
        parts.append(say("last file loaded {instant}", instant=session.wall(loaded)))
    parts += [part for part in more if part]
    return f'<p class="stamp">{" · ".join(safe(part) for part in parts)}</p>'


def stated(title: str, style: str, rest: object) -> Html:
    """Build a title that begins with the coloured name of a state."""
    return Html(f'<span class="{style}">{safe(title)}.</span> {safe(rest)}')
