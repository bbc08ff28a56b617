"""From a file's bytes to typed, checked, staged rows: what was read, and how it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from kpi.intake.errors import RefusedError
from kpi.words import Message

if TYPE_CHECKING:
    from kpi.store import Store

__all__ = ["KINDS", "DateReading", "Reading", "RefusedError", "Warning_", "read"]

KINDS = ("handoffs", "events", "agreements", "parties", "annotations")


@dataclass(frozen=True)
class Warning_:  # noqa: N801 - the plain name is a builtin
    """A guess that was made, by a stable code and in words.

    Parameters
    ----------
    code : str
        Stable word: date_order, date_only, zone_mixed, placeholder, header_guess, no_case, …
    message : Message
        What was guessed, where and how often.
    """

    code: str
    message: Message


@dataclass(frozen=True)
class DateReading:
    """How the dates of one column are read.

    Parameters
    ----------
    format : str
        For people: ``DD/MM/YYYY hh:mm``.
    evidence : Message
        Why this format and no other.
    """

    format: str
    evidence: Message


@dataclass(frozen=True)
class Reading:
    """What `read` understood of a file, beside the temp tables that it left on the cursor.

    The tables are ``staged``, ``faults``, ``raw_rejected`` and ``ignored``. Every record of the file
    is in exactly one of three groups: sound (in ``staged`` and not in ``ignored``), rejected (in
    ``raw_rejected``, with at least one row in ``faults``), or ignored (one row in ``ignored``). An event
    whose party is unknown is ignored as a change but its case cells count: it alone is in ``ignored``
    (reason ``unknown party``) *and* in ``staged`` (party ``''``). Therefore
    ``records = sound_records + rejected_records + ignored_records``, and
    ``count(staged) = sound_records + unknown_party_records``.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    format : str
        The recognised format: ``handoffs``, ``servicenow``, ``xes-permit``, …
    encoding, delimiter : str
        As found: ``utf-8``, ``utf-16-le``, ``cp1252``, …; one character.
    header_line : int
        Physical line, from 1, that the header starts on.
    columns : tuple of str
        The file's own column names, made distinct (``name``, ``name (2)``).
    fields : dict
        Field -> file column.
    attributes : dict
        ``x1``, ``x2``, … -> file column: the text columns of ``staged`` after the fields (handoffs only).
    records : int
        All records of the file: neither header, preamble nor blank lines.
    rejected_records, ignored_records, unknown_party_records : int
        See above; ``unknown_party_records`` are part of ``ignored_records``.
    derive_case, derive_id : bool
        The file has no case / no id column: ``staged`` holds derived ones.
    date_formats : dict
        File column -> how its dates are read.
    zone : str
        IANA zone that zone-less times of the file were read in.
    path : str
        ``plain`` (DuckDB read the file's own bytes) or ``normalised``.
    """

    kind: str
    format: str
    encoding: str
    delimiter: str
    header_line: int
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    attributes: Mapping[str, str]
    records: int
    rejected_records: int
    ignored_records: int
    unknown_party_records: int
    derive_case: bool
    derive_id: bool
    zone: str
    path: str
    warnings: tuple[Warning_, ...] = ()
    date_formats: Mapping[str, DateReading] = field(default_factory=dict)

    @property
    def sound_records(self) -> int:
        """Records that are staged and not ignored."""
        return self.records - self.rejected_records - self.ignored_records


def read(
    store: Store,
    cursor: duckdb.DuckDBPyConnection,
    source: Path,
    *,
    name: str,
    kind: str | None = None,
    mapping: Mapping[str, Any] | Path | None = None,
    timezone: str | None = None,
    now: datetime,
) -> Reading:
    """Read a file into the temp tables ``staged``, ``faults``, ``raw_rejected`` and ``ignored``.

    Parameters
    ----------
    store : Store
        For its scratch folder and settings.
    cursor : DuckDBPyConnection
        Gets the temp tables; earlier ones of the same names are replaced.
    source : Path
        The file.
    name : str
        What the user calls it.
    kind : str, optional
        One of `KINDS`; by default recognised by the header.
    mapping : dict or Path, optional
        A mapping or the TOML file that holds one; see `kpi.intake.mapping`.
    timezone : str, optional
        IANA zone of zone-less times, where it is not the company's.
    now : datetime
        The day of the load; times more than five years after it are implausible.

    Raises
    ------
    RefusedError
        If the file as a whole cannot be read without guessing.

    Notes
    -----
    ``staged`` (table or view): ``line BIGINT``, every field of the kind typed as in the schema (NULL
    where empty or not mapped, service ``''``), and for handoffs ``x1 … xn VARCHAR``. Events: case_id,
    happened_at, party (``''`` unknown), activity (``''`` none), opened_at, due_at, resolved_at,
    closed_at, kept, rejection BOOLEAN, end_customer VARCHAR.
    ``faults``: line, col (file column, ``''`` for the whole record), value, reason, phrase: one row per
    fault. ``raw_rejected``: line, cells VARCHAR[]. ``ignored``: line, reason (``footer``, ``header``,
    ``unknown party``).
    """
    raise NotImplementedError
