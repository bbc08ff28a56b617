"""What the record says, for logs older than the week that one looks at first."""

from __future__ import annotations

from html import escape

from kpi.chain import Balance, WeekPromise, promise_by_week
from kpi.measures import Week, Window
from kpi.words import Words
from pages.parts import answers, session, toolbar
from pages.parts.address import View, href
from pages.parts.markup import Html

_LAST_BUSY = """
WITH weeks AS (
    SELECT date_trunc('week', requested_at) AS monday, count(*) AS requested
    FROM handoffs WHERE requested_at < $until GROUP BY monday
)
SELECT max(monday) FROM weeks WHERE requested >= 0.25 * (SELECT max(requested) FROM weeks)
"""

# To judge more handoffs than these at once would keep the page waiting: of a larger store the weeks
# of the trend speak.
MOST_AT_ONCE = 2_000_000


def _is_large() -> bool:
    count = "SELECT count(*) FROM handoffs"
    row = session.remembered(
        "handoffs counted", lambda: session.store().cursor().execute(count).fetchone()
    )
    return bool(row and row[0] > MOST_AT_ONCE)


def _over_time(view: View) -> tuple[WeekPromise, ...]:
    """Return the weeks of the whole record, as of the view's instant; of a large one the last."""
    if _is_large():
        return answers.trend_to(view.window.week)
    return session.remembered("record", _record, session.moment())


def _record() -> tuple[WeekPromise, ...]:
    first, last = toolbar.extent()
    if first is None or last is None:
        return ()
    as_of = session.moment()
    return promise_by_week(
        session.store().cursor(), first=Week.of(first), last=Week.of(as_of), as_of=as_of
    )


def _told(weeks: tuple[WeekPromise, ...], say: Words) -> str:
    kept, cases = sum(week.kept for week in weeks), sum(week.cases for week in weeks)
    values = {"kept": kept, "cases": cases, "rate": say.percent(kept / cases)}
    if _is_large():
        return say(
            "Over {n} weeks: kept in {kept} of {cases} cases ({rate}).", n=len(weeks), **values
        )
    return say("Over the whole record: kept in {kept} of {cases} cases ({rate}).", **values)


def line(now: Balance, view: View, say: Words) -> Html:
    """Say what the record shows, and where to look when the window is silent."""
    weeks = _over_time(view)
    cases = sum(week.cases for week in weeks)
    told = []
    if now.promise.rate is not None:
        told.append(escape(say("{rate} in this window.", rate=say.percent(now.promise.rate))))
    if cases and cases != now.promise.cases:
        told.append(escape(_told(weeks, say)))
    busy = None if now.promise.cases else _last_busy_week(view)
    if busy is not None and busy != view.window.week:
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
