"""Keep a load report in the log as JSON, its messages in no language yet, and read it back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Any

from kpi.intake.questions import Answer, Question
from kpi.intake.reading import Warning_
from kpi.intake.report import ConflictCell, IgnoredRecord, LoadReport, Rejection
from kpi.words import Message
from kpi.words.message import PartyName, Share

KEPT: dict[str, Callable[..., Any]] = {
    kind.__name__: kind
    for kind in (
        LoadReport,
        ConflictCell,
        Rejection,
        IgnoredRecord,
        Warning_,
        Message,
        Share,
        Question,
        Answer,
    )
}
# Their cells are plain or lists, which the encoder writes itself: there may be thousands of these.
_SHALLOW = frozenset({LoadReport, ConflictCell, Rejection, IgnoredRecord})
_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
TAG = "is"  # names the type of an object that is not plain JSON


def keep(report: LoadReport) -> str:
    """Write a report as JSON.

    Raises
    ------
    TypeError
        If a message has a value of a kind that cannot be kept.
    """
    return json.dumps(report, ensure_ascii=False, default=_told)


def recall(text: str) -> LoadReport:
    """Read a report that `keep` wrote.

    Examples
    --------
    >>> recall(keep(LoadReport("a.csv", "loaded", records=1, new=1))).new
    1
    """
    report = json.loads(text, object_hook=_whole)
    assert isinstance(report, LoadReport)  # noqa: S101 - only `keep` writes the column
    return report


def _told(value: Any) -> Any:
    """Return what stands for an object that the encoder does not know."""
    if type(value) in _SHALLOW:
        plain = {**vars(value), TAG: type(value).__name__}
        if isinstance(value, LoadReport):
            plain["ignored"] = _lines_by_reason(value.ignored)
        return plain
    return _plain(value)


def _lines_by_reason(ignored: Iterable[IgnoredRecord]) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {}
    for record in ignored:
        lines.setdefault(record.reason, []).append(record.line)
    return lines


def _plain(value: Any) -> Any:  # noqa: PLR0911 - one line for each kind of value
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, PartyName):
        return {TAG: "PartyName", "name": str(value)}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):  # a datetime is a date too
        return {TAG: type(value).__name__, "iso": value.isoformat()}
    if is_dataclass(value) and type(value).__name__ in KEPT:
        return {**_plain_cells(vars(value)), TAG: type(value).__name__}
    if isinstance(value, Mapping):
        return _plain_cells(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    raise TypeError(f"cannot be kept in the log: {value!r}")


def _plain_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: cell if type(cell) in _AS_THEY_ARE else _plain(cell) for name, cell in cells.items()
    }


def _whole(found: dict[str, Any]) -> Any:
    tag = found.pop(TAG, None)
    if tag is None:
        return found
    if tag == "PartyName":
        return PartyName(found["name"])
    if tag == "datetime":
        return datetime.fromisoformat(found["iso"])
    if tag == "date":
        return date.fromisoformat(found["iso"])
    listed = {n: tuple(v) if isinstance(v, list) else v for n, v in found.items()}
    ignored = found.get("ignored")
    if isinstance(ignored, dict):  # reports of earlier versions list each record
        pairs = sorted((line, reason) for reason, lines in ignored.items() for line in lines)
        listed["ignored"] = tuple(IgnoredRecord(*pair) for pair in pairs)
    return KEPT[tag](**listed)
