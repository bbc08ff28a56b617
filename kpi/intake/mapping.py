"""Mappings: which file column is which field, and what else is said of a file; a dict or TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from kpi.intake.code_pages import CODE_PAGES
from kpi.intake.errors import RefusedError
from kpi.intake.formats import KINDS
from kpi.intake.mapping_shape import (
    FIRST_HOLDERS,
    MappingFaultError,
    MappingFaultsError,
    all_checked,
    lines_of,
    placed,
    together,
)
from kpi.words import Message

KNOWN_LOGS = Path(__file__).parent / "formats"
# Most specific first: the first whose header columns are all there is taken.
KNOWN = (
    "servicenow", "servicenow-audit", "changes", "changes-created", "servicenow-incidents",
    "jira-issues", "xes-permit", "xes-travel", "xes",
)  # fmt: skip


@dataclass(frozen=True)
class ColumnMapping:
    """What a user or a known log says about a file. Everything may be left out.

    Parameters
    ----------
    name : str
        The format's name, for reports.
    kind : str
        One of `kpi.intake.KINDS`.
    columns : dict
        Field -> file column, as in the header (``name (2)`` for the second of that name). A column
        given as ``""`` is not used for that field; ``A | B`` is A where the file has it, else B.
    timezone : str
        IANA zone of zone-less times.
    dayfirst : bool
        Day before month where the numbers do not tell.
    dates : dict
        File column -> ``day first``, ``month first`` or ``year first``; settles that one column.
    times_of_day : dict
        File column of a date -> the column that holds its time of day; ``""`` where none does.
    empty : tuple of str
        Cells that mean empty in the mapped columns, such as ``?``.
    unknown_parties : tuple of str
        Parties of an event log that mean unknown.
    end_customer : str
        External customer that the cases of an event log are owed to.
    rejection_activities : tuple of str
        Activities that return the handoff that brought the case there.
    rejection_pattern : str
        The same as a regular expression (RE2), searched in the activity.
    party_fields : tuple of str
        Of a history of changes: the field whose values hold the case, such as ``Assignee``; several
        names of one field, not several fields.
    ended : dict
        Of a history of changes: field -> its values that mean that the case is over; an empty list
        means any value (a resolution).
    first_holder : str
        Of a history of changes: ``opened`` (default) takes the value before the first change as
        the holder since the case was opened or first seen; ``unknown`` takes nothing from it.
    transitions : tuple of str
        Steps of an activity's life that count in an event log; by default complete ones.
    whole_days : tuple of str
        Fields of times whose column holds days only, written as midnight.
    inverted, straight : tuple of str
        Yes/no fields whose column says the opposite; those whose column does not, whatever its
        header.
    header_line : int
        Physical line, from 1, that the header starts on; 0 where it is to be found.
    delimiter : str
        The character between cells; empty where it is to be found.
    encoding : str
        One of `kpi.intake.code_pages.CODE_PAGES`, for files that are no Unicode.
    header : tuple of str
        Columns by which a known log is recognised.
    lines : dict
        Where it was read from a file: key -> line.
    """

    name: str = ""
    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    timezone: str = ""
    dayfirst: bool | None = None
    dates: Mapping[str, str] = field(default_factory=dict)
    times_of_day: Mapping[str, str] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    unknown_parties: tuple[str, ...] | None = None
    end_customer: str = ""
    rejection_activities: tuple[str, ...] = ()
    rejection_pattern: str = ""
    party_fields: tuple[str, ...] = ()
    ended: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_holder: str = ""
    transitions: tuple[str, ...] = ()
    whole_days: tuple[str, ...] = ()
    inverted: tuple[str, ...] = ()
    straight: tuple[str, ...] = ()
    header_line: int = 0
    delimiter: str = ""
    encoding: str = ""
    header: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def said(self) -> dict[str, Any]:
        """Return only what the mapping says, as `read_mapping` takes it.

        Examples
        --------
        >>> ColumnMapping(dayfirst=False).said()
        {'dayfirst': False}
        """
        blank = ColumnMapping()
        return {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if f.compare and getattr(self, f.name) != getattr(blank, f.name)
        }

    def over(self, base: ColumnMapping) -> ColumnMapping:
        """Return ``base`` with everything that this mapping says put over it."""
        said = self.said()
        said["columns"] = {**base.columns, **self.columns}
        said["dates"] = {**base.dates, **self.dates}
        said["times_of_day"] = {**base.times_of_day, **self.times_of_day}
        return replace(base, lines=self.lines, **said)


def read_mapping(source: Mapping[str, Any] | Path | ColumnMapping | None) -> ColumnMapping:
    """Read a mapping from a dict or a TOML file.

    Raises
    ------
    RefusedError
        If the file is not TOML, or something in it is not known or of the wrong type.

    Examples
    --------
    >>> read_mapping({"columns": {"party": "Grupo"}, "unknown_parties": ["EMPTY"]}).unknown_parties
    ('EMPTY',)
    """
    if source is None:
        return ColumnMapping()
    if isinstance(source, ColumnMapping):
        return source
    if isinstance(source, Path):
        try:
            return mapping_of_toml(source.read_bytes(), name=str(source))
        except OSError as fault:
            raise _not_toml(str(source), fault) from fault
    values, faults = all_checked(source)
    mapping = ColumnMapping(**values)
    if mapping.timezone and mapping.timezone not in available_timezones():
        faults.append(MappingFaultError(unknown_zone(mapping.timezone).message, "timezone"))
    for key, words in (
        ("kind", tuple(KINDS)),
        ("first_holder", FIRST_HOLDERS),
        ("encoding", tuple(CODE_PAGES)),
    ):
        word = getattr(mapping, key)
        if word and word not in words:
            message = Message(
                "The mapping's “{key}” is “{word}”. Must be one of: {known}.",
                {"key": key, "word": word, "known": ", ".join(words)},
            )
            faults.append(MappingFaultError(message, key))
    if faults:
        raise MappingFaultsError(faults)
    return mapping


def mapping_of_toml(content: bytes, *, name: str) -> ColumnMapping:
    """Read a mapping from the bytes of a TOML file.

    Raises
    ------
    RefusedError
        If it is not TOML, or something in it is not known or of the wrong type.
    """
    try:
        text = content.decode("utf-8-sig")
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise _not_toml(name, fault) from fault
    lines = lines_of(text)
    try:
        return replace(read_mapping(said), lines=lines)
    except MappingFaultsError as found:
        raise RefusedError(
            together([placed(fault.message, fault.key, lines) for fault in found.faults])
        ) from found


def _not_toml(name: str, fault: Exception) -> RefusedError:
    return RefusedError(
        Message(
            "The mapping {file} cannot be read as TOML: {fault}.",
            {"file": name, "fault": str(fault)},
        )
    )


def unknown_zone(zone: str) -> RefusedError:
    """Say that a time zone is not known."""
    return RefusedError(
        Message(
            "Time zone “{zone}” is not known. Give an IANA name such as America/Mexico_City.",
            {"zone": zone},
        )
    )


@lru_cache
def known_logs() -> tuple[ColumnMapping, ...]:
    """Return the mappings of the logs that are recognised without one, most specific first."""
    return tuple(read_mapping(KNOWN_LOGS / f"{name}.toml") for name in KNOWN)
