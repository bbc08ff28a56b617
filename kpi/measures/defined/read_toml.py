"""Read definitions from TOML; a fault names its key, its line and what is allowed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from kpi.measures.catalogue import KPIS
from kpi.measures.catalogue.dimensions import DIMENSIONS
from kpi.measures.defined.definition import (
    COMPARISONS,
    DIRECTIONS,
    ID,
    MEASURES,
    MOST_CONDITIONS,
    OF_DATES,
    OF_NUMBERS,
    OVERS,
    UNITS,
    WITHOUT_VALUE,
    Condition,
    Definition,
    DefinitionError,
)
from kpi.words import OUR_LOCALES, Message

_KEYS = (
    "id", "name", "question", "dimension", "unit", "better", "measure", "over", "good", "match",
    "only", "column", "percentile",
)  # fmt: skip
_CONDITION_KEYS = ("column", "comparison", "value")


def read_definitions(text: str) -> tuple[Definition, ...]:
    """Read one or several KPIs from TOML, each a table ``[[kpi]]``.

    Raises
    ------
    DefinitionError
        At the first fault: what is wrong, the key, the line, and what is allowed.

    Examples
    --------
    >>> read_definitions('''
    ... [[kpi]]
    ... id = "light_parcels"
    ... name = {en = "Light parcels", es = "Paquetes ligeros"}
    ... question = {en = "How many weigh under 5 kg?", es = "¿Cuántos pesan menos de 5 kg?"}
    ... dimension = "quality"
    ... unit = "share"
    ... better = "higher"
    ... measure = "share"
    ... good = [{column = "weight", comparison = "less than", value = 5}]
    ... ''')[0].columns
    ('weight',)
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise DefinitionError(
            Message("The definition cannot be read as TOML: {why}.", {"why": str(fault)})
        ) from None
    entries = told.get("kpi")
    if not isinstance(entries, list) or not entries or set(told) != {"kpi"}:
        raise DefinitionError(
            Message("A file of definitions holds tables [[kpi]] and nothing else; at least one.")
        )
    found = tuple(_Reader(entry, text, at).definition() for at, entry in enumerate(entries))
    ids = [definition.id for definition in found]
    for one in ids:
        if ids.count(one) > 1:
            raise DefinitionError(Message("KPI “{kpi}” is defined twice.", {"kpi": one}))
    return found


@dataclass(frozen=True)
class _Reader:
    """Reads one table; ``place`` is its number in the text."""

    entry: Mapping[str, Any]
    text: str
    place: int

    def definition(self) -> Definition:
        if not isinstance(self.entry, dict):
            raise self._fault("kpi", self.entry, ("[[kpi]]",))
        for key in self.entry:
            if key not in _KEYS:
                raise self._fault(key, self.entry[key], _KEYS, unknown=True)
        measure = self._choice("measure", MEASURES)
        is_share = measure == "share"
        unit = self._choice("unit", UNITS, "share" if is_share else None)
        if is_share != (unit == "share"):
            raise self._fault("unit", unit, ("share",) if is_share else UNITS[1:])
        if not is_share and not self.entry.get("column"):
            raise self._fault("column", "", ("…",))
        if is_share and not self.entry.get("good"):
            raise self._fault("good", "", ("[{column, comparison, value}]",))
        return Definition(
            id=self._id(),
            name=self._both("name"),
            question=self._both("question"),
            dimension=self._choice("dimension", tuple(DIMENSIONS)),
            unit=unit,
            better=self._choice("better", DIRECTIONS),
            measure=measure,
            over=self._choice("over", OVERS, "delivered"),
            good=self._conditions("good") if is_share else (),
            match=self._choice("match", ("all", "any"), "all"),
            only=self._conditions("only"),
            column="" if is_share else self._column("column", self.entry["column"]),
            percentile=self._percentile(),
        )

    def _id(self) -> str:
        value = self.entry.get("id")
        if not isinstance(value, str) or not ID.fullmatch(value):
            raise self._fault("id", value, ("a-z, 0-9, _",))
        if value in KPIS:
            raise DefinitionError(
                Message("“{kpi}” is a KPI that is built in. Choose another id.", {"kpi": value})
            )
        return value

    def _both(self, key: str) -> dict[str, str]:
        value = self.entry.get(key)
        if isinstance(value, str) and value.strip():
            return {language: value.strip() for language in OUR_LOCALES}
        if not isinstance(value, dict) or any(
            not isinstance(value.get(language), str) or not value[language].strip()
            for language in OUR_LOCALES
        ):
            raise self._fault(key, value, ('{en = "…", es = "…"}',))
        return {language: value[language].strip() for language in OUR_LOCALES}

    def _choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> Any:
        value = self.entry.get(key, default)
        if value not in allowed:
            raise self._fault(key, value, allowed)
        return value

    def _percentile(self) -> float:
        value = self.entry.get("percentile", 50)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 99:
            raise self._fault("percentile", value, ("1 … 99",))
        return float(value)

    def _conditions(self, key: str) -> tuple[Condition, ...]:
        value = self.entry.get(key, [])
        if not isinstance(value, list) or len(value) > MOST_CONDITIONS:
            raise self._fault(key, value, ("[{column, comparison, value}, …]",))
        return tuple(self._condition(key, told) for told in value)

    def _condition(self, key: str, told: Any) -> Condition:
        if not isinstance(told, dict) or not set(told) <= set(_CONDITION_KEYS):
            raise self._fault(key, told, _CONDITION_KEYS)
        comparison = told.get("comparison")
        if comparison not in COMPARISONS:
            raise self._fault("comparison", comparison, COMPARISONS)
        column = self._column("column", told.get("column"))
        return Condition(column, comparison, self._value(comparison, told.get("value", "")))

    def _column(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._fault(key, value, ("…",))
        return value.strip()

    def _value(self, comparison: str, value: Any) -> str | float | tuple[str, ...]:
        if comparison in WITHOUT_VALUE:
            return ""
        if comparison in OF_NUMBERS:
            if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
                raise self._fault("value", value, ("1", "2.5", "…"))
            return float(value)
        if comparison in OF_DATES:
            return self._day(value)
        if comparison == "one of":
            if not isinstance(value, list) or not value or not all(_is_text(v) for v in value):
                raise self._fault("value", value, ('["…", "…"]',))
            return tuple(str(one) for one in value)
        if not _is_text(value) or not str(value):
            raise self._fault("value", value, ('"…"',))
        return str(value)

    def _day(self, value: Any) -> str:
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise self._fault("value", value, ("2026-03-16",)) from None

    def _fault(
        self, key: str, value: Any, allowed: Collection[str], *, unknown: bool = False
    ) -> DefinitionError:
        values = {
            "key": key,
            "line": self._line(key),
            "value": "" if value is None else str(value),
            "allowed": ", ".join(allowed),
        }
        if unknown:
            return DefinitionError(
                Message("Line {line}: key “{key}” is not known. Must be one of: {allowed}.", values)
            )
        return DefinitionError(
            Message("Line {line}, key “{key}”: “{value}”. Must be one of: {allowed}.", values)
        )

    def _line(self, key: str) -> int:
        """Return the line of a key of this table, else that on which the table begins."""
        lines = self.text.splitlines()
        heads = [at for at, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*kpi\s*\]\]", line)]
        if self.place >= len(heads):
            return 1
        start = heads[self.place]
        end = heads[self.place + 1] if self.place + 1 < len(heads) else len(lines) + 1
        spelled = re.compile(rf"(^|[\s{{,.]){re.escape(key)}\s*[=.]")
        for at in range(start + 1, end):
            if spelled.search(lines[at - 1]):
                return at
        return start


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
