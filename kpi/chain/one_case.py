"""One case as a line of handoffs: what was promised, what happened, and whose delay it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np

from kpi.agreements.links import Link
from kpi.chain.cases import choose_case
from kpi.chain.effects import broken_cases, number_links
from kpi.chain.fair_shares import share_out

_STEPS = Path(__file__).with_name("case_steps.sql").read_text(encoding="utf-8")
_CASE = """
SELECT customer, external, outcome, evidence, first_requested, due,
       CASE WHEN NOT unfinished THEN coalesce(closed, last_end) END, unfinished
FROM chain_cases
"""
_FIRST, _LAST = datetime(1, 1, 1), datetime(9999, 12, 31)


@dataclass(frozen=True)
class CaseStep:
    """One handoff of a case, in the order of the system.

    Parameters
    ----------
    start, planned_start : datetime
        When work on it could begin, and when it could have been expected to.
    delivered : datetime
        As-of while it is open.
    own_hours, inherited_hours : float, optional
        Elapsed; None without a due.
    fair_share : float
        The part of this broken case that its link carries, 0 to 1; of all handoffs of that link
        together.
    saves_alone : bool
        Mending this link alone would have kept the case.
    """

    handoff_id: str
    link: Link
    requested: datetime
    planned_start: datetime
    start: datetime
    due: datetime | None
    delivered: datetime
    open: bool
    returned: bool
    is_end: bool
    own_hours: float | None
    inherited_hours: float | None
    cannot_inherit: bool
    fair_share: float = 0.0
    saves_alone: bool = False


@dataclass(frozen=True)
class CaseLine:
    """A case with its handoffs, as of an instant.

    Parameters
    ----------
    customer : str
        Of its last end; ``external`` says whether that is a known customer outside.
    outcome : str
        ``kept``, ``broken``, ``unknown``, ``not due`` or ``no due``.
    evidence : str
        What decides: ``case due``, ``ends`` or ``declared``.
    due, closed : datetime, optional
        ``closed`` is missing while the case is unfinished.
    steps : tuple of CaseStep
    """

    case_id: str
    as_of: datetime
    customer: str
    external: bool
    outcome: str
    evidence: str
    first_requested: datetime
    due: datetime | None
    closed: datetime | None
    unfinished: bool
    steps: tuple[CaseStep, ...]

    @property
    def late_hours(self) -> float:
        """Hours from the due to the close, or to as-of while unfinished; below 0 if early."""
        if self.due is None:
            return 0.0
        return ((self.closed or self.as_of) - self.due).total_seconds() / 3600

    @property
    def first_to_blame(self) -> CaseStep | None:
        """The handoff of the link that carries most of the broken case; None where none does."""
        carrying = [step for step in self.steps if step.fair_share > 0]
        return max(carrying, key=lambda step: (step.fair_share, step.own_hours or 0), default=None)


def case_line(
    cursor: duckdb.DuckDBPyConnection, case_id: str, *, as_of: datetime
) -> CaseLine | None:
    """Return a case with its handoffs in order, or None if no handoff of it is known at as-of.

    Replaces the temp tables of `kpi.chain.cases.choose_cases` on this cursor.
    """
    choose_case(cursor, case_id, as_of=as_of)
    row = cursor.execute(_CASE).fetchone()
    if row is None:
        return None
    shares, alone = _shares(cursor)
    steps = []
    for handoff_id, supplier, customer, service, *facts in cursor.execute(_STEPS).fetchall():
        link = Link(supplier, customer, service)
        step = CaseStep(handoff_id, link, *facts)
        carried, alone_saves = shares.get(link, 0.0), link in alone
        steps.append(replace(step, fair_share=carried, saves_alone=alone_saves))
    customer, external, outcome, evidence, first, due, closed, unfinished = row
    return CaseLine(
        case_id, as_of, customer, bool(external), outcome, evidence, first, due, closed,
        bool(unfinished), tuple(steps),
    )  # fmt: skip


def _shares(cursor: duckdb.DuckDBPyConnection) -> tuple[dict[Link, float], set[Link]]:
    """Return each link's part of the broken case, and the links whose repair alone saves it."""
    links = number_links(cursor)
    rows, facts, _ = broken_cases(cursor, _FIRST, _LAST)
    shares = share_out(rows, facts).shares
    carried = {links[n]: float(s) for n, s in zip(shares.link, shares.share, strict=True)}
    return carried, {links[n] for n in shares.link[np.asarray(shares.alone, bool)]}
