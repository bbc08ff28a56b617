"""What a mapping may say, of what type; and on which line of its file it says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from kpi.intake.errors import RefusedError
from kpi.words import Message

# Texts, yes or no, whole numbers, lists of texts, tables of texts, tables of lists of texts.
SHAPES: Mapping[str, str] = {
    "name": "text",
    "kind": "text",
    "timezone": "text",
    "end_customer": "text",
    "rejection_pattern": "text",
    "first_holder": "text",
    "dayfirst": "yes",
    "columns": "texts",
    "dates": "texts",
    "times_of_day": "texts",
    "ended": "lists",
    "empty": "list",
    "unknown_parties": "list",
    "rejection_activities": "list",
    "party_fields": "list",
    "transitions": "list",
    "whole_days": "list",
    "inverted": "list",
    "straight": "list",
    "header_line": "number",
    "delimiter": "text",
    "encoding": "text",
    "header": "list",
}
EXPECTED: Mapping[str, Message] = {
    "text": Message('a text in quotes, such as "America/Mexico_City"'),
    "yes": Message("true or false, without quotes"),
    "number": Message("a whole number, such as 3"),
    "list": Message('a list of texts, such as ["", "?"]'),
    "texts": Message('a table of texts, such as party = "Team"'),
    "lists": Message('a table of lists of texts, such as status = ["Done"]'),
}
FIRST_HOLDERS = ("opened", "unknown")


class MappingFaultError(RefusedError):
    """A mapping says something that cannot be meant.

    Parameters
    ----------
    message : Message
    key : str
        What is wrong: ``kind``, ``columns.party``, …
    """

    def __init__(self, message: Message, key: str) -> None:
        super().__init__(message)
        self.key = key


class MappingFaultsError(RefusedError):
    """All that a mapping says that cannot be meant."""

    def __init__(self, faults: Sequence[MappingFaultError]) -> None:
        super().__init__(together([fault.message for fault in faults]))
        self.faults = tuple(faults)


def together(messages: Sequence[Message]) -> Message:
    """Say one message after the other."""
    return reduce(
        lambda told, more: Message("{told} {more}", {"told": told, "more": more}), messages
    )


def all_checked(source: Mapping[str, Any]) -> tuple[dict[str, Any], list[MappingFaultError]]:
    """Return what can be meant, and a fault for each value that cannot."""
    values: dict[str, Any] = {}
    faults: list[MappingFaultError] = []
    for key, value in source.items():
        table = isinstance(value, Mapping) and SHAPES.get(key) in ("texts", "lists")
        for part in [{name: item} for name, item in value.items()] if table and value else [value]:
            try:
                one = checked(key, part)
            except MappingFaultError as fault:
                faults.append(fault)
            else:
                values[key] = {**values.get(key, {}), **one} if table else one
    return values, faults


def checked(key: str, value: Any) -> Any:
    """Return a value of a mapping with its lists made tuples.

    Raises
    ------
    MappingFaultError
        If the key is not known, or the value is not of its type.

    Examples
    --------
    >>> checked("ended", {"status": ["Done"]})
    {'status': ('Done',)}
    """
    shape = SHAPES.get(key)
    if shape is None:
        raise MappingFaultError(
            Message(
                "The mapping says “{key}”, which is not known. Must be one of: {known}.",
                {"key": key, "known": ", ".join(SHAPES)},
            ),
            key,
        )
    if shape in ("texts", "lists") and isinstance(value, Mapping):
        inner = "text" if shape == "texts" else "list"
        return {name: _plain(inner, item, f"{key}.{name}") for name, item in value.items()}
    return _plain(shape, value, key)


def _plain(shape: str, value: Any, key: str) -> Any:
    if shape == "list" and isinstance(value, list | tuple | set | frozenset):
        value = tuple(value)
        if all(isinstance(item, str) for item in value):
            return value
    elif type(value) is {"text": str, "yes": bool, "number": int}.get(shape):
        return value
    raise MappingFaultError(
        Message(
            "The mapping's “{key}” is {value}, which is not of the right type. It must be "
            "{expected}.",
            {"key": key, "value": repr(value), "expected": EXPECTED[shape]},
        ),
        key,
    )


def placed(message: Message, key: str, lines: Mapping[str, int]) -> Message:
    """Return a message with the line of the mapping that it is about, where there is one."""
    line = lines.get(key) or lines.get(key.split(".", maxsplit=1)[0])
    if line is None:
        return message
    return Message("Line {line} of the mapping: {fault}", {"line": str(line), "fault": message})


def lines_of(text: str) -> dict[str, int]:
    r"""Return on which line a TOML text says each key, tables as ``table.key``.

    Examples
    --------
    >>> lines_of('kind = "events"\n\n[columns]\n"party" = "Team"')
    {'kind': 1, 'columns': 3, 'columns.party': 4}
    """
    table = ""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$", line):
            table = _bare(heading[1])
            lines.setdefault(table, number)
        elif key := re.match(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w.-]+)\s*=""", line):
            name = f"{table}.{_bare(key[1])}" if table else _bare(key[1])
            lines.setdefault(name, number)
    return lines


def _bare(name: str) -> str:
    return name[1:-1] if name[:1] in "\"'" else name
