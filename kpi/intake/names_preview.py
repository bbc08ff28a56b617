"""What renaming or merging parties would do, told before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kpi.intake.name_rules import EVER, Term, as_name, check_names, check_term

ATTRIBUTES = (
    "department", "external", "promise_target", "owner", "email", "country", "calendar",
)  # fmt: skip
_PREVIEW = Path(__file__).with_name("names_preview.sql").read_text(encoding="utf-8")
_HANDOFFS = """
SELECT count(*) FILTER (moves), count(*) FILTER (supplier = customer),
       count(DISTINCT (old_supplier, old_customer, service)),
       count(DISTINCT (supplier, customer, service)) FILTER (supplier <> customer)
FROM moved_handoffs
"""
_EMPTIED = """
SELECT count(*) FROM (
    SELECT DISTINCT case_id FROM moved_handoffs WHERE supplier = customer
    EXCEPT SELECT case_id FROM moved_handoffs WHERE supplier <> customer
    EXCEPT SELECT case_id FROM handoffs
           WHERE supplier NOT IN (FROM given_names) AND customer NOT IN (FROM given_names)
             AND supplier <> $into AND customer <> $into)
"""
_AGREEMENTS = """
SELECT count(DISTINCT agreement) FILTER (moves),
       count(DISTINCT agreement) FILTER (supplier = customer)
FROM moved_agreements
"""
_STAYING = "SELECT count(DISTINCT agreement) FILTER (stays) FROM moved_agreements"
_BESIDE = """
SELECT supplier, customer, service, list(DISTINCT agreement ORDER BY agreement)
FROM moved_agreements WHERE supplier <> customer
GROUP BY ALL
HAVING count(DISTINCT agreement) > 1 AND count(DISTINCT (old_supplier, old_customer)) > 1
ORDER BY ALL
"""
_NOW = f"""
SELECT party, {", ".join(ATTRIBUTES)} FROM parties
WHERE party IN (FROM given_names) OR party = $into ORDER BY party = $into DESC, party
"""
# The row that would speak: the name's own, else the latest of the others, as in stated_parties.
_SPEAKS = f"""
SELECT {", ".join(f"l.{name}" for name in ATTRIBUTES)}
FROM latest_parties l LEFT JOIN standing_names n ON n.name = l.party
WHERE coalesce(n.party, l.party) IN (FROM given_names) OR coalesce(n.party, l.party) = $into
ORDER BY l.party = $into DESC, l.load DESC, l.line LIMIT 1
"""


@dataclass(frozen=True)
class Beside:
    """Agreements that would stand side by side on one link; the later signed decides per KPI."""

    supplier: str
    customer: str
    service: str
    agreements: tuple[str, ...]


@dataclass(frozen=True)
class Differing:
    """An attribute of which the parties say different things.

    Parameters
    ----------
    attribute : str
        One of `ATTRIBUTES`.
    stays : object
        The value that would hold; None where empty.
    lost : tuple of (str, object)
        Party and value, of those that would no longer hold.
    """

    attribute: str
    stays: Any
    lost: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class MergePreview:
    """What would happen.

    Parameters
    ----------
    names, into, term
        As asked.
    handoffs, agreements : int
        Those that come under the name that stays.
    links_before, links_after : int
        Links of all these parties, now and then.
    inside, inside_agreements : int
        Handoffs and agreements between them: work inside the party then, on no link.
    emptied : int
        Cases that have no handoff between parties left.
    beside : tuple of Beside
    differing : tuple of Differing
    staying : int
        Agreements that hold within the term and began before it: they stay with the whole.
    """

    names: tuple[str, ...]
    into: str
    handoffs: int
    agreements: int
    links_before: int
    links_after: int
    inside: int
    inside_agreements: int
    emptied: int
    beside: tuple[Beside, ...]
    differing: tuple[Differing, ...]
    term: Term = EVER
    staying: int = 0


def preview_merge(
    cursor: duckdb.DuckDBPyConnection, names: Iterable[str], into: str, term: Term = EVER
) -> MergePreview:
    """Tell what letting names stand for a party, ever or on some days, would do; change nothing.

    Raises
    ------
    NameChangeError
        As `kpi.intake.merge_parties`, but for the reason.
    """
    into = as_name(into)
    given = sorted({name for name in names if name != into})
    if term != EVER:
        check_term(term)
    check_names(cursor, given, into, term)
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE given_names AS SELECT unnest($given::VARCHAR[]) AS name",
        {"given": given},
    )
    handoffs, agreements = _PREVIEW.split(";\n\n")
    asked = {"into": into, "first": term.first, "last": term.last}
    cursor.execute(handoffs, asked)
    cursor.execute(agreements, asked)
    (staying,) = _one(cursor, _STAYING)
    moved, inside, before, after = _one(cursor, _HANDOFFS)
    over, inner = _one(cursor, _AGREEMENTS)
    (emptied,) = _one(cursor, _EMPTIED, into)
    beside = cursor.execute(_BESIDE).fetchall()
    return MergePreview(
        names=tuple(given),
        into=into,
        handoffs=moved,
        agreements=over,
        links_before=before,
        links_after=after,
        inside=inside,
        inside_agreements=inner,
        emptied=emptied,
        beside=tuple(Beside(s, c, service, tuple(held)) for s, c, service, held in beside),
        # A split loses nothing: the whole keeps its row, and lends it to a part without one.
        differing=_differing(cursor, into) if term == EVER else (),
        term=term,
        staying=staying,
    )


def _differing(cursor: duckdb.DuckDBPyConnection, into: str) -> tuple[Differing, ...]:
    """Compare what each party says now with what would hold."""
    rows = cursor.execute(_NOW, {"into": into}).fetchall()
    speaks = cursor.execute(_SPEAKS, {"into": into}).fetchone()
    if speaks is None:
        return ()
    found = []
    for at, attribute in enumerate(ATTRIBUTES):
        lost = [(row[0], row[at + 1]) for row in rows if row[at + 1] not in (None, speaks[at])]
        if lost:
            found.append(Differing(attribute, speaks[at], tuple(lost)))
    return tuple(found)


def _one(cursor: duckdb.DuckDBPyConnection, query: str, into: str | None = None) -> tuple[int, ...]:
    row = cursor.execute(query, {} if into is None else {"into": into}).fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return row
