"""What happens at Muebles Roble: the flows of its work, and the truths planted in them.

docs/sample.md tells each truth and how it shows.
"""

from __future__ import annotations

from datetime import date, datetime

from kpi.agreements import Link
from kpi.sample import company as co
from kpi.sample.plan import Flow, Offer, Renegotiation, Spell, Step, Task

_EVER = date(2030, 1, 1)

SPELLS = (
    # A new supplier of hardware: late, and with it every order that waits for hinges and runners.
    Spell(co.HARDWARE, date(2026, 2, 9), _EVER, late=0.4, late_hours=60),
    # Two vans in the workshop: a smaller break at the end of the chain.
    Spell(co.HAULAGE, date(2026, 2, 16), _EVER, late=0.28, late_hours=55),
    # Advance invoices come late, and nothing outside waits for them.
    Spell(co.ADVANCES, date(2025, 12, 1), _EVER, late=0.36, late_hours=14),
    # Drawings before the renegotiation.
    Spell(co.DRAWINGS, co.FIRST_DAY, date(2025, 11, 3), late=0.24, late_hours=12),
    # Repairs until the action that ended their waiting for parts.
    Spell(co.REPAIRS, date(2025, 9, 1), date(2025, 12, 1), late=0.4, late_hours=12),
    # Finished orders that wait for a release that does not come.
    Spell(co.RELEASE, date(2026, 2, 20), date(2026, 3, 14), late=0.015, late_hours=7, stuck=0.27),
    Spell(co.VISITS, date(2026, 2, 16), _EVER, late=0.125, late_hours=6),
)

RENEGOTIATIONS = (
    Renegotiation(
        co.DRAWINGS,
        date(2025, 11, 3),
        48,
        {"on_time_rate": 0.95, "first_time_right": 0.95},
        "Segundo dibujante contratado; se acuerdan 72 h con planos completos",
    ),
    Renegotiation(
        Link("TI", "Ventas", "soporte"),
        date(2026, 1, 12),
        24,
        {"on_time_rate": 0.85, "lead_time_p90": 48.0},
        "Renovación anual con meta más alta",
    ),
)

OFFERS = (
    Offer(
        co.RENDERS,
        "customer",
        datetime(2026, 3, 5, 9, 40),
        72,
        {"on_time_rate": 0.95},
        "Las campañas salen los jueves",
    ),
    Offer(
        co.RENDERS,
        "supplier",
        datetime(2026, 3, 16, 16, 20),
        96,
        {"on_time_rate": 0.9},
        "Los mismos dibujantes hacen los planos; 96 h se pueden cumplir",
    ),
    Offer(
        co.CAMPAIGNS,
        "customer",
        datetime(2026, 3, 12, 10, 15),
        120,
        {"on_time_rate": 0.85},
        "Para planear la temporada de verano",
    ),
)

ANNOTATIONS = (
    (date(2025, 4, 14), "Semana Santa: planta a media capacidad", ""),
    (date(2025, 11, 3), "Planos: segundo dibujante y acuerdo renovado", "Diseño > Producción"),
    (date(2025, 11, 14), "Buen Fin", ""),
    (date(2025, 12, 22), "Cierre de año: planta a media capacidad", ""),
    (date(2026, 2, 9), "Nuevo proveedor de herrajes", "Compras > Almacén"),
    (date(2026, 2, 16), "Dos camionetas en taller", "Logística > Instalación"),
    (date(2026, 2, 16), "Posventa empieza a avisar hallazgos a Calidad", "Posventa > Calidad"),
)

ACTIONS = (
    Task(
        co.REPAIRS,
        "Refacciones críticas en la planta, no bajo pedido",
        "Jefatura de Mantenimiento",
        date(2025, 10, 20),
        date(2025, 11, 28),
        done=date(2025, 11, 28),
        kpi="on_time_rate",
        expected=0.92,
        rebase=True,
    ),
    Task(
        co.HARDWARE,
        "Segundo proveedor de herrajes, con entrega diaria",
        "Jefatura de Compras",
        date(2026, 2, 23),
        date(2026, 3, 13),
        kpi="on_time_rate",
        expected=0.93,
    ),
    Task(
        co.HAULAGE,
        "Rentar una camioneta mientras vuelven las dos del taller",
        "Jefatura de Logística",
        date(2026, 3, 9),
        date(2026, 3, 27),
        kpi="on_time_rate",
        expected=0.92,
    ),
)

_ROUNDS = ("requisitos", "requisitos 2", "requisitos 3")

