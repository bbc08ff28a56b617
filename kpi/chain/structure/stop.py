"""What is cut if a party or a link stops, and who could give the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from kpi.agreements.links import Link
from kpi.chain.cases import choose_cases
from kpi.chain.structure.model import Structure, Supplier, Ways
from kpi.chain.structure.paths import reached_customers
from kpi.chain.structure.reading import structure
from kpi.chain.structure.shape import suppliers_of
from kpi.chain.structure.stop_model import CustomerCut, ServiceCut, StopImpact
from kpi.measures import Window
from kpi.words import Message, UserError

_CUT_CASES = Path(__file__).with_name("cut_cases.sql").read_text(encoding="utf-8")
_BY_CUSTOMER = """
SELECT customer, count(*) FROM chain_cases
WHERE external AND belongs_to >= $first AND belongs_to < $last GROUP BY customer
"""


class StopError(UserError):
    """What is to stop has no handoff in the window."""


def stop_impact(
    cursor: duckdb.DuckDBPyConnection,
    stopped: str | Link,
    *,
    window: Window,
    as_of: datetime,
    known: Structure | None = None,
) -> StopImpact:
    """Return what is cut if a party or a link stops: cases, customers outside, services.

    A case is cut if any of its handoffs was given or received there. A customer outside is no
    longer reached if without it no way leads there from any source. Services are those that the
    party gives, or the link's; who gives the same is told by the name of the service.

    Parameters
    ----------
    stopped : str or Link
        A party, or a link.
    known : Structure, optional
        The structure of the window, where the caller has it already.

    Raises
    ------
    StopError
        If it has no handoff in the window or in its cases.
    """
    known = known or structure(cursor, window=window, as_of=as_of)
    ways = known.ways
    if stopped not in ways.parties and stopped not in ways.handoffs:
        raise StopError(
            Message(
                "“{name}” gives and receives nothing in this window. Choose a party or a link that "
                "does, or another week.",
                {"name": stopped.name if isinstance(stopped, Link) else stopped},
            )
        )
    cut = cut_cases(cursor, stopped, window=window, as_of=as_of)
    span = {"first": window.start, "last": window.end}
    cases: dict[str, int] = dict(cursor.execute(_BY_CUSTOMER, span).fetchall())
    after = reached_customers(ways, without=stopped)
    unreachable = tuple(sorted(reached_customers(ways) - after))
    outside: Mapping[str, int] = Counter(cut["customer"][cut["external"]].tolist())
    customers = [
        CustomerCut(name, cases.get(name, 0), outside.get(name, 0), name in after)
        for name in cases.keys() | set(unreachable)
    ]
    return StopImpact(
        window=window,
        stopped=stopped,
        cases=known.cases,
        cut=len(cut),
        customers=tuple(sorted(customers, key=lambda c: (-c.cut, -c.cases, c.customer))),
        unreachable=unreachable,
        services=_services(ways, stopped),
        without_cases=known.without_cases,
    )


def cut_cases(
    cursor: duckdb.DuckDBPyConnection, stopped: str | Link, *, window: Window, as_of: datetime
) -> pd.DataFrame:
    """Return the cases of the window that passed through a party or a link.

    Returns
    -------
    pandas.DataFrame
        case_id, customer : str; external : bool; outcome : str (kept, broken, unknown, not due);
        first_requested, due : datetime (due missing where there is none); handoffs : int, of the
        case; handoffs_there : int, those of what stops. Replaces the temp tables of
        `kpi.chain.cases.choose_cases` on this cursor.
    """
    choose_cases(cursor, window.start, window.end, as_of=as_of)
    named = stopped if isinstance(stopped, Link) else Link(stopped, "")
    values = {"first": window.start, "last": window.end, "whole": not isinstance(stopped, Link)}
    return cursor.execute(_CUT_CASES, values | named._asdict()).df()


def _services(ways: Ways, stopped: str | Link) -> tuple[ServiceCut, ...]:
    given: dict[str, dict[str, int]] = {}  # service -> customer -> handoffs
    for link, handoffs in ways.handoffs.items():
        if stopped in (link, link.supplier):
            given.setdefault(link.service, {})[link.customer] = handoffs
    found = [_service(ways, stopped, service, to) for service, to in given.items()]
    return tuple(sorted(found, key=lambda s: (s.replaceable, -s.handoffs, s.service)))


def _service(ways: Ways, stopped: str | Link, service: str, to: dict[str, int]) -> ServiceCut:
    party = stopped.supplier if isinstance(stopped, Link) else stopped
    everywhere: Counter[str] = Counter()
    same: set[str] = set()
    for link, handoffs in ways.handoffs.items():
        if service and link.service == service and link.supplier != party:
            everywhere[link.supplier] += handoffs
            same |= {link.supplier} if link.customer in to else set()
    return ServiceCut(
        service=service,
        handoffs=sum(to.values()),
        customers=tuple(sorted(to)),
        same_customers=_chosen(everywhere, same),
        others=_chosen(everywhere, everywhere.keys() - same),
    )


def _chosen(given: Mapping[str, int], who: set[str]) -> tuple[Supplier, ...]:
    return suppliers_of({party: given[party] for party in who})
