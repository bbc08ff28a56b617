"""Say which KPIs agreements name and nobody has defined: their targets are not judged."""

from __future__ import annotations

from kpi.measures import unknown_kpis
from kpi.words import Words
from pages.parts import session
from pages.parts.address import View, href
from pages.parts.markup import Html, paragraph, safe
from pages.parts.panel import panel


def show(view: View, say: Words) -> None:
    """Name them and lead to where they are defined; nothing where there are none."""
    found = session.remembered("unknown kpis", lambda: unknown_kpis(session.store().cursor()))
    if not found:
        return
    told = say.plural(
        "Agreements name a KPI that nobody has defined: {kpis}. Its targets are not judged.",
        "Agreements name {n} KPIs that nobody has defined: {kpis}. Their targets are not judged.",
        len(found),
        kpis=", ".join(f"“{kpi}”" for kpi in found),
    )
    way = f'<a href="{safe(href("settings", view))}">{safe(say("Define in Settings"))}</a>'
    panel(paragraph("warning", Html(f"{safe(told)} {way}")), key="unknown kpis")
