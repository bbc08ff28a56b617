"""What reading understood of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi.intake.dates import DateReading
from kpi.intake.errors import Warning_


@dataclass(frozen=True)
class Reading:
    """What `read` understood of a file, beside the temp tables that it left on the cursor.

    The tables are ``staged``, ``faults``, ``raw_rejected`` and ``ignored``. Every record of the
    file is in exactly one of three groups: sound (in ``staged`` and not in ``ignored``), rejected
    (in ``raw_rejected``, with at least one row in ``faults``), or ignored (one row in ``ignored``).
    An event whose party is unknown is ignored as a change but its case cells count: it alone is in
    ``ignored`` (reason ``unknown party``, or ``other change`` where it ends the case) *and* in
    ``staged`` (party ``''``). Therefore ``records =
    sound_records + rejected_records + ignored_records``, and ``count(staged) = sound_records +
    unknown_party_records``.

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
    times_of_day : dict
        Field -> file column of its time of day, where that has a column of its own.
    attributes : dict
        ``x1``, ``x2``, … -> file column: the text columns of ``staged`` after the fields (handoffs
        only).
    records : int
        All records of the file: neither header, preamble nor blank lines.
    rejected_records, ignored_records, unknown_party_records : int
        See above; ``unknown_party_records`` are part of ``ignored_records``.
    date_formats : dict
        File column -> how its dates are read.
    zone : str
        IANA zone that zone-less times of the file were read in.
    path : str
        ``plain`` (DuckDB read the file's own bytes) or ``normalised``.
    direct_records : int
        Sound records that are in the store already and not in ``staged``; see `load_directly`.
    sha256 : str
        Of the file's bytes, in hexadecimal; ``""`` where it was read to be looked at only.
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
    zone: str
    path: str
    warnings: tuple[Warning_, ...] = ()
    date_formats: Mapping[str, DateReading] = field(default_factory=dict)
    direct_records: int = 0
    sha256: str = ""
    times_of_day: Mapping[str, str] = field(default_factory=dict)

    @property
    def sound_records(self) -> int:
        """Records that are staged and not ignored."""
        return self.records - self.rejected_records - self.ignored_records
