"""The chain drawn from a balance: which parties and links, how wide, what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpi.chain import Balance, findings
from kpi.chain.pairs import Pair, Party, foremost_pairs, pairs_of, parties_known, parties_of
from kpi.figures import ChainPicture, chain_key, draw_pairs
from kpi.words import Words
from pages.parts import drawn_numbers, session, take_away
from pages.parts.address import View, href, link_params
from pages.parts.chain_component import chain_of_ways
from pages.parts.markup import heading
from pages.parts.panel import panel
from pages.parts.ready import ready

MOST_WHOLE = 60
MOST_SMALL = 20
MOST_SMALL_PART = 11


def known_parties() -> dict[str, Party]:
    """Return every party of the store by its name."""
    return session.remembered("parties", lambda: parties_known(session.store().cursor()))


def picture(
    pairs: Sequence[Pair], say: Words, *, title: str, width: int, height: int | None = None
) -> ChainPicture:
    """Draw some pairs of links with the parties at their ends."""
    return draw_pairs(
        pairs, known_parties(), say=say, title=title, width=width, height=height, live=True
    )


def small_chain(now: Balance, view: View, say: Words, *, width: int = 820) -> None:
    """Show the chain in small; a click leads to the link."""

    def shown() -> tuple[Pair, ...]:
        pairs = _pairs(now)
        everyone = len(parties_of(pairs))
        return pairs if everyone <= MOST_SMALL else foremost_pairs(pairs, MOST_SMALL_PART)

    def drawn() -> ChainPicture:
        title = say.render(findings.chain_title(now))
        return session.remembered(
            "small chain",
            lambda: picture(shown(), say, title=title, width=width, height=330),
            view.window,
            session.moment(),
            say.tag,
            width,
        )

    def show() -> None:
        told = _told(now, shown(), drawn, say)
        if told is None:
            return
        title, note = told
        panel(heading(title, note), key="chain heading")
        pairs, drawing = _pairs(now), drawn()
        ways = {picked: address_of(picked, pairs, view) for picked in drawing.order}
        chain_of_ways(drawing, ways, key="small chain")
        take_away.offer(
            "small chain",
            say,
            title=title,
            note=note,
            numbers=lambda: drawn_numbers.links(shown(), say),
        )

    ready("small chain", show)


def _pairs(now: Balance) -> tuple[Pair, ...]:
    return pairs_of(effect for effect in now.all_links if effect.handoffs)


def _told(
    now: Balance, shown: Sequence[Pair], drawn: Callable[[], ChainPicture], say: Words
) -> tuple[str, str] | None:
    """Return the finding of the drawing, and what is drawn; None where there is nothing to draw."""
    pairs = _pairs(now)
    if not pairs:
        return None
    judged = bool(now.promise.broken and (now.failing or now.at_risk))
    note = chain_key(drawn(), say, judged=judged)
    if len(shown) < len(pairs):
        values = {"shown": len(parties_of(shown)), "all": len(parties_of(pairs)), "note": note}
        if now.failing or now.at_risk:
            note = say("{shown} of {all} parties, those in trouble first · {note}", **values)
        else:
            note = say("{shown} of {all} parties, the busiest · {note}", **values)
    return say.render(findings.chain_title(now)), note


def address_of(picked: str, pairs: Sequence[Pair], view: View) -> str:
    """Return where a click on a party or link of the drawing leads."""
    for pair in pairs:
        if f"link:{pair.id}" == picked:
            return href("link", view, **link_params(pair.foremost.link))
    return href("chain", view, party=picked.removeprefix("party:"))
