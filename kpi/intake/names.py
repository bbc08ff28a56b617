"""Rename, merge and split parties, and take it back: facts keep the name that they came with.

A decision says that some names stand for a party from now on, in every file, whenever it was or
will be loaded. Nothing that a load asserted is written over, so the same export stays unchanged and
undoing a decision shows exactly what was shown before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from kpi.intake.derive import derive_handoffs
from kpi.intake.log import as_utc
from kpi.intake.name_rules import EVER, NameChangeError, Term, as_name, check_names, check_term
from kpi.store import Store, remake_views
from kpi.words import Message

_CHANGES = """
SELECT change, list(name ORDER BY name), any_value(party), any_value(reason), any_value(who),
       any_value(made_at), any_value(undone_at), any_value(valid_from), any_value(valid_to)
FROM party_names GROUP BY change ORDER BY change DESC
"""
_CHANGED = """
CREATE OR REPLACE TEMP TABLE changed_names AS
SELECT DISTINCT name FROM ((FROM names_before EXCEPT FROM standing_names)
                  UNION (FROM standing_names EXCEPT FROM names_before))
"""
_TOUCHED = """
CREATE OR REPLACE TEMP TABLE touched_cases AS
SELECT DISTINCT case_id FROM events
WHERE party IN (FROM changed_names) OR end_customer IN (FROM changed_names)
"""


@dataclass(frozen=True)
class NameChange:
    """One decision about names.

    Parameters
    ----------
    change : int
        Its number.
    names : tuple of str
        The names that no longer stand for themselves, as files write them.
    party : str
        Whom they mean.
    reason, who : str
    made_at, undone_at : datetime
        In UTC; the latter None while it stands.
    valid_from, valid_to : date or None
        The first and the last day on which they mean it; None: since ever, for ever.
    """

    change: int
    names: tuple[str, ...]
    party: str
    reason: str
    who: str
    made_at: datetime
    undone_at: datetime | None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def term(self) -> Term:
        """The days on which they mean it."""
        return Term(self.valid_from, self.valid_to)

    @property
    def stands(self) -> bool:
        """Whether it was not undone."""
        return self.undone_at is None


def merge_parties(
    store: Store, names: Iterable[str], into: str, *, who: str, reason: str, now: datetime
) -> NameChange:
    """Let names stand for a party: a merge, or a rename where ``into`` is a new name.

    Parameters
    ----------
    names : iterable of str
        Parties as they are shown now.
    into : str
        The name that stays. A party, or a new name; trimmed and in NFC as names of files are.
    who : str
        Who decides; empty where unknown.
    reason : str
        Why; must be given.
    now : datetime
        With a zone.

    Raises
    ------
    NameChangeError
        If there is no such party, a name already stands for another, or nothing would change.

    Notes
    -----
    A name is given away only while it stands for itself, and only to a name that does: so chains
    (a → b, later b → c) never close to a circle, and decisions can be undone in any order.
    """
    return _decide(store, names, into, EVER, who=who, reason=reason, now=now)


def split_party(
    store: Store,
    name: str,
    into: str,
    term: Term,
    *,
    who: str,
    reason: str,
    now: datetime,
) -> NameChange:
    """Let a name mean another party on some days alone: what it does then is that party's.

    A handoff is of the party that its names mean on the day of the request; an event of the one on
    its day; an agreement of the one on its first day. What is said of the whole (its department,
    its calendar …) holds for the part until something is said of the part itself.

    Parameters
    ----------
    name : str
        A party as it is shown now.
    into : str
        The part: a party, or a new name.
    term : Term
        Its first and last day; one of them at least.
    who, reason, now
        As `merge_parties`.

    Raises
    ------
    NameChangeError
        As `merge_parties`, or if the term has no bound or ends before it begins.
    """
    check_term(term)
    return _decide(store, [name], into, term, who=who, reason=reason, now=now)


def _decide(
    store: Store,
    names: Iterable[str],
    into: str,
    term: Term,
    *,
    who: str,
    reason: str,
    now: datetime,
) -> NameChange:
    into = as_name(into)
    given = sorted({name for name in names if name != into})
    with store.write() as cursor:
        check_names(cursor, given, into, term)
        if not reason.strip():
            raise NameChangeError(Message("Say why: whoever reads this later will ask."))
        made = NameChange(
            _next(cursor), tuple(given), into, reason.strip(), who, as_utc(now), None, *term
        )
        for name in made.names:
            cursor.execute(
                "INSERT INTO party_names"
                " (change, name, party, reason, who, made_at, valid_from, valid_to)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [made.change, name, made.party, made.reason, made.who, made.made_at, *term],
            )
        _show(cursor)
    return _aware(made)


def undo_change(store: Store, change: int, *, now: datetime) -> NameChange:
    """Take a decision about names back; it stays in the list as undone.

    Raises
    ------
    NameChangeError
        If no standing decision has that number.
    """
    with store.write() as cursor:
        found = next((one for one in list_name_changes(cursor) if one.change == change), None)
        if found is None:
            raise NameChangeError(
                Message(
                    "There is no change {change} of names. The list shows their numbers.",
                    {"change": str(change)},
                )
            )
        if not found.stands:
            raise NameChangeError(
                Message("Change {change} has been undone already.", {"change": str(change)})
            )
        cursor.execute(
            "UPDATE party_names SET undone_at = ? WHERE change = ?", [as_utc(now), change]
        )
        _show(cursor)
        return found


def list_name_changes(cursor: duckdb.DuckDBPyConnection) -> tuple[NameChange, ...]:
    """Return every decision about names, undone ones too, the latest first."""
    rows = cursor.execute(_CHANGES).fetchall()
    return tuple(_aware(NameChange(row[0], tuple(row[1]), *row[2:])) for row in rows)


def _show(cursor: duckdb.DuckDBPyConnection) -> None:
    """Show facts under the names that stand now; derive the cases whose holders they change."""
    cursor.execute("CREATE OR REPLACE TEMP TABLE names_before AS FROM standing_names")
    remake_views(cursor)
    cursor.execute(_CHANGED)
    cursor.execute(_TOUCHED)
    derive_handoffs(cursor)


def _next(cursor: duckdb.DuckDBPyConnection) -> int:
    row = cursor.execute("SELECT coalesce(max(change), 0) + 1 FROM party_names").fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return int(row[0])


def _aware(change: NameChange) -> NameChange:
    """Return the decision with the zone of its times."""
    undone = change.undone_at.replace(tzinfo=UTC) if change.undone_at else None
    return NameChange(
        change.change, change.names, change.party, change.reason, change.who,
        change.made_at.replace(tzinfo=UTC), undone, change.valid_from, change.valid_to,
    )  # fmt: skip
