"""Draw the chain: one SVG for page, PDF, picture and slide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kpi.chain.layout import Layout, Link, Node, Style, count_columns, lay_out, relabel, style_for
from kpi.figures.chain_parts import draw_label, draw_link, draw_party, label_width
from kpi.figures.chain_values import LOUD, ChainLink, ChainNode, ChainPicture
from kpi.figures.palette import FONT, MARKS
from kpi.figures.svg import attributes, escape, number
from kpi.figures.text import text_width
from kpi.words import Words

# Page, PDF, picture, HTML and slides of a week stand alike: they are laid out once.
LAYOUTS_KEPT = 16


def draw_chain(
    nodes: Sequence[ChainNode],
    links: Sequence[ChainLink],
    *,
    say: Words,
    title: str,
    width: float = 1180,
    height: float | None = None,
    live: bool = False,
    layout: Layout | None = None,
    style: Style | None = None,
) -> ChainPicture:
    """Draw parties and links from left to right, failing links on top.

    Parameters
    ----------
    nodes, links : sequence
        With unique ids; both ends of each link among the nodes.
    title : str
        What the picture shows, in a sentence, for those who do not see it.
    height : float, optional
        Wanted height; the picture gets higher if it has to, to keep names apart.
    live : bool
        For the page: parties and links become buttons with hit areas. Otherwise a plain image.
    layout : Layout, optional
        Where everything stands, as `lay_out_chain` gave it for these parties and links or more of
        them: then only the labels are placed, and ``width`` and ``height`` are those of the layout.
    style : Style, optional
        Sizes; by default those of a picture of that many parties.

    Returns
    -------
    ChainPicture
        In the light theme's colours, as attributes; the classes ``link``, ``party``, ``label``
        with the verdict's slug let a page recolour it.

    Notes
    -----
    Meant for up to about 60 parties; choose a neighbourhood of a larger company first.

    Examples
    --------
    >>> from kpi.words import words_for
    >>> picture = draw_chain(
    ...     [ChainNode("c", "Compras"), ChainNode("a", "Almacén")],
    ...     [ChainLink("ca", "c", "a", verdict="broken", label="41%")],
    ...     say=words_for("en"),
    ...     title="Two departments",
    ... )
    >>> picture.order
    ('party:c', 'link:ca', 'party:a')
    """
    if layout is None:
        layout = lay_out_chain(nodes, links, width=width, height=height, style=style)
    else:
        pill = layout.style.pill_height
        layout = relabel(layout, [_geometry(link, pill) for link in links], measure=text_width)
    style = layout.style
    names = {node.id: node.name for node in nodes}
    named = [name.box for name in layout.names.values()]
    parts = [_open(layout, title, live=live)]
    by_loudness = sorted(links, key=_loudness)
    for link in by_loudness:
        spoken = describe_link(link, names, say) if live else None
        parts.append(draw_link(link, layout.routes[link.id], spoken))
    for node in sorted(nodes, key=lambda node: node.id):
        at, name = layout.places[node.id], layout.names[node.id]
        parts.append(draw_party(node, at, name, style, live=live))
    parts.extend(
        draw_label(link, layout.labels[link.id], layout.routes[link.id], named, live=live)
        for link in by_loudness
        if link.id in layout.labels
    )
    svg = "".join([*parts, "</svg>"])
    order = _reading_order(nodes, links, layout)
    texts = (*named, *layout.labels.values())
    return ChainPicture(svg, order, layout.width, layout.height, style.font_size, texts)


def lay_out_chain(
    nodes: Sequence[ChainNode],
    links: Sequence[ChainLink],
    *,
    width: float = 1180,
    height: float | None = None,
    style: Style | None = None,
) -> Layout:
    """Return where everything of a chain stands, to draw it in several weeks without moving it."""
    parties = [Node(n.id, n.name, n.external == "customer", n.external == "no") for n in nodes]
    if style is None:
        columns = count_columns(parties, [_geometry(link, 0.0) for link in links])
        style = style_for(len(nodes), width, columns)
    geometry = tuple(_geometry(link, style.pill_height) for link in links)
    return laid_out(tuple(parties), geometry, width, height, style)


@lru_cache(maxsize=LAYOUTS_KEPT)
def laid_out(
    parties: tuple[Node, ...],
    links: tuple[Link, ...],
    width: float,
    height: float | None,
    style: Style,
) -> Layout:
    """Lay out a chain, once for all who ask for the same."""
    return lay_out(parties, links, measure=text_width, width=width, height=height, style=style)


def describe_link(link: ChainLink, names: dict[str, str], say: Words) -> str:
    """Name a link and its verdict in words, for ears and for the hover.

    >>> from kpi.words import words_for
    >>> link = ChainLink("ab", "a", "b", verdict="kept", service="planos")
    >>> describe_link(link, {"a": "Ventas", "b": "Diseño"}, words_for("en"))
    'Ventas → Diseño · planos: kept'
    """
    pair = f"{names[link.supplier]} → {names[link.customer]}"
    if link.service:
        pair = f"{pair} · {link.service}"
    text = say("{link}: {verdict}", link=pair, verdict=say(MARKS[link.verdict].word))
    return " · ".join(part for part in (text, link.label, link.detail) if part)


def _geometry(link: ChainLink, pill_height: float) -> Link:
    return Link(
        link.id,
        link.supplier,
        link.customer,
        link.width,
        label_width=label_width(link, pill_height),
        rank=link.rank,
    )


def _loudness(link: ChainLink) -> tuple[int, float, str]:
    """Sort quiet links first and the worst last, so that they are drawn on top."""
    return (len(LOUD) - LOUD.index(link.verdict) if link.loud else 0), link.rank, link.id


def _open(layout: Layout, title: str, *, live: bool) -> str:
    frame = attributes(
        xmlns="http://www.w3.org/2000/svg",
        class_="chain",
        viewBox=f"0 0 {number(layout.width)} {number(layout.height)}",
        width=None if live else layout.width,
        height=None if live else layout.height,
        role="group" if live else "img",
        aria_label=title,
        font_family=FONT,
    )
    return f"<svg{frame}>" if live else f"<svg{frame}><title>{escape(title)}</title>"


def _reading_order(
    nodes: Sequence[ChainNode], links: Sequence[ChainLink], layout: Layout
) -> tuple[str, ...]:
    order: list[str] = []
    for node in sorted(nodes, key=lambda n: (layout.layers[n.id], layout.places[n.id].y, n.id)):
        order.append(f"party:{node.id}")
        leaving = [link for link in links if link.supplier == node.id]
        leaving.sort(key=lambda link: (layout.places[link.customer].y, link.id))
        order.extend(f"link:{link.id}" for link in leaving)
    return tuple(order)
