"""Lay out a chain: the steps of this room in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpi.chain.layout.crossings import count_crossings
from kpi.chain.layout.cycles import backward_links
from kpi.chain.layout.fitting import Ordered, fit
from kpi.chain.layout.labels import place_labels
from kpi.chain.layout.layers import assign_layers
from kpi.chain.layout.model import Layout, Link, Measure, Node, Style
from kpi.chain.layout.ordering import order_layers, polish
from kpi.chain.layout.skeleton import Layers, Skeleton, build_skeleton

DETOUR = 1.05  # so many times the crossings are allowed, to keep them off labelled links
CLOSE_COLUMNS = 80.0  # pixels from one to the next
STYLES = (
    Style(),
    Style(radius=8.0, font_size=13.0, pill_height=20.0, gap=12.0),
    Style(radius=7.0, font_size=12.0, pill_height=19.0, gap=10.0),
    Style(radius=6.0, font_size=11.0, pill_height=18.0, gap=9.0),
)
USUAL_WIDTH = 1180.0  # pixels of a picture across the page


def lay_out(
    nodes: Sequence[Node],
    links: Sequence[Link],
    *,
    measure: Measure,
    width: float,
    height: float | None = None,
    style: Style | None = None,
) -> Layout:
    """Place nodes in columns from left to right, route the links, and write the names.

    The picture depends on the ids, names and weights alone: not on the order of the input, on
    chance or on time.

    Parameters
    ----------
    nodes : sequence of Node
        With unique ids.
    links : sequence of Link
        With unique ids; both ends among the nodes.
    measure : callable
        Width in pixels of a text at a font size.
    width : float
        Width of the canvas.
    height : float, optional
        Wanted height; it grows if the fullest column needs more. By default what the columns need.
    style : Style, optional
        Sizes; by default those of a picture of that many nodes.

    Raises
    ------
    ValueError
        If an id is not unique, or a link has an unknown end.

    Notes
    -----
    After Sugiyama: cycles, layers, virtual vertices, order, heights, routes, labels. Meant for up
    to about 60 nodes (some 0.1 s); time grows faster than links times columns.

    Examples
    --------
    >>> width_of = lambda text, size: 0.6 * size * len(text)
    >>> layout = lay_out(
    ...     [Node("a", "Compras"), Node("b", "Cliente", last=True)],
    ...     [Link("l", "a", "b")],
    ...     measure=width_of,
    ...     width=400,
    ... )
    >>> layout.layers, layout.crossings
    ({'a': 0, 'b': 1}, 0)
    """
    nodes = sorted(nodes, key=lambda node: node.id)
    links = sorted(links, key=lambda link: link.id)
    style = style or style_for(len(nodes), width)
    forward, layer, backward = _columns(nodes, links)
    plain = build_skeleton(layer, forward)
    skeleton = build_skeleton(layer, forward, [2 if link.label_width else 1 for link in links])
    layers = _ordered(plain, skeleton)
    placed = fit(
        Ordered(nodes, links, skeleton, layers, backward),
        width=width,
        height=height,
        style=style,
        measure=measure,
    )
    ids = [node.id for node in nodes]
    return Layout(
        width=width,
        height=placed.height,
        style=style,
        layers=dict(zip(ids, layer, strict=True)),
        places=dict(zip(ids, placed.places, strict=False)),
        routes={link.id: route for link, route in zip(links, placed.routes, strict=True)},
        names=dict(zip(ids, placed.writing.names, strict=True)),
        labels={links[i].id: box for i, box in placed.writing.labels.items()},
        crossings=count_crossings(layers, plain.right),
    )


def _ordered(plain: Skeleton, favouring: Skeleton) -> Layers:
    """Order the columns so that labelled links are crossed little, if all links are not much more.

    Parameters
    ----------
    plain, favouring : Skeleton
        The same chain: every link once, and labelled links twice.
    """
    layers, fewest = order_layers(plain)
    if favouring.right == plain.right or not fewest:
        return layers
    seen, _ = polish(layers, favouring)
    return seen if count_crossings(seen, plain.right) <= DETOUR * fewest else layers


def relabel(layout: Layout, links: Sequence[Link], *, measure: Measure) -> Layout:
    """Return the layout with the labels of other links' verdicts; symbols and names stay put.

    For pictures of the same parties in different weeks: only the labels differ.

    Parameters
    ----------
    links : sequence of Link
        Those to be drawn, all of them routed in the layout; widths and labels may be others.

    Raises
    ------
    KeyError
        If a link is not in the layout.
    """
    links = sorted(links, key=lambda link: link.id)
    ids = sorted(layout.places)
    writing = place_labels(
        [Node(id_, "") for id_ in ids],
        links,
        [layout.places[id_] for id_ in ids],
        [layout.routes[link.id] for link in links],
        size=(layout.width, layout.height),
        column=layout.width,
        style=layout.style,
        measure=measure,
        fixed=[layout.names[id_] for id_ in ids],
    )
    return replace(layout, labels={links[i].id: box for i, box in writing.labels.items()})


def count_columns(nodes: Sequence[Node], links: Sequence[Link]) -> int:
    """Return how many columns a chain would have, without placing anything.

    >>> count_columns([Node("a", "A"), Node("b", "B")], [Link("l", "a", "b")])
    2
    """
    return len(set(_columns(nodes, links)[1]))


def style_for(nodes: int, width: float = USUAL_WIDTH, columns: int = 0) -> Style:
    """Return the sizes for so many nodes on a canvas: smaller where it is fuller.

    Parameters
    ----------
    columns : int
        A step smaller where these stand so close that names would reach from one to the next.

    Examples
    --------
    >>> style_for(12).font_size, style_for(18, 820).font_size, style_for(60).font_size
    (15.0, 13.0, 12.0)
    >>> style_for(60, columns=16).font_size
    11.0
    """
    fullness = nodes * USUAL_WIDTH / width
    step = (fullness > 20) + (fullness > 40) + (columns * CLOSE_COLUMNS > width)
    return STYLES[step]


def _columns(
    nodes: Sequence[Node], links: Sequence[Link]
) -> tuple[list[tuple[int, int, float]], list[int], frozenset[int]]:
    """Return the arcs without cycles, the column of each node, and which arcs were turned round."""
    ends = _check(nodes, links)
    pinned = [i for i, node in enumerate(nodes) if node.last]
    arcs = [(*end, link.width) for end, link in zip(ends, links, strict=True)]
    # Widths grow with the root of the volume, so that their squares weigh about like it.
    backward = backward_links(len(nodes), [(s, t, w * w) for s, t, w in arcs], pinned)
    forward = [(t, s, w) if i in backward else (s, t, w) for i, (s, t, w) in enumerate(arcs)]
    layer = assign_layers(len(nodes), [(s, t) for s, t, _ in forward if s != t], pinned)
    return forward, layer, backward


def _check(nodes: Sequence[Node], links: Sequence[Link]) -> list[tuple[int, int]]:
    index = {node.id: i for i, node in enumerate(nodes)}
    if len(index) < len(nodes):
        raise ValueError("node ids must be unique")
    if len({link.id for link in links}) < len(links):
        raise ValueError("link ids must be unique")
    for link in links:
        for end in (link.source, link.target):
            if end not in index:
                raise ValueError(f"link {link.id!r}: {end!r} is not among the nodes")
    return [(index[link.source], index[link.target]) for link in links]
