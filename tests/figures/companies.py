"""Invented companies to draw: departments, feedback, customers and one supplier outside."""

from __future__ import annotations

import random

from kpi.figures.chain_values import ChainLink, ChainNode, stroke_width

DEPARTMENTS = (
    "Ventas", "Crédito", "Diseño", "Ingeniería", "Planeación", "Compras", "Almacén", "Corte",
    "Pintura", "Ensamble", "Calidad", "Empaque", "Logística", "Rutas", "Instalación", "Posventa",
    "Facturación", "Cobranza", "Mantenimiento", "Sistemas", "Recursos Humanos",
    "Atención a clientes",
)  # fmt: skip


def furniture_maker() -> tuple[list[ChainNode], list[ChainLink]]:
    """Sixteen parties, as the sample company has them: one link fails hard, one softly."""
    parties = {
        "Proveedor de herrajes": "supplier", "Ventas": "no", "Diseño": "no", "Compras": "no",
        "Almacén": "no", "Producción": "no", "Calidad": "no", "Logística": "no",
        "Instalación": "no", "Posventa": "no", "Sistemas": "no", "Recursos Humanos": "no",
        "Finanzas": "no", "Mantenimiento": "no", "Cliente final": "customer", "Tiendas": "customer",
    }  # fmt: skip
    rows = [
        ("Proveedor de herrajes", "Compras", 40, "no target", None),
        ("Ventas", "Diseño", 60, "kept", None),
        ("Ventas", "Compras", 30, "kept", None),
        ("Ventas", "Finanzas", 25, "kept", None),
        ("Diseño", "Producción", 70, "at risk", "6 %"),
        ("Compras", "Almacén", 110, "broken", "41 % de lo roto"),
        ("Almacén", "Producción", 130, "kept", None),
        ("Almacén", "Logística", 50, "kept", None),
        ("Producción", "Calidad", 130, "kept", None),
        ("Calidad", "Producción", 12, "kept", None),
        ("Calidad", "Logística", 120, "kept", None),
        ("Calidad", "Posventa", 12, "too few", None),
        ("Logística", "Instalación", 90, "broken", "17 %"),
        ("Logística", "Tiendas", 60, "kept", None),
        ("Instalación", "Cliente final", 90, "kept", None),
        ("Instalación", "Posventa", 15, "kept", None),
        ("Posventa", "Cliente final", 25, "kept", None),
        ("Posventa", "Calidad", 8, "kept", None),
        ("Sistemas", "Diseño", 14, "kept", None),
        ("Sistemas", "Logística", 9, "no data", None),
        ("Finanzas", "Compras", 35, "kept", None),
        ("Recursos Humanos", "Producción", 10, "no target", None),
        ("Mantenimiento", "Producción", 20, "kept", None),
        ("Finanzas", "Ventas", 11, "kept", None),
        ("Cliente final", "Posventa", 16, "kept", None),
    ]
    nodes = [ChainNode(name, name, external) for name, external in parties.items()]  # type: ignore[arg-type]
    links = [
        ChainLink(
            f"{a}>{b}", a, b, stroke_width(volume, 130), verdict, label,
            rank=float(label.split()[0]) if label else 0.0,
        )
        for a, b, volume, verdict, label in rows
    ]  # fmt: skip
    return nodes, links


def company(
    parties: int, seed: int = 1, per_party: float = 2.0
) -> tuple[list[ChainNode], list[ChainLink]]:
    """So many parties in up to nine stages, two or so links each: long ones and feedback too."""
    chance = random.Random(seed)  # noqa: S311 - a drawing needs no secrets
    outside = max(2, parties // 15)
    inside = parties - outside - 1
    stages = min(9, max(4, parties // 5))
    nodes = [ChainNode("s", "Proveedor externo", "supplier")]
    nodes += [ChainNode(f"d{i:03}", _name(i), "no", _name(i)) for i in range(inside)]
    nodes += [ChainNode(f"x{i:02}", f"Cliente {chr(65 + i)}", "customer") for i in range(outside)]
    stage = [0, *(1 + i * stages // inside for i in range(inside)), *[stages + 1] * outside]

    def someone(where: int) -> int:
        return chance.choice(
            [i for i, at in enumerate(stage) if at == min(max(where, 1), stages + 1)]
        )

    pairs = {(0, someone(2)): None}
    pairs |= {(i, someone(stage[i] + 1)): None for i in range(1, inside + 1)}
    pairs |= {(someone(stages), i): None for i in range(inside + 1, len(nodes))}
    while len(pairs) < parties * per_party:
        start, dice = 1 + chance.randrange(inside), chance.random()
        step = -1 if dice < 0.06 else 1 if dice < 0.75 else 2 if dice < 0.9 else 4
        pairs[start, someone(stage[start] + step)] = None
    pairs = {pair: None for pair in pairs if pair[0] != pair[1]}
    return nodes, _links(nodes, list(pairs), chance)


def _name(i: int) -> str:
    name = DEPARTMENTS[i % len(DEPARTMENTS)]
    return name if i < len(DEPARTMENTS) else f"{name} {i // len(DEPARTMENTS) + 1}"


def _links(
    nodes: list[ChainNode], pairs: list[tuple[int, int]], chance: random.Random
) -> list[ChainLink]:
    failing = chance.sample(pairs, max(3, min(8, len(nodes) // 8)))
    links = []
    for pair in pairs:
        verdict, label, rank = "no target" if chance.random() < 0.1 else "kept", None, 0.0
        if pair in failing:
            place = failing.index(pair)
            verdict = "at risk" if place % 3 == 2 else "broken"
            rank = 41.0 / (place + 1)
            label = f"{rank:.0f} %"
        supplier, customer = nodes[pair[0]].id, nodes[pair[1]].id
        width = stroke_width(5 + 200 * chance.random() ** 3, 205)
        links.append(
            ChainLink(f"{supplier}>{customer}", supplier, customer, width, verdict, label, rank)
        )
    return links
