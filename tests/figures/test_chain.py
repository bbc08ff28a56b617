"""The drawn chain: strict XML, literal colours, names that stay text, nothing covered."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from kpi.chain.layout import Box, Layout, along, leader, pointer
from kpi.figures import ChainLink, ChainNode, draw_chain, lay_out_chain, stroke_width
from kpi.figures.palette import LIGHT
from kpi.words import words_for
from tests.figures.companies import company, furniture_maker

SVG = "{http://www.w3.org/2000/svg}"
ES, EN = words_for("es"), words_for("en")
HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="alert(1)',
    "' onclick='x",
    "a & b]]>",
    "\x00\x1b\ud800 nul",
    "=cmd|'/c calc'!A1",
    "&lt;already&gt;",
    "",
)

Chain = tuple[list[ChainNode], list[ChainLink]]


def two_departments(**link: object) -> Chain:
    nodes = [ChainNode("c", "Compras"), ChainNode("a", "Almacén")]
    return nodes, [ChainLink("ca", "c", "a", **link)]  # type: ignore[arg-type]


def parse(chain: Chain, *, live: bool = True, width: float = 1180) -> ET.Element:
    picture = draw_chain(*chain, say=EN, title="The chain", live=live, width=width)
    return ET.fromstring(picture.svg)  # noqa: S314 - our own text, to be parsed strictly


def laid_out(chain: Chain, height: float | None = None) -> Layout:
    return lay_out_chain(*chain, height=height)


def covers(box: Box, layout: Layout, links: list[ChainLink], *, but: str = "") -> list[str]:
    """Return the links whose stroke runs under a box, a hair at its edge aside."""
    covered = []
    for link in links:
        route, half = layout.routes[link.id], link.width / 2
        for point in [*along(route.curve, 60), route.tip]:
            inside = box.x - half < point.x < box.x + box.width + half
            if inside and box.y + 2 - half < point.y < box.y + box.height - 2 + half:
                covered.append(link.id)
                break
    return [link for link in covered if link != but]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(name: str, live: bool) -> None:
    nodes = [ChainNode(name, name), ChainNode("b", name + "b", "customer")]
    links = [ChainLink("l" + name, name, "b", verdict="broken", label=name, service=name)]
    root = parse((nodes, links), live=live)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "g", "path", "circle", "rect", "text"}
    for element in root.iter():
        assert not [a for a in element.attrib if a.startswith("on") or "href" in a]
    if name.startswith("<script>"):
        written = {text.text for text in root.iter(f"{SVG}text")}
        assert name in written


def test_colours_are_literal_so_that_converters_see_them() -> None:
    for chain in (furniture_maker(), company(30)):
        for live in (True, False):
            svg = draw_chain(*chain, say=ES, title="x", live=live).svg
            for word in ("var(", "light-dark(", "currentColor", "style=", "<use", "marker-end"):
                assert word not in svg


def test_a_failing_link_is_drawn_on_top_in_its_colour_with_shape_and_share() -> None:
    nodes, links = furniture_maker()
    root = parse((nodes, links))
    drawn = [g for g in root.iter(f"{SVG}g") if "link" in (g.get("class") or "").split()]
    assert [g.get("data-id") for g in drawn][-3:] == [
        "link:Diseño>Producción",
        "link:Logística>Instalación",
        "link:Compras>Almacén",
    ]
    line = next(p for p in drawn[-1] if p.get("class") == "line")
    assert line.get("stroke") == LIGHT.broken
    label = next(g for g in root if g.get("data-for") == "link:Compras>Almacén")
    assert [child.tag for child in label] == [SVG + "rect", SVG + "path", SVG + "text"]
    assert label[2].text == "41 % de lo roto"


def test_a_failing_link_without_words_still_shows_its_shape() -> None:
    root = parse(two_departments(verdict="at risk"))
    label = next(g for g in root if g.get("class") == "label at_risk")
    assert [child.get("class") for child in label] == ["frame", "mark"]


def test_a_kept_link_is_quiet_and_unlabelled() -> None:
    root = parse(two_departments(verdict="kept"))
    assert not [g for g in root if "label" in (g.get("class") or "")]
    line = next(p for p in root.iter(f"{SVG}path") if p.get("class") == "line")
    assert line.get("stroke") == LIGHT.line


def test_links_and_parties_are_buttons_that_say_who_and_how() -> None:
    chain = two_departments(
        verdict="broken", label="41 %", service="herrajes", detail="78 % a tiempo"
    )
    root = parse(chain)
    buttons = {g.get("data-id"): g for g in root.iter(f"{SVG}g") if g.get("role") == "button"}
    assert set(buttons) == {"party:c", "party:a", "link:ca"}
    assert all(g.get("tabindex") == "-1" for g in buttons.values())
    said = buttons["link:ca"].get("aria-label")
    assert said == "Compras → Almacén · herrajes: broken · 41 % · 78 % a tiempo"
    assert (root.get("role"), root.get("aria-label")) == ("group", "The chain")


def test_a_still_picture_is_an_image_with_a_title_and_no_buttons() -> None:
    root = parse(two_departments(), live=False)
    assert (root.get("role"), root[0].tag, root[0].text) == ("img", SVG + "title", "The chain")
    assert not [g for g in root.iter() if g.get("role") == "button"]
    assert float(root.get("width") or 0) == 1180


def test_every_link_has_a_wide_place_to_be_hit_on_the_page() -> None:
    nodes, links = company(30)
    hits = [p for p in parse((nodes, links)).iter(f"{SVG}path") if p.get("class") == "hit"]
    assert len(hits) == len(links)
    assert min(float(hit.get("stroke-width") or 0) for hit in hits) >= 16


def test_parties_outside_have_symbols_of_their_own() -> None:
    root = parse(furniture_maker())
    symbols = {
        g.get("data-id"): g[0]
        for g in root.iter(f"{SVG}g")
        if (g.get("class") or "").startswith("party")
    }
    assert symbols["party:Ventas"].tag == SVG + "circle"
    customer, supplier = symbols["party:Tiendas"], symbols["party:Proveedor de herrajes"]
    assert customer.tag == supplier.tag == SVG + "rect"
    assert (customer.get("fill"), supplier.get("fill")) == (LIGHT.ink, LIGHT.background)


def test_the_reading_order_names_everything_once_and_runs_left_to_right() -> None:
    nodes, links = furniture_maker()
    order = draw_chain(nodes, links, say=ES, title="x").order
    assert sorted(order) == sorted(
        [f"party:{n.id}" for n in nodes] + [f"link:{link.id}" for link in links]
    )
    assert order.index("party:Compras") < order.index("link:Compras>Almacén")
    assert order.index("link:Compras>Almacén") < order.index("party:Almacén")


def test_the_picture_is_the_same_for_shuffled_input() -> None:
    nodes, links = company(30)
    first = draw_chain(nodes, links, say=ES, title="x")
    chance = random.Random(5)  # noqa: S311 - a shuffle, no secret
    chance.shuffle(nodes)
    chance.shuffle(links)
    assert draw_chain(nodes, links, say=ES, title="x") == first


def covered(chain: Chain, layout: Layout) -> list[str]:
    """Return every text that lies on a symbol, on another text or, a label, on another link."""
    radius = layout.style.radius
    symbols = [
        Box(p.x - radius, p.y - radius, 2 * radius, 2 * radius) for p in layout.places.values()
    ]
    names = [name.box for name in layout.names.values()]
    texts = [*layout.labels.values(), *names]
    found = [f"{a} on {b}" for a, b in combinations(texts, 2) if a.overlaps(b)]
    found += [f"{a} on {b}" for a in texts for b in symbols if a.overlaps(b)]
    return found + [
        f"{link} on {lines}"
        for link, box in layout.labels.items()
        if (lines := covers(box, layout, chain[1], but=link))
    ]


def names_on_lines(chain: Chain, layout: Layout) -> list[str]:
    return [id_ for id_, name in layout.names.items() if covers(name.box, layout, chain[1])]


@pytest.mark.parametrize("height", [None, 420])
def test_nothing_of_the_sample_picture_is_covered(height: float | None) -> None:
    chain = furniture_maker()
    layout = laid_out(chain, height=height)
    assert height in {None, layout.height}
    assert covered(chain, layout) == names_on_lines(chain, layout) == []
    assert not [name for name in layout.names.values() if "…" in "".join(name.lines)]


@pytest.mark.parametrize(("parties", "seed"), [(n, seed) for n in (12, 18) for seed in range(1, 5)])
def test_nothing_of_a_small_company_is_covered(parties: int, seed: int) -> None:
    chain = company(parties, seed)
    layout = laid_out(chain)
    assert covered(chain, layout) == names_on_lines(chain, layout) == []


@pytest.mark.parametrize("seed", range(1, 6))
def test_of_sixty_parties_no_text_covers_a_symbol_a_text_or_another_link(seed: int) -> None:
    chain = company(60, seed)
    layout = laid_out(chain)
    assert covered(chain, layout) == []
    # Two of them have no room for a few names; a halo keeps these readable.
    assert len(names_on_lines(chain, layout)) <= {3: 3, 5: 1}.get(seed, 0)


def test_a_line_leads_to_a_name_that_stands_apart_from_its_symbol() -> None:
    nodes, links = company(60, 3)
    layout = laid_out((nodes, links))
    radius = layout.style.radius
    apart = {
        id_ for id_, name in layout.names.items() if pointer(layout.places[id_], radius, name.box)
    }
    led = {
        (g.get("data-id") or "").removeprefix("party:")
        for g in parse((nodes, links)).iter(f"{SVG}g")
        if any(child.get("class") == "pointer" for child in g)
    }
    assert led == apart != set()


def test_a_line_leads_to_a_label_that_stands_apart_from_its_link() -> None:
    nodes, links = company(60, 7)
    layout = laid_out((nodes, links))
    apart = {id_ for id_, box in layout.labels.items() if leader(layout.routes[id_].curve, box)}
    root = parse((nodes, links))
    led = {
        (g.get("data-for") or "").removeprefix("link:")
        for g in root.iter(f"{SVG}g")
        if any(child.get("class") == "leader" for child in g)
    }
    assert led == apart != set()


def test_two_hundred_parties_are_drawn_too_if_asked() -> None:
    nodes, links = company(200, per_party=1.5)
    picture = draw_chain(nodes, links, say=ES, title="x")
    assert len(picture.order) == len(nodes) + len(links)


def test_a_long_name_is_cut_in_the_picture_and_whole_for_ears() -> None:
    name = "Dirección General de Mantenimiento Preventivo y Correctivo de Maquinaria"
    root = parse(([ChainNode("a", name), ChainNode("b", "B")], [ChainLink("l", "a", "b")]))
    party = next(g for g in root.iter(f"{SVG}g") if g.get("data-id") == "party:a")
    assert party.get("aria-label") == name
    assert any("…" in (text.text or "") for text in party.iter(f"{SVG}text"))


def test_the_widest_link_is_the_largest_and_none_is_invisible() -> None:
    assert stroke_width(7, 7) == 8
    assert stroke_width(0, 0) == stroke_width(0, 9) == 1.2
    assert stroke_width(1, 100) < stroke_width(2, 100)
