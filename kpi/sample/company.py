"""Muebles Roble: the parties and links of a made-up furniture maker in Guadalajara.

Everything here is data; what goes wrong in it, on purpose, is in `kpi.sample.stories`.
"""

from __future__ import annotations

from datetime import date

from kpi.agreements import Link
from kpi.sample.plan import Party, Plan

NAME = "Muebles Roble"
ZONE = "America/Mexico_City"
FIRST_DAY = date(2025, 1, 27)  # Monday of 2025-W05
WEEKS = 60  # to 2026-W12

HOLIDAYS = (
    *(date(2025, 2, 3), date(2025, 3, 17), date(2025, 4, 17), date(2025, 4, 18)),
    *(date(2025, 5, 1), date(2025, 9, 16), date(2025, 11, 17), date(2025, 12, 25)),
    *(date(2025, 12, 26), date(2026, 1, 1), date(2026, 2, 2), date(2026, 3, 16)),
)
# Size of a week against today's, beside steady growth: Holy Week, Buen Fin, end of the year.
SEASON = {
    date(2025, 4, 14): 0.6,
    date(2025, 11, 10): 1.2,
    date(2025, 11, 17): 1.1,
    date(2025, 12, 22): 0.45,
    date(2025, 12, 29): 0.4,
}
BRANCHES = ("GDL", "CDMX", "MTY", "QRO")

PARTIES = (
    Party("Ventas", "Comercial", "Gerencia de Ventas"),
    Party("Mercadotecnia", "Comercial", "Jefatura de Mercadotecnia"),
    Party("Posventa", "Comercial", "Coordinación de Posventa"),
    Party("Diseño", "Ingeniería", "Jefatura de Diseño"),
    Party("Compras", "Abastecimiento", "Jefatura de Compras"),
    Party("Almacén", "Abastecimiento", "Jefatura de Almacén"),
    Party("Producción", "Planta", "Gerencia de Producción"),
    Party("Acabados", "Planta", "Jefatura de Acabados"),
    Party("Calidad", "Planta", "Jefatura de Calidad"),
    Party("Mantenimiento", "Planta", "Jefatura de Mantenimiento"),
    Party("Logística", "Entrega", "Jefatura de Logística"),
    Party("Instalación", "Entrega", "Coordinación de Instalación"),
    Party("TI", "Administración", "Jefatura de TI"),
    Party("RR. HH.", "Administración", "Gerencia de RR. HH."),
    Party("Finanzas", "Administración", "Gerencia de Finanzas"),
    Party("Cliente final", "", "", external="customer", promise_target=0.95),
    Party("Tiendas", "", "", external="customer", promise_target=0.92),
    Party("Herrajes del Norte", "", "", external="supplier"),
)

REQUIREMENTS = Link("Ventas", "Diseño", "requisitos")
CLARIFICATIONS = Link("Diseño", "Ventas", "aclaraciones")
DRAWINGS = Link("Diseño", "Producción", "planos")
MATERIAL_LIST = Link("Diseño", "Compras", "despiece")
ADVANCES = Link("Finanzas", "Ventas", "anticipos")
HARDWARE = Link("Compras", "Almacén", "herrajes")
MATERIALS = Link("Almacén", "Producción", "materiales")
PARTS = Link("Producción", "Acabados", "piezas")
FURNITURE = Link("Acabados", "Calidad", "muebles")
RELEASE = Link("Calidad", "Logística", "liberación")
REPAIRS = Link("Mantenimiento", "Producción", "reparaciones")
HAULAGE = Link("Logística", "Instalación", "reparto")
INSTALLATION = Link("Instalación", "Cliente final", "instalación")
SUPPLIES = Link("Almacén", "Acabados", "insumos")
RENDERS = Link("Diseño", "Mercadotecnia", "renders")
CAMPAIGNS = Link("Mercadotecnia", "Ventas", "campañas")
SHOP_ORDERS = Link("Ventas", "Almacén", "pedidos")
PICKING = Link("Almacén", "Logística", "surtido")
SHOP_DELIVERY = Link("Logística", "Tiendas", "reparto")
INVOICES = Link("Ventas", "Finanzas", "facturas")
SPARES = Link("Posventa", "Almacén", "refacciones")
SPARES_KIT = Link("Almacén", "Instalación", "refacciones")
VISITS = Link("Posventa", "Instalación", "visitas")
WARRANTY = Link("Instalación", "Cliente final", "garantía")
REMARKS = Link("Posventa", "Ventas", "comentarios")
DEFECT_NOTES = Link("Posventa", "Calidad", "hallazgos")
PAINT_BOOTH = Link("Mantenimiento", "Acabados", "cabina de pintura")
TRAINING = Link("RR. HH.", "Instalación", "capacitación")

_ON_TIME = {"on_time_rate": 0.92}
_TICKET = {"on_time_rate": 0.9, "lead_time_p90": 48.0}

