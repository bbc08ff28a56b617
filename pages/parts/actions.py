"""The actions of links: what is asked about them, and how they are told in tables and charts."""

from __future__ import annotations

from datetime import date
from html import escape

from kpi.agreements import Link
from kpi.figures import Note
from kpi.relations import Action, Proof, actions, prove, rebases
from kpi.verdicts import Rebase
from kpi.words import Words
from pages.parts import address, session
from pages.parts import agreement_words as told
from pages.parts.address import View
from pages.parts.markup import Html

LONGEST = 44


def all_actions() -> tuple[Action, ...]:
    """Return every action as people left it: they speak of them after the last file, too."""
    today = told.wall().replace(hour=0, minute=0)
    return session.remembered(
        "actions", lambda: actions(session.store().cursor(), as_of=today), today
    )


def of_link(link: Link) -> tuple[Action, ...]:
    """Return the actions of a link, open ones first."""
    return tuple(one for one in all_actions() if one.link == link)


def began_anew() -> tuple[Rebase, ...]:
    """Return where finished actions let control charts begin anew, as of the view's instant."""
    at = session.moment()
    return session.remembered(
        "rebases", lambda: rebases(actions(session.store().cursor(), as_of=at)), at
    )


def proof_of(action: Action) -> Proof | None:
    """Return what a finished action shows by the view's instant."""
    at = session.moment()
    return session.remembered(
        "proof", lambda: prove(session.store().cursor(), action, as_of=at), action, at
    )


def cell(link: Link, view: View, say: Words) -> Html:
    """Tell a link's next open action in a table, or lead to where one is stated."""
    found = of_link(link)
    href = escape(address.href("link", view, **address.link_params(link))) + "#actions"
    waiting = [one for one in found if one.status == "open"]
    if not waiting:
        return Html(f'<a class="quiet muted" href="{href}">{escape(say("none yet"))}</a>')
    first = waiting[0]
    what = escape(_short(first.text))
    more = f" +{len(waiting) - 1}" if len(waiting) > 1 else ""
    return Html(
        f'<span class="action"><a href="{href}">{what}</a>{more}</span>'
        f'<span class="sub">{due(first, say).text}</span>'
    )


def due(action: Action, say: Words) -> Html:
    """Tell until when an open action should be done, and whether that is over."""
    if action.due_on is None:
        return Html(escape(say("without a day")))
    if action.is_overdue(session.moment()):
        day = say("overdue since {day}", day=action.due_on)
        return Html(f'<span class="broken">{escape(day)}</span>')
    return Html(escape(say("due {day}", day=action.due_on)))


def notes(links: list[Link], since: date, say: Words) -> list[Note]:
    """Return the finished actions of links as notes on a chart, from a day to as-of."""
    until = session.moment().date()
    return [
        Note(one.done_on, say("done: {action}", action=one.text))
        for one in all_actions()
        if one.link in links and one.status == "done" and one.done_on is not None
        if since <= one.done_on <= until
    ]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