MADE_TO_ORDER = Flow(
    "P",
    15.5,
    (
        Step("fin", co.INSTALLATION, ("reparto",), requested_with_order=True),
        Step("requisitos", co.REQUIREMENTS),
        Step("aclaraciones", co.CLARIFICATIONS, ("requisitos",), chance=0.45),
        Step("requisitos 2", co.REQUIREMENTS, ("aclaraciones",), only_with="aclaraciones"),
        Step("aclaraciones 2", co.CLARIFICATIONS, ("requisitos 2",), 0.4, "requisitos 2"),
        Step("requisitos 3", co.REQUIREMENTS, ("aclaraciones 2",), only_with="aclaraciones 2"),
        Step("lista", co.MATERIAL_LIST, _ROUNDS),
        Step("planos", co.DRAWINGS, _ROUNDS),
        Step("anticipos", co.ADVANCES, ("lista",)),
        Step("herrajes", co.HARDWARE, ("lista",)),
        Step("materiales", co.MATERIALS, ("herrajes",), booked_before_due_of="herrajes"),
        Step("piezas", co.PARTS, ("materiales", "planos")),
        Step("muebles", co.FURNITURE, ("piezas",)),
        Step("insumos", co.SUPPLIES, ("lista",), chance=0.25),
        Step("renders", co.RENDERS, ("lista",), chance=0.12),
        Step("liberación", co.RELEASE, ("muebles",)),
        Step("reparto", co.HAULAGE, ("liberación",)),
    ),
    due_days=18,
    channels=("tienda", "web", "obra"),
)
REPLENISHMENT = Flow(
    "R",
    49,
    (
        Step("fin", co.SHOP_DELIVERY, ("surtido",), requested_with_order=True),
        Step("pedidos", co.SHOP_ORDERS),
        Step("herrajes", co.HARDWARE, ("pedidos",), chance=0.6),
        Step("facturas", co.INVOICES, ("pedidos",), chance=0.08),
        Step("surtido", co.PICKING, ("pedidos", "herrajes")),
    ),
    due_days=6,
    longer=("herrajes", 3),
    channels=("tienda",),
)
AFTER_SALES = Flow(
    "G",
    28,
    (
        Step("fin", co.WARRANTY, ("refacciones 2", "visitas"), requested_with_order=True),
        Step("refacciones", co.SPARES, chance=0.6),
        Step("herrajes", co.HARDWARE, ("refacciones",), 0.4, "refacciones"),
        Step("refacciones 2", co.SPARES_KIT, ("refacciones", "herrajes"), only_with="refacciones"),
        Step("visitas", co.VISITS, ("refacciones 2",)),
        Step("comentarios", co.REMARKS, chance=0.12),
        Step("hallazgos", co.DEFECT_NOTES, (), chance=0.45, since=date(2026, 2, 16)),
    ),
    due_days=7,
    longer=("herrajes", 3),
    channels=("teléfono", "web"),
    closes=True,
)


def _alone(prefix: str, weekly: float, *link: str, until: date | None = None) -> Flow:
    """Describe an internal request: one handoff, no promise outside."""
    return Flow(prefix, weekly, (Step("único", Link(*link), until=until),))


INTERNAL = (
    _alone("TI", 4.5, "TI", "Ventas", "soporte"),
    _alone("TI", 2.5, "TI", "Producción", "soporte"),
    _alone("TI", 2, "TI", "Finanzas", "soporte"),
    _alone("TI", 2, "TI", "Posventa", "soporte"),
    _alone("MT", 4, *co.REPAIRS),
    _alone("MT", 0.7, *co.PAINT_BOOTH, until=date(2026, 1, 19)),
    _alone("MT", 2, "Mantenimiento", "Logística", "vehículos"),
    _alone("RH", 1.8, "RR. HH.", "Producción", "contrataciones"),
    _alone("RH", 0.6, *co.TRAINING),
    Flow(
        "AL",
        1.8,
        (
            Step("altas", Link("RR. HH.", "TI", "altas")),
            Step("equipo", Link("Compras", "TI", "equipo")),
        ),
    ),
    _alone("FI", 3.5, "Finanzas", "Compras", "pagos"),
    _alone("FI", 2, "Finanzas", "Logística", "viáticos"),
    _alone("FI", 1.8, "Finanzas", "RR. HH.", "nómina"),
    Flow(
        "OC",
        2.5,
        (
            Step("surtido", Link("Herrajes del Norte", "Compras", "surtido")),
            Step("tableros", Link("Compras", "Almacén", "tableros"), ("surtido",)),
        ),
    ),
    _alone("CO", 2, "Compras", "Producción", "consumibles"),
    _alone("CA", 1.8, "Calidad", "Compras", "rechazos"),
    _alone("CA", 2.5, "Calidad", "Producción", "retrabajos"),
    _alone("MK", 1.5, *co.CAMPAIGNS),
)

FLOWS = (MADE_TO_ORDER, REPLENISHMENT, AFTER_SALES, *INTERNAL)
