"""Draw the chain of a balance: how wide its links are, and what is written on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpi.chain.layout import Layout, Style
from kpi.chain.pairs import Pair, Party, parties_of
from kpi.figures.chain import draw_chain, lay_out_chain
from kpi.figures.chain_values import LOUD, ChainLink, ChainNode, ChainPicture, stroke_width
from kpi.words import Words


def draw_pairs(
    pairs: Sequence[Pair],
    known: Mapping[str, Party],
    *,
    say: Words,
    title: str,
    width: float,
    height: float | None = None,
    live: bool = False,
    layout: Layout | None = None,
    style: Style | None = None,
) -> ChainPicture:
    """Draw some pairs of links with the parties at their ends.

    Parameters
    ----------
    pairs : sequence of Pair
        One line each.
    known : mapping of str to Party
        Says who is outside; a party that it does not name is inside.
    title, width, height, live, layout, style
        As `draw_chain` takes them.
    """
    nodes, links = drawn_pairs(pairs, known, say)
    return draw_chain(
        nodes,
        links,
        say=say,
        title=title,
        width=width,
        height=height,
        live=live,
        layout=layout,
        style=style,
    )


def lay_out_pairs(
    pairs: Sequence[Pair], known: Mapping[str, Party], *, say: Words, width: float
) -> Layout:
    """Return where everything stands, to draw these pairs, or some of them, week after week."""
    return lay_out_chain(*drawn_pairs(pairs, known, say), width=width)


def drawn_pairs(
    pairs: Sequence[Pair], known: Mapping[str, Party], say: Words
) -> tuple[list[ChainNode], list[ChainLink]]:
    """Return the parties and links that pairs are drawn as."""
    parties = [known.get(name, Party(name)) for name in sorted(parties_of(pairs))]
    nodes = [
        ChainNode(party.name, say.party(party.name), party.external, party.department)
        for party in parties
    ]
    most = max((pair.handoffs for pair in pairs), default=1) or 1
    links = [
        ChainLink(
            id=pair.id,
            supplier=pair.supplier,
            customer=pair.customer,
            width=round(stroke_width(pair.handoffs, most), 1),
            verdict=pair.verdict,
            label=_label(pair, say),
            rank=pair.broken_share,
        )
        for pair in pairs
    ]
    return nodes, links


def _label(pair: Pair, say: Words) -> str | None:
    if pair.verdict not in LOUD:
        return None
    if round(pair.broken_share, 2) > 0:
        return say.percent(pair.broken_share, 0)
    inherits = any(effect.late_by_inheritance for effect in pair.effects)
    return say("inherited") if inherits else None
