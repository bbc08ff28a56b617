"""No step of a negotiation moves what counted before it: a whole life, and random walks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kpi.agreements import (
    Link,
    Signer,
    Terms,
    accept,
    agreement_spans,
    counter,
    decline,
    end,
    propose,
    propose_new,
    take_step,
    withdraw,
)
from kpi.measures import Week, Window
from kpi.store import Store, open_store
from kpi.verdicts import Verdict, verdicts
from kpi.words import UserError
from tests.book import Book
from tests.tries import tries

LINK = Link("Compras", "Almacén")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LESS = Terms.of({"on_time_rate": 0.9}, lead_time_hours=72, valid_from=date(2026, 3, 9))


def company() -> Book:
    """Sixteen weeks of a link, ten handoffs a week, three of them late; agreed since January."""
    book = Book(open_store(":memory:"))
    book.agree("on_time_rate", 0.9, lead_time_hours=40.0, agreement="AC-01")
    for week in range(16):
        for number in range(10):
            begun = datetime(2026, 1, 5) + timedelta(weeks=week, hours=9 + number)
            done = begun + timedelta(hours=50 if number < 3 else 30)
            book.handoff(begun.isoformat(), None, done.isoformat())
    return book


def past(store: Store, now: datetime) -> dict[tuple[str, int], tuple[Verdict, ...]]:
    """Return how the last week before an instant was judged, and the one three weeks before."""
    last = Week.of(now.replace(tzinfo=None)).shift(-1)
    windows = [Window(last), Window(last.shift(-3))]
    return {
        (window.week.label, window.weeks): verdicts(store.cursor(), window=window, as_of=window.end)
        for window in windows
    }


def test_no_step_of_a_whole_life_moves_a_verdict_of_an_earlier_week() -> None:
    book = company()
    now = NOON
    sooner = Terms.of({"on_time_rate": 0.99}, lead_time_hours=10, valid_from=date(2026, 1, 1))
    moves: list[tuple[Any, str]] = [
        (lambda n, h: propose(n, sooner, h), "customer"),
        (lambda n, h: counter(n, LESS, h), "supplier"),
        (lambda n, h: counter(n, sooner, h), "customer"),
        (accept, "supplier"),
        (lambda n, h: propose(n, LESS, h), "customer"),
        (decline, "supplier"),
        (lambda n, h: propose(n, LESS, h), "supplier"),
        (withdraw, "supplier"),
        (lambda n, h: end(n, h.at.date(), h), "customer"),
        (lambda n, h: propose(n, sooner, h), "supplier"),
        (accept, "customer"),
    ]
    judged_by = set()
    with book.store as store:
        for move, side in moves:
            before = past(store, now)
            signer = Signer(side, "x", now, "why")  # type: ignore[arg-type]
            take_step(store, "AC-01", move, signer, link=LINK)
            assert past(store, now) == before
            judged_by |= {v.version for made in before.values() for v in made if v.target}
            now += timedelta(days=5)
    assert judged_by == {1, 4}


def spoken_until(store: Store, moment: datetime) -> list[Any]:
    """Return what counted before an instant: targets and lead times, cut off there."""
    cursor = store.cursor()
    agreement_spans(cursor)
    cut = "starts, least(ends, $at) AS ends"
    return cursor.execute(
        f"SELECT kpi, target, agreement, version, since, {cut} FROM target_spans WHERE starts < $at"
        f" UNION ALL SELECT '', lead_time_hours, agreement, version, starts, {cut}"
        " FROM lead_time_spans WHERE starts < $at ORDER BY ALL",
        {"at": moment},
    ).fetchall()


DAYS = st.one_of(st.none(), st.integers(-40, 40))
TERMS = st.tuples(
    st.sampled_from([0.5, 0.9, 0.95]), st.sampled_from([None, 10.0, 60.0]), DAYS, DAYS
)
MOVES = st.tuples(
    st.sampled_from(["propose", "counter", "accept", "decline", "withdraw", "end", "new"]),
    st.sampled_from(["supplier", "customer", ""]),
    st.integers(0, 40),
    TERMS,
)


@tries(15)
@given(st.lists(MOVES, min_size=3, max_size=10))
def test_no_walk_of_steps_moves_what_counted_before_each_of_them(walk: list[Any]) -> None:
    now, names = NOON, ["AC-01"]
    book = Book(open_store(":memory:"))
    book.agree("on_time_rate", 0.9, lead_time_hours=40.0, agreement="AC-01")
    with book.store as store:
        for action, side, days, (target, lead, first, last) in walk:
            now += timedelta(days=days, minutes=1)
            wall = now.replace(tzinfo=None)
            day = [None if n is None else wall.date() + timedelta(days=n) for n in (first, last)]
            terms = Terms.of(
                {"on_time_rate": target}, lead_time_hours=lead, valid_from=day[0], valid_to=day[1]
            )
            before, revision = spoken_until(store, wall), store.revision()
            try:
                _step(store, names, action, Signer(side, "x", now, "why"), terms)
            except UserError:
                assert store.revision() == revision
            assert spoken_until(store, wall) == before


def _step(store: Store, names: list[str], action: str, signer: Signer, terms: Terms) -> None:
    if action == "new":
        names.append(propose_new(store, LINK, terms, signer).agreement)
        return
    last = terms.valid_to
    moves: dict[str, Any] = {
        "propose": lambda n, h: propose(n, terms, h),
        "counter": lambda n, h: counter(n, terms, h),
        "accept": accept,
        "decline": decline,
        "withdraw": withdraw,
        "end": lambda n, h: end(n, last or h.at.date(), h),
    }
    take_step(store, names[-1], moves[action], signer)
