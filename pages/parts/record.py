"""What the whole record says, for logs older than the week that one looks at first."""

from __future__ import annotations

from html import escape

from kpi.chain import Balance, promise_by_week
from kpi.measures import Week, Window
from kpi.words import Words
from pages.parts import session, toolbar
from pages.parts.address import View, href
from pages.parts.markup import Html

_LAST_BUSY = """
WITH weeks AS (
    SELECT date_trunc('week', requested_at) AS monday, count(*) AS requested
    FROM handoffs WHERE requested_at < $until GROUP BY monday
)
SELECT max(monday) FROM weeks WHERE requested >= 0.25 * (SELECT max(requested) FROM weeks)
"""


def totals() -> tuple[int, int]:
    """Return the cases kept and counted over the whole record, as of the view's instant."""
    as_of = session.moment()
    return session.remembered("record", _totals, as_of)


def _totals() -> tuple[int, int]:
    first, last = toolbar.extent()
    if first is None or last is None:
        return 0, 0
    as_of = session.moment()
    weeks = promise_by_week(
        session.store().cursor(), first=Week.of(first), last=Week.of(as_of), as_of=as_of
    )
    return sum(week.kept for week in weeks), sum(week.cases for week in weeks)


def line(now: Balance, view: View, say: Words) -> Html:
    """Say what the whole record shows, and where to look when the window is silent."""
    kept, cases = totals()
    told = []
    if now.promise.rate is not None:
        told.append(escape(say("{rate} in this window.", rate=say.percent(now.promise.rate))))
    if cases and cases != now.promise.cases:
        told.append(
            escape(
                say(
                    "Over the whole record: kept in {kept} of {cases} cases ({rate}).",
                    kept=kept,
                    cases=cases,
                    rate=say.percent(kept / cases),
                )
            )
        )
    busy = _last_busy_week(view)
    if not now.promise.cases and busy is not None and busy != view.window.week:
        address = escape(href("balance", View(_at(view, busy), view.default_week, view.language)))
        text = escape(say("The last busy week is {week}.", week=say.week(busy.monday)))
        told.append(f'<a href="{address}">{text}</a>')
    if now.promise.verdict == "no target":
        address = escape(href("settings", view))
        text = escape(say("Say what you promise outside."))
        told.append(f'<a href="{address}">{text}</a>')
    return Html(" ".join(told))


def _at(view: View, week: Week) -> Window:
    return Window(week, view.window.weeks)


def _last_busy_week(view: View) -> Week | None:
    until = view.window.end
    row = session.remembered(
        "busy week",
        lambda: session.store().cursor().execute(_LAST_BUSY, {"until": until}).fetchone(),
        until,
    )
    return Week.of(row[0]) if row and row[0] else None
