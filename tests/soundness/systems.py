"""Small random companies, their way into the store, and the smallest that shows a difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from kpi.store import Store

from .flow import AgreementRow, Contact, Handoff, Link, Party, System

MONDAY = datetime.fromisoformat("2026-01-05T00:00")
WEEKS = 4
# At the end of the four weeks, in the middle of them, and after.
AS_OFS = tuple(timedelta(hours=h) for h in (28 * 24, 21 * 24 + 6, 24 * 24, 28 * 24 + 6, 35 * 24))
HOURS = (0, 0, 6, 6, 12, 18, 24, 30, 48)  # a coarse grid, so that equal times are common


@dataclass(frozen=True)
class Company:
    """How a random company is made: chances of each thing happening."""

    open: float = 0.12
    promised: float = 0.7
    returned: float = 0.12
    case_due: float = 0.3
    declared: float = 0.15
    closed: float = 0.3
    agreed: float = 0.5
    externals: tuple[int, ...] = (0, 1, 1, 2)
    services: tuple[str, ...] = ("", "", "tela")
    parties: tuple[int, int] = (3, 7)
    cases: tuple[int, int] = (4, 12)
    handoffs: tuple[int, int] = (1, 8)


# Few links with many handoffs each: most of them can be judged.
BUSY = Company(parties=(3, 3), services=("",), cases=(25, 45), handoffs=(1, 3), agreed=0.9)


def random_system(seed: int, company: Company = Company()) -> System:
    """Make a company with cycles, fan-out, gaps, returns and whatever else real exports have."""
    rng = Random(seed)  # noqa: S311 - reproducible test data
    names = [f"p{i}" for i in range(rng.randint(*company.parties))]
    external = names[len(names) - rng.choice(company.externals) :] if any(company.externals) else []
    external = external if len(external) < len(names) else []
    parties = [Party(n, "customer", rng.choice((0.5, 0.8, 0.9, None))) for n in external]
    if rng.random() < 0.3:
        parties.append(Party("p0", "supplier"))
    handoffs: list[Handoff] = []
    for number in range(rng.randint(*company.cases)):
        handoffs += _case(rng, company, f"c{number}", names, external)
    rng.shuffle(handoffs)
    links = sorted({h.link for h in handoffs})
    agreements = [
        row for link in links if rng.random() < company.agreed for row in _agree(rng, link)
    ]
    return _with_support(seed, System(tuple(handoffs), tuple(parties), tuple(agreements)))


def _with_support(seed: int, system: System) -> System:
    """Agree repair and response times, and let people ask; of a random sequence of its own."""
    rng = Random(-1 - seed)  # noqa: S311 - reproducible test data
    times = {
        (row.agreement, row.version): (
            rng.choice((None, 24.0, 120.0, 120.0)),
            rng.choice((None, 6.0)),
        )
        for row in system.agreements
    }
    agreements = []
    for row in system.agreements:
        repair, response = times[row.agreement, row.version]
        agreements.append(replace(row, repair_time_hours=repair, response_hours=response))
    contacts = []
    for number, link in enumerate(sorted({h.link for h in system.handoffs}) * 3):
        asked = MONDAY + timedelta(hours=6 * rng.randint(0, 4 * 7 * WEEKS))
        answered = rng.choice((None, asked + _hours(rng)))
        planned_only = rng.random() < 0.1
        contacts.append(
            Contact(f"k{number}", *link, None)
            if planned_only
            else Contact(f"k{number}", *link, asked, answered)
        )
    return replace(system, agreements=tuple(agreements), contacts=tuple(contacts))


def with_repairs(system: System) -> System:
    """Deliver every second handoff that came back once more, some time after the return."""
    rng = Random(len(system.handoffs))  # noqa: S311 - reproducible test data
    again = [
        replace(
            h,
            handoff_id=h.handoff_id + "-again",
            requested_at=h.returned_at,
            delivered_at=h.returned_at + _hours(rng),
            returned_at=None,
            accepted=None,
        )
        for h in system.handoffs
        if h.returned_at is not None and rng.random() < 0.5
    ]
    return replace(system, handoffs=(*system.handoffs, *again))


def _hours(rng: Random, *choices: int) -> timedelta:
    return timedelta(hours=rng.choice(choices or HOURS))


def _case(
    rng: Random, company: Company, case: str, names: list[str], external: list[str]
) -> list[Handoff]:
    inside = [n for n in names if n not in external]
    rows: list[Handoff] = []
    clock = MONDAY + timedelta(hours=6 * rng.randint(0, 4 * 7 * WEEKS))
    wanted = rng.randint(*company.handoffs)
    for position in range(wanted):
        previous = rng.choice(rows) if rows and rng.random() < 0.3 else (rows[-1] if rows else None)
        supplier, requested = _begin(rng, previous, inside, external, clock)
        leaves = external and (position == wanted - 1 or rng.random() < 0.15)
        others = [n for n in inside if n != supplier] or [n for n in names if n != supplier]
        if previous and previous.customer in others and rng.random() < 0.25:  # fan-in
            others = [previous.customer]
        outside = [n for n in external if n != supplier]  # customers supply too, but not themselves
        customer = rng.choice(outside if leaves and outside else others)
        blank = Handoff(
            f"{case}-{rng.randint(0, 999):03}-{position}", case, supplier, customer, requested
        )
        rows.append(_fill(rng, company, blank))
    return _case_cells(rng, company, rows)


def _begin(
    rng: Random, previous: Handoff | None, inside: list[str], external: list[str], clock: datetime
) -> tuple[str, datetime]:
    """Who supplies next and when it is asked: after the last, meanwhile, beside it or unrelated."""
    if previous is None:
        return rng.choice(inside), clock
    pattern = rng.random()
    if pattern < 0.15:  # beside it: fan-out
        return previous.supplier, previous.requested_at
    if pattern < 0.25 or (previous.customer in external and pattern < 0.9):  # unrelated
        return rng.choice(inside), previous.requested_at + _hours(rng)
    ready = previous.delivered_at or previous.requested_at + _hours(rng)
    if pattern < 0.6:  # asked for while the one before was at work
        return previous.customer, max(previous.requested_at, ready - _hours(rng))
    return previous.customer, ready + _hours(rng)


def _fill(rng: Random, company: Company, blank: Handoff) -> Handoff:
    at = blank.requested_at
    delivered = None if rng.random() < company.open else at + _hours(rng)
    promised = None
    if rng.random() < company.promised:
        promised = max(
            at - timedelta(hours=6), (delivered or at) + _hours(rng, -24, -12, -6, 0, 0, 6, 24)
        )
    returned, accepted = None, rng.choice((None, None, True))
    if rng.random() < company.returned and delivered is not None:
        returned = delivered + _hours(rng) if rng.random() < 0.7 else None
        accepted = rng.choice((None, False)) if returned else False
    return replace(
        blank,
        service=rng.choice(company.services),
        promised_at=promised,
        delivered_at=delivered,
        accepted=accepted,
        returned_at=returned,
        rating=rng.choice((None, None, None, 3, 5)),
        paused_hours=rng.choice((None, None, None, 2.5, 6.0)),
    )


def _case_cells(rng: Random, company: Company, rows: list[Handoff]) -> list[Handoff]:
    """Give the case a due, a close and a declared outcome, on some or all of its rows."""
    last = max(r.delivered_at or r.requested_at for r in rows)
    due = (
        last + _hours(rng, -24, -12, -6, 0, 0, 6, 24, 72)
        if rng.random() < company.case_due
        else None
    )
    close = last + _hours(rng, -6, 0, 0, 6, 24) if rng.random() < company.closed else None
    kept = rng.random() < 0.5 if rng.random() < company.declared else None
    bearer, patchy = rng.randrange(len(rows)), rng.random() < 0.3
    return [
        row
        if patchy and number != bearer
        else replace(
            row, case_due_at=due and _differing(rng, due), case_closed_at=close, case_kept=kept
        )
        for number, row in enumerate(rows)
    ]


def _differing(rng: Random, due: datetime) -> datetime:
    return due - timedelta(hours=6) if rng.random() < 0.1 else due


def _agree(rng: Random, link: Link) -> list[AgreementRow]:
    """One or two versions: the second follows the first at once, and may keep its targets."""
    start = MONDAY.date() - timedelta(days=rng.choice((60, 30)))
    renewal = MONDAY.date() + timedelta(days=rng.choice((0, 3, 9, 16, 26, 27, 28, 30)))
    targets: dict[str, Any] = {
        "on_time_rate": rng.choice((None, 0.5, 0.8, 0.9, 0.95, 1.0)),
        "first_time_right": rng.choice((None, 0.8, 0.9)),
        "lead_time_p90": rng.choice((None, 12.0, 24.0)),
        "lead_time_p50": rng.choice((None, None, 6.0)),
        # Chosen by what was drawn already, so that the rest of the company stays as it was.
        "ping_pong_rate": (None, 0.05, 0.5)[renewal.day % 3],
        "perfect_handoff": (None, 0.8)[renewal.day % 2],
    }
    lead = rng.choice((None, 6.0, 12.0, 24.0))
    first = AgreementRow("-".join(link), 1, link, start, lead_time_hours=lead)
    rows = _signed(rng, first, targets)
    fate = rng.random()
    if fate < 0.35:
        for kpi in ("on_time_rate", "first_time_right"):
            targets[kpi] = rng.choice((targets[kpi], 0.7, 0.9))
        second = replace(
            first, version=2, valid_from=renewal, lead_time_hours=rng.choice((lead, 18.0))
        )
        rows += _signed(rng, second, targets)
    elif fate < 0.55:
        until = renewal if fate < 0.5 else None  # an end without a day was never in force
        rows = [replace(r, status="ended", valid_to=until) for r in rows]
    elif fate < 0.65:
        rows = [replace(r, status=rng.choice(("proposed", "countered"))) for r in rows]
    return rows


def _signed(rng: Random, version: AgreementRow, targets: dict[str, Any]) -> list[AgreementRow]:
    """Sign a version before it begins or a little later, with one row per target."""
    begins = datetime.combine(version.valid_from, time())
    supplier, customer = (begins + _hours(rng, -24, -24, -24, 10, 34) for _ in range(2))
    signed = replace(version, supplier_accepted_at=supplier, customer_accepted_at=customer)
    agreed = [(k, t) for k, t in targets.items() if t is not None] or [("", None)]
    return [replace(signed, kpi=kpi, target=target) for kpi, target in agreed]


def side_by_side(systems: Iterable[System]) -> System:
    """Put systems into one company, each with parties and cases of its own, named by a prefix."""
    handoffs: list[Handoff] = []
    parties: list[Party] = []
    agreements: list[AgreementRow] = []
    contacts: list[Contact] = []
    for number, system in enumerate(systems):
        own = f"{number:02}."
        handoffs += [
            replace(
                h,
                handoff_id=own + h.handoff_id,
                case_id=own + h.case_id,
                supplier=own + h.supplier,
                customer=own + h.customer,
            )
            for h in system.handoffs
        ]
        parties += [replace(p, name=own + p.name) for p in system.parties]
        for row in system.agreements:
            link = Link(own + row.link.supplier, own + row.link.customer, row.link.service)
            agreements.append(replace(row, link=link, agreement=own + row.agreement))
        contacts += [
            replace(
                c,
                contact_id=own + c.contact_id,
                supplier=own + c.supplier,
                customer=own + c.customer,
            )
            for c in system.contacts
        ]
    return System(tuple(handoffs), tuple(parties), tuple(agreements), tuple(contacts))


def insert_system(store: Store, system: System) -> None:
    """Write the system's rows straight into the store's tables, as one load."""
    with store.write() as cursor:
        cursor.execute(
            "INSERT INTO loads VALUES (1, 'handoffs', 'soundness.csv', '', 0, '', "
            "TIMESTAMP '2026-01-01', false, '{}', '{}', NULL)"
        )
        columns = list(Handoff.__dataclass_fields__)
        _insert(cursor, "stated_handoffs", columns, [astuple(h) for h in system.handoffs])
        _insert(cursor, "party_rows", ["party", "external", "promise_target"],
                [astuple(p) for p in system.parties])  # fmt: skip
        fields = [f for f in AgreementRow.__dataclass_fields__ if f != "link"]
        rows = [(*r.link, *(getattr(r, f) for f in fields)) for r in system.agreements]
        _insert(cursor, "agreement_rows", [*Link._fields, *fields], rows)
        columns = list(Contact.__dataclass_fields__)
        _insert(cursor, "contact_rows", columns, [astuple(c) for c in system.contacts])


def _insert(
    cursor: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    if rows:
        marks = "(" + ", ".join("?" * len(columns)) + ", 1, ?)"
        values = [cell for line, row in enumerate(rows, 2) for cell in (*row, line)]
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}, load, line) VALUES "
            + ", ".join([marks] * len(rows)),
            values,
        )
