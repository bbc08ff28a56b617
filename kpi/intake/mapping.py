"""Mappings: which file column is which field, and what else is said of a file; a dict or TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from kpi.intake.errors import RefusedError
from kpi.words import Message

KNOWN_LOGS = Path(__file__).parent / "formats"
# Most specific first: the first whose header columns are all there is taken.
KNOWN = ("servicenow", "xes-permit", "xes-travel", "xes")


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
        given as ``""`` is not used for that field.
    timezone : str
        IANA zone of zone-less times.
    dayfirst : bool
        Day before month where the numbers do not tell.
    dates : dict
        File column -> ``day first``, ``month first`` or ``year first``; settles that one column.
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
    inverted : tuple of str
        Yes/no fields whose column says the opposite.
    header : tuple of str
        Columns by which a known log is recognised.
    """

    name: str = ""
    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    timezone: str = ""
    dayfirst: bool | None = None
    dates: Mapping[str, str] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    unknown_parties: tuple[str, ...] | None = None
    end_customer: str = ""
    rejection_activities: tuple[str, ...] = ()
    rejection_pattern: str = ""
    inverted: tuple[str, ...] = ()
    header: tuple[str, ...] = ()

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
            if getattr(self, f.name) != getattr(blank, f.name)
        }

    def over(self, base: ColumnMapping) -> ColumnMapping:
        """Return ``base`` with everything that this mapping says put over it."""
        said = self.said()
        said["columns"] = {**base.columns, **self.columns}
        said["dates"] = {**base.dates, **self.dates}
        return replace(base, **said)


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
    said = {key: _checked(key, value) for key, value in source.items()}
    mapping = ColumnMapping(**said)
    if mapping.timezone and mapping.timezone not in available_timezones():
        raise unknown_zone(mapping.timezone)
    return mapping


def mapping_of_toml(content: bytes, *, name: str) -> ColumnMapping:
    """Read a mapping from the bytes of a TOML file.

    Raises
    ------
    RefusedError
        If it is not TOML, or something in it is not known or of the wrong type.
    """
    try:
        said = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise _not_toml(name, fault) from fault
    return read_mapping(said)


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


_SHAPES: Mapping[str, type] = {
    "name": str,
    "kind": str,
    "timezone": str,
    "end_customer": str,
    "rejection_pattern": str,
    "dayfirst": bool,
    "columns": dict,
    "dates": dict,
    "empty": tuple,
    "unknown_parties": tuple,
    "rejection_activities": tuple,
    "inverted": tuple,
    "header": tuple,
}


def _checked(key: str, value: Any) -> Any:
    shape = _SHAPES.get(key)
    if shape is None:
        raise RefusedError(
            Message(
                "The mapping says “{key}”, which is not known. Must be one of: {known}.",
                {"key": key, "known": ", ".join(_SHAPES)},
            )
        )
    if shape is tuple and isinstance(value, list | tuple | set | frozenset):
        value = tuple(value)
    if shape is dict and isinstance(value, Mapping):
        value = dict(value)
    held = value.values() if isinstance(value, dict) else value if shape is tuple else ()
    if not isinstance(value, shape) or not all(isinstance(item, str) for item in held):
        raise RefusedError(
            Message(
                "The mapping's “{key}” is {value}, which is not of the right type.",
                {"key": key, "value": repr(value)},
            )
        )
    return value
