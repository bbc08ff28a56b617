"""A small invented chain for who has no data yet: what the pages will show."""

from __future__ import annotations

from kpi.figures import ChainLink, ChainNode, chain_key, draw_chain
from kpi.figures.palette import Theme
from kpi.figures.recolour import recoloured
from kpi.words import Words
from pages.parts.markup import heading

WIDTH, HEIGHT = 560, 210
# Supplier, customer and width; the second is the one that fails.
_LINKS = (
    ("sales", "design", 3.0),
    ("purchasing", "warehouse", 5.0),
    ("design", "production", 3.0),
    ("warehouse", "production", 5.0),
    ("production", "logistics", 6.0),
    ("logistics", "customer", 6.0),
    ("production", "design", 1.5),
)
_FAILING = ("purchasing", "warehouse")


def markup(say: Words, theme: Theme) -> str:
    """Draw the example with its finding above it."""
    names = {
        "sales": say("Sales"),
        "purchasing": say("Purchasing"),
        "design": say("Design"),
        "warehouse": say("Warehouse"),
        "production": say("Production"),
        "logistics": say("Logistics"),
        "customer": say("Customer"),
    }
    nodes = [
        ChainNode(key, name, external="customer" if key == "customer" else "no")
        for key, name in names.items()
    ]
    links = [
        ChainLink(
            f"{supplier}-{customer}",
            supplier,
            customer,
            width,
            "broken" if (supplier, customer) == _FAILING else "kept",
            label=say.percent(0.4, 0) if (supplier, customer) == _FAILING else None,
        )
        for supplier, customer, width in _LINKS
    ]
    supplier, customer = (names[end] for end in _FAILING)
    title = say(
        "{supplier} → {customer} decides {tenths} of every 10 broken promises.",
        supplier=supplier,
        customer=customer,
        tenths=say.number(4),
    )
    picture = draw_chain(nodes, links, say=say, title=title, width=WIDTH, height=HEIGHT)
    note = f"{say('an invented example')} · {chain_key(picture, say, judged=True)}"
    svg = recoloured(picture.svg, theme)
    return heading(title, note) + f'<div class="example">{svg}</div>'
