"""Merging and splitting names equals loading files in which the meant name was written.

Undoing them is the identity.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.chain import balance
from kpi.chain.as_json import balance_as_json
from kpi.intake import EVER, Term, check, merge_parties, split_party, undo_change
from kpi.measures import Week, Window
from kpi.store import Store, open_store
from tests.intake.conftest import NOW, Row, load_rows, snapshot

from .flow import System
from .systems import AS_OFS, MONDAY, WEEKS, insert_system, random_system

NAMES = ("a", "A", "b", "B", "c")
AT = datetime(2026, 3, 2)
VIEWS = ("handoffs", "inside_handoffs", "parties", "agreements", "annotations")

name = st.sampled_from(NAMES)
# Five days, so that a decision may hold for some of them.
hours = st.integers(0, 9).map(lambda n: AT + timedelta(hours=12 * n))
days = st.integers(0, 4).map(lambda n: (AT + timedelta(days=n)).date())
terms = st.one_of(
    st.just(EVER),
    st.builds(Term, days, st.none()),
    st.builds(Term, st.none(), days),
    st.tuples(days, days).map(lambda ends: Term(min(ends), max(ends))),
)
handoffs = st.lists(
    st.fixed_dictionaries(
        {
            "supplier": name,
            "customer": name,
            "requested_at": hours,
            "case_id": st.sampled_from(["C1", "C2"]),
        }
    ),
    max_size=6,
)
events = st.lists(
    st.fixed_dictionaries(
        {
            "case_id": st.sampled_from(["E1", "E2"]),
            "happened_at": hours,
            "party": st.sampled_from([*NAMES, ""]),
            "end_customer": st.sampled_from(["", "B", "c"]),
            "resolved_at": st.sampled_from([None, AT + timedelta(hours=60)]),
        }
    ),
    max_size=8,
)
parties = st.lists(
    st.fixed_dictionaries(
        {
            "party": name,
            "owner": st.sampled_from([None, "Ana", "Eva"]),
            "external": st.sampled_from(["no", "customer"]),
        }
    ),
    max_size=4,
    unique_by=lambda row: row["party"],
)
agreements = st.lists(
    st.fixed_dictionaries(
        {
            "agreement": st.sampled_from(["1", "2"]),
            "supplier": name,
            "customer": name,
            "valid_from": st.one_of(st.none(), days),
        }
    ),
    max_size=3,
    unique_by=lambda row: row["agreement"],
)
annotations = st.lists(
    st.fixed_dictionaries(
        {
            "day": days,
            "text": st.just("t"),
            "scope": st.one_of(st.just(""), name, st.tuples(name, name).map(" > ".join)),
        }
    ),
    max_size=3,
    unique_by=lambda row: (row["day"], row["scope"]),
)
files = st.tuples(
    handoffs, handoffs, events, st.lists(parties, min_size=2, max_size=2), agreements, annotations
)
# A merge of one or two shown names into another or a new one, a split of the first of them by
# dates, or the undo of a standing decision.
steps = st.lists(
    st.one_of(
        st.tuples(st.lists(name, min_size=1, max_size=2), st.sampled_from([*NAMES, "new"]), terms),
        st.integers(0, 9),
    ),
    max_size=6,
)


@dataclass
class Decisions:
    """The rule by hand: a name means on a day what its standing decision says, and so on."""

    standing: dict[int, tuple[tuple[str, ...], str, Term]] = field(default_factory=dict)

    def meant(self, name: str, day: date) -> str:
        for names, party, term in self.standing.values():
            if name in names and Term(day, day).meets(term):
                return self.meant(party, day)
        return name

    def ever_meant(self, name: str) -> set[str]:
        # Every bound of a decision lies within these days, or at an end of time.
        shown = [date.min, *(date(2026, 2, 25) + timedelta(days=n) for n in range(20)), date.max]
        return {self.meant(name, day) for day in shown}

    def scope(self, scope: str, day: date) -> str:
        return " > ".join(self.meant(part, day) for part in scope.split(" > "))


def load_all(store: Store, kinds: list[tuple[str, list[Row]]]) -> None:
    for kind, rows in kinds:
        load_rows(store, kind, rows)


def in_order(files: Any) -> list[tuple[str, list[Row]]]:
    one, other, log, (early, late), agreed, notes = files
    numbered = [row | {"handoff_id": f"H{n}"} for n, row in enumerate([*one, *other])]
    return [
        ("handoffs", numbered[: len(one)]),
        ("parties", early),
        ("events", log),
        ("handoffs", numbered[len(one) :]),
        ("parties", late),
        ("agreements", agreed),
        ("annotations", notes),
    ]


def day_of(row: Row) -> date:
    """Return the day that decides whom the names of a row mean."""
    found = row.get("requested_at") or row.get("happened_at") or row.get("day")
    found = found or row.get("valid_from") or date.min
    return found.date() if isinstance(found, datetime) else found


def party_file(kinds: list[tuple[str, list[Row]]], said: Decisions) -> list[Row]:
    """Write what holds for every party: its own row, else the latest of the names that mean it.

    Of one file the first, as the store takes it.
    """
    latest: dict[str, tuple[int, Row]] = {}
    for load, (kind, rows) in enumerate(kinds):
        latest |= {row["party"]: (load, row) for row in rows if kind == "parties"}
    meant: dict[str, list[tuple[bool, int, int, Row]]] = {}
    for name, (load, row) in latest.items():
        at = [r["party"] for r in kinds[load][1]].index(name)
        for party in said.ever_meant(name):
            meant.setdefault(party, []).append((party != name, -load, at, row))
    return [
        min(rows, key=lambda one: one[:3])[3] | {"party": party} for party, rows in meant.items()
    ]


def renamed(kinds: list[tuple[str, list[Row]]], said: Decisions) -> list[tuple[str, list[Row]]]:
    """Write the files anew, as if each name had been the one that it means on that day."""

    def written(kind: str, row: Row) -> Row:
        new = dict(row)
        for column in {"supplier", "customer", "party", "end_customer"} & set(row):
            new[column] = said.meant(row[column], day_of(row))
        if kind == "annotations":
            new["scope"] = said.scope(row["scope"], row["day"])
        return new

    facts = [
        (kind, [written(kind, row) for row in rows]) for kind, rows in kinds if kind != "parties"
    ]
    return [*facts, ("parties", party_file(kinds, said))]


def shown(store: Store) -> dict[str, list[Any]]:
    found = {}
    for view in VIEWS:
        cells = "*" if view == "parties" else "* EXCLUDE (load, line)"
        rows = store.cursor().execute(f"SELECT {cells} FROM {view}").fetchall()
        found[view] = sorted(rows, key=repr)
    return found


def follow(store: Store, steps: list[Any], said: Decisions) -> None:
    """Take the steps that the rules allow, in the store and by hand."""
    for step in steps:
        if isinstance(step, int):
            if said.standing:
                change = sorted(said.standing)[step % len(said.standing)]
                undo_change(store, change, now=NOW)
                del said.standing[change]
            continue
        names, into, term = step
        known = {n for (n,) in store.cursor().execute("SELECT party FROM parties").fetchall()}
        taken = {name for given, _, _ in said.standing.values() for name in given}
        given = sorted({n for n in names if n in known and n != into and n not in taken})
        if not given or into in taken:
            continue
        if term == EVER:
            made = merge_parties(store, given, into, who="", reason="r", now=NOW)
        else:
            given = given[:1]
            made = split_party(store, given[0], into, term, who="", reason="r", now=NOW)
        said.standing[made.change] = (tuple(given), into, term)


@settings(max_examples=15)
@given(files, steps)
def test_merged_names_show_what_files_with_one_name_show(files: Any, steps: list[Any]) -> None:
    kinds, said = in_order(files), Decisions()
    with open_store(":memory:") as store, open_store(":memory:") as afresh:
        load_all(store, kinds)
        follow(store, steps, said)
        load_all(afresh, renamed(kinds, said))
        assert shown(store) == shown(afresh)
        assert check(store.cursor()) == ()


@settings(max_examples=8)
@given(files, steps, st.randoms(use_true_random=False))
def test_undoing_every_decision_in_any_order_is_the_identity(
    files: Any, steps: list[Any], order: Any
) -> None:
    with open_store(":memory:") as store:
        load_all(store, in_order(files))
        before, said = snapshot(store), Decisions()
        follow(store, steps, said)
        standing = list(said.standing)
        order.shuffle(standing)
        for change in standing:
            undo_change(store, change, now=NOW)
        assert snapshot(store) == before


@settings(max_examples=8)
@given(files, steps)
def test_decisions_taken_before_a_load_hold_for_it_too(files: Any, steps: list[Any]) -> None:
    kinds = in_order(files)
    with open_store(":memory:") as early, open_store(":memory:") as late:
        load_all(early, kinds[:3])
        said = Decisions()
        follow(early, steps, said)
        load_all(early, kinds[3:])
        load_all(late, kinds)
        for names, party, term in said.standing.values():
            if term == EVER:
                merge_parties(late, names, party, who="", reason="r", now=NOW)
            else:
                split_party(late, names[0], party, term, who="", reason="r", now=NOW)
        assert shown(early) == shown(late)


def with_two_names(system: System, seed: int) -> System:
    """Let some rows write some parties another way."""
    rng = Random(seed)  # noqa: S311 - reproducible test data

    def as_written(party: str) -> str:
        return party.upper() if party in ("p0", "p1") and rng.random() < 0.4 else party

    rows = [
        replace(h, supplier=as_written(h.supplier), customer=as_written(h.customer))
        for h in system.handoffs
    ]
    agreed = {
        row.agreement: (as_written(row.link.supplier), as_written(row.link.customer))
        for row in system.agreements
    }
    agreements = [
        replace(
            row,
            link=row.link._replace(
                supplier=agreed[row.agreement][0], customer=agreed[row.agreement][1]
            ),
        )
        for row in system.agreements
    ]
    return replace(system, handoffs=tuple(rows), agreements=tuple(agreements))


@pytest.mark.parametrize("seed", range(6))
def test_the_balance_of_merged_names_is_that_of_one_name(seed: int) -> None:
    one = random_system(seed)
    two = with_two_names(one, seed)
    assert two != one
    window = Window(Week.of(MONDAY).shift(WEEKS - 1), 4)
    as_of = MONDAY + AS_OFS[seed % len(AS_OFS)]
    told = []
    for system in (one, two):
        with open_store(":memory:") as store:
            insert_system(store, system)
            shown_now = store.cursor().execute("SELECT party FROM parties").fetchall()
            for party in ("p0", "p1"):
                if (party.upper(),) in shown_now:
                    merge_parties(store, [party.upper()], party, who="", reason="r", now=NOW)
            found = balance(store.cursor(), window=window, as_of=as_of)
            told.append(balance_as_json(found))
    assert told[0] == told[1]
    assert told[0]["all_links"]
