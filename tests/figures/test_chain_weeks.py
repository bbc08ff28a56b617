"""The chain week after week: one arrangement, in which only trouble moves."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

from kpi.chain.layout import Box, Link, relabel
from kpi.figures import draw_chain, lay_out_chain
from kpi.figures.chain_parts import label_width
from kpi.figures.text import text_width
from kpi.words import words_for
from tests.figures.companies import company

ES = words_for("es")


def test_from_week_to_week_nothing_moves_but_widths_colours_and_labels() -> None:
    """Four weeks of 30 parties, each without some links and with other failing ones."""
    nodes, links = company(30)
    layout = lay_out_chain(nodes, links)
    chance = random.Random(7)  # noqa: S311 - which links fail is no secret
    places = set()
    for _ in range(4):
        week = [
            replace(link, width=chance.uniform(1.2, 8), verdict="kept", label=None)
            for link in chance.sample(links, len(links) - 9)
        ]
        week[:4] = [replace(link, verdict="broken", label="7 %") for link in week[:4]]
        picture = draw_chain(nodes, week, say=ES, title="x", layout=layout)
        root = ET.fromstring(picture.svg)  # noqa: S314 - our own text
        symbols = [el for el in root.iter() if el.get("class") == "symbol"]
        names = [el for el in root.iter() if el.get("class") == "name"]
        places.add(tuple((el.get("cx"), el.get("cy"), el.get("x")) for el in symbols + names))
        assert len([g for g in root if (g.get("class") or "").startswith("label broken")]) == 4
    assert len(places) == 1


def test_labels_of_another_week_cover_no_symbol_name_or_label() -> None:
    nodes, links = company(30, seed=3)
    layout = lay_out_chain(nodes, links)
    others = [
        replace(link, verdict="broken", label="12 %") if i % 9 == 0
        else replace(link, verdict="kept", label=None)
        for i, link in enumerate(links)
    ]  # fmt: skip
    lines = [
        Link(link.id, link.supplier, link.customer, link.width, label_width=label_width(link, 20.0))
        for link in others
    ]
    found = relabel(layout, lines, measure=text_width)
    radius = layout.style.radius
    fixed = [
        Box(p.x - radius, p.y - radius, 2 * radius, 2 * radius) for p in layout.places.values()
    ] + [name.box for name in layout.names.values()]
    labels = list(found.labels.values())
    assert len(labels) == len([link for link in others if link.loud])
    assert not any(a.overlaps(b) for a, b in combinations(labels, 2))
    assert not [label for label in labels if any(label.overlaps(box) for box in fixed)]
    assert (found.places, found.names) == (layout.places, layout.names)