PLANS = (
    # Made to order, for the final customer
    Plan(REQUIREMENTS, 24, {"on_time_rate": 0.92, "first_time_right": 0.95}),
    Plan(CLARIFICATIONS, 10, {"on_time_rate": 0.9}, returned=0),
    Plan(DRAWINGS, 72, {"on_time_rate": 0.92, "first_time_right": 0.95}, promised=True),
    Plan(MATERIAL_LIST, 24, _ON_TIME),
    Plan(ADVANCES, 48, {"on_time_rate": 0.9}, returned=0),
    Plan(HARDWARE, 72, {"on_time_rate": 0.93}, returned=0, promised=True),
    Plan(MATERIALS, 48, {"on_time_rate": 0.93}, work=24, late=0, returned=0),
    Plan(PARTS, 96, {"on_time_rate": 0.92, "first_time_right": 0.94}, returned=0.02),
    Plan(FURNITURE, 72, {"on_time_rate": 0.92, "first_time_right": 0.94}, returned=0.02),
    Plan(RELEASE, 24, {"on_time_rate": 0.96}, late=0.015, returned=0),
    Plan(HAULAGE, 48, {"on_time_rate": 0.93}, promised=True, returned=0),
    Plan(
        INSTALLATION,
        None,
        {"first_time_right": 0.95, "rating_mean": 4.0},
        work=30,
        rated=0.4,
        returned=0.012,
    ),
    Plan(SUPPLIES, 72, _ON_TIME),
    Plan(
        RENDERS,
        96,
        {"on_time_rate": 0.9},
        status="countered",
        since=date(2026, 4, 6),
    ),
    # Replenishment, for the shops
    Plan(SHOP_ORDERS, 24, _ON_TIME),
    Plan(PICKING, 48, {"on_time_rate": 0.92, "first_time_right": 0.96}),
    Plan(
        SHOP_DELIVERY,
        None,
        {"first_time_right": 0.96, "rating_mean": 4.0},
        work=30,
        rated=0.25,
    ),
    Plan(INVOICES, 48, {"on_time_rate": 0.9}),
    # After-sales
    Plan(SPARES, 24, _ON_TIME),
    Plan(SPARES_KIT, 48, _ON_TIME),
    Plan(VISITS, 48, {"on_time_rate": 0.95}, paused=0.06),
    Plan(WARRANTY, None, {"first_time_right": 0.93, "rating_mean": 3.9}, work=24, rated=0.45),
    Plan(REMARKS, 48, {"on_time_rate": 0.85}),
    Plan(DEFECT_NOTES, None, work=20, returned=0),
    # Inside the house
    Plan(Link("TI", "Ventas", "soporte"), 24, _TICKET, paused=0.1, rated=0.3, promised=True),
    Plan(Link("TI", "Producción", "soporte"), 24, _TICKET, paused=0.1, rated=0.3),
    Plan(Link("TI", "Finanzas", "soporte"), 24, _TICKET, paused=0.1, rated=0.3),
    Plan(Link("TI", "Posventa", "soporte"), 24, _TICKET, paused=0.1, rated=0.3),
    Plan(
        Link("Mantenimiento", "Producción", "reparaciones"),
        36,
        {"on_time_rate": 0.88, "first_time_right": 0.9},
        paused=0.08,
    ),
    Plan(PAINT_BOOTH, 48, {"on_time_rate": 0.9}),
    Plan(Link("Mantenimiento", "Logística", "vehículos"), 72, {"on_time_rate": 0.88}),
    Plan(Link("RR. HH.", "Producción", "contrataciones"), 360, {"on_time_rate": 0.8}),
    Plan(TRAINING, 240, {"on_time_rate": 0.9}),
    Plan(Link("RR. HH.", "TI", "altas"), 24, {"on_time_rate": 0.9}),
    Plan(Link("Compras", "TI", "equipo"), 168, {"on_time_rate": 0.85}),
    Plan(Link("Finanzas", "Compras", "pagos"), 72, {"on_time_rate": 0.92}),
    Plan(Link("Finanzas", "Logística", "viáticos"), 24, {"on_time_rate": 0.9}),
    Plan(Link("Finanzas", "RR. HH.", "nómina"), 48, {"on_time_rate": 0.9}),
    Plan(Link("Herrajes del Norte", "Compras", "surtido"), 120, {"on_time_rate": 0.88}),
    Plan(Link("Compras", "Almacén", "tableros"), 72, {"on_time_rate": 0.9}),
    Plan(Link("Compras", "Producción", "consumibles"), 72, {"on_time_rate": 0.9}),
    Plan(Link("Calidad", "Compras", "rechazos"), 48, {"on_time_rate": 0.9}),
    Plan(Link("Calidad", "Producción", "retrabajos"), 48, {"on_time_rate": 0.9}),
    Plan(
        CAMPAIGNS,
        120,
        {"on_time_rate": 0.85},
        status="proposed",
        since=date(2026, 4, 6),
    ),
)
