"""How often the parts of a drawing that are drawn by reference come back.

A mask may be cut by masks, whose content is cut by masks again: what draws them draws each part as
often as it is called, twice as often with each level. A few lines of SVG then keep every export
busy for hours, so a logo may call parts from parts only so deep, and so often in all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

PARTS = ("clipPath", "mask", "pattern")
# Drawing programs write a pattern with a clip in it, or a mask of masked groups; nobody goes on.
DEEPEST_CALLS = 3
# 0.3 s of CPU in typst for masks, the dearest of them.
MOST_DRAWN = 5_000
_CALLS = re.compile(r"url\(\s*['\"]?\s*#([^'\")\s]+)", re.IGNORECASE)
_COMMENTS = re.compile(r"/\*.*?(\*/|$)", re.DOTALL)
_CLASSES = re.compile(r"\.([^\s.,:#>+~*\[\]{}()]+)")
_ANY = ""  # the class of rules that may be about every element


class CalledTooOftenError(Exception):
    """Parts call each other too deep, in a circle, or too often."""


@dataclass
class _Part:
    """Elements, what they call themselves, and the classes by which a style sheet lets them."""

    elements: int = 0
    calls: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)


class CalledParts:
    """Takes the elements of a drawing one by one, then tells whether it can be drawn at all."""

    def __init__(self) -> None:
        self._drawn = _Part()
        self._open = [self._drawn]
        self._parts: dict[str, list[_Part]] = {}
        self._rules: dict[str, list[str]] = {}

    def start(self, name: str, values: Mapping[str, str]) -> None:
        """Take an element as it begins."""
        part = self._open[-1]
        if name in PARTS:
            part = _Part()
            self._parts.setdefault(values.get("id", ""), []).append(part)
        self._open.append(part)
        part.elements += 1
        part.calls += [call for value in values.values() for call in _called(value)]
        part.classes += values.get("class", "").split()

    def end(self) -> None:
        """Take note that an element has ended."""
        self._open.pop()

    def style(self, sheet: str) -> None:
        """Take a style sheet: its rules call parts for the elements that they are about."""
        for rule in _COMMENTS.sub(" ", sheet).split("}"):
            selectors, _, declared = rule.partition("{")
            for selector in selectors.split(","):
                for name in _CLASSES.findall(selector) or [_ANY]:
                    self._rules.setdefault(name, []).extend(_called(declared))

    def check(self) -> None:
        """Say nothing where the drawing draws what it shows about once.

        Raises
        ------
        CalledTooOftenError
            If parts call parts more than `DEEPEST_CALLS` deep, or in a circle, or if the elements
            in them are drawn more than `MOST_DRAWN` times in all.
        """
        if self._drawn_by(self._drawn, 0, {}) > MOST_DRAWN:
            raise CalledTooOftenError

    def _drawn_by(self, part: _Part, depth: int, known: dict[tuple[str, int], int]) -> int:
        """Return how many elements are drawn for what a part calls."""
        styled = (self._rules.get(name, []) for name in part.classes)
        everywhere = self._rules.get(_ANY, []) * part.elements
        calls = [*part.calls, *(call for calls in styled for call in calls), *everywhere]
        return sum(self._drawn_for(call, depth + 1, known) for call in calls)

    def _drawn_for(self, call: str, depth: int, known: dict[tuple[str, int], int]) -> int:
        parts = self._parts.get(call, [])
        if not parts:  # a gradient, which calls nothing, or what is not there
            return 0
        if depth > DEEPEST_CALLS:
            raise CalledTooOftenError
        if (call, depth) not in known:
            known[call, depth] = sum(
                part.elements + self._drawn_by(part, depth, known) for part in parts
            )
        return known[call, depth]


def _called(value: str) -> list[str]:
    return [unquote(call) for call in _CALLS.findall(value)]
