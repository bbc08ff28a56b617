"""Find the phrases that the program can say, by reading its own source."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Called by these names, the first argument is a phrase; `Message` may bring its plural as `many=`.
MARKERS = {"N_", "Message"}
# Something whose name ends so is a `Words`, and calling it speaks; `self` is one inside `Words`.
SPEAKERS = ("say", "words", "self")


@dataclass(frozen=True)
class Phrase:
    """A phrase where the source says it.

    Parameters
    ----------
    one : str
        The English text, the key of the catalogues.
    many : str or None
        The English plural, where it has one.
    file : str
        Path from the root of the checkout.
    line : int
        Where the call starts.
    """

    one: str
    many: str | None
    file: str
    line: int


@dataclass(frozen=True)
class Fault:
    """A place where the phrase cannot be read from the source, so no catalogue can hold it."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def phrases_under(root: Path, folders: Iterable[str]) -> tuple[list[Phrase], list[Fault]]:
    """Return every phrase and every fault of the Python files under some folders or files.

    Parameters
    ----------
    root : Path
        The checkout; file names are given from there.
    folders : iterable of str
        Folders, or single files, below the root.
    """
    phrases: list[Phrase] = []
    faults: list[Fault] = []
    for folder in folders:
        start = root / folder
        for path in sorted(start.rglob("*.py")) if start.is_dir() else [start]:
            name = path.relative_to(root).as_posix()
            for found in phrases_in(path.read_text(encoding="utf-8"), name):
                (phrases if isinstance(found, Phrase) else faults).append(found)  # type: ignore[arg-type]
    return phrases, faults


def phrases_in(source: str, file: str) -> Iterator[Phrase | Fault]:
    """Yield the phrases of one file, in the order of the source.

    Examples
    --------
    >>> code = 'say("Week {week}", week=w); Message("{n} row", {"n": n}, many="{n} rows")'
    >>> [(found.one, found.many) for found in phrases_in(code, "demo.py")]
    [('Week {week}', None), ('{n} row', '{n} rows')]
    >>> [str(fault) for fault in phrases_in('say(f"Week {week}")', "demo.py")]
    ['demo.py:1: a phrase is put together; write it whole, with {named} places']
    """
    calls = [node for node in ast.walk(ast.parse(source, file)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if _is_plural(call.func):
            yield from _pair(call, file)
        elif _called(call.func) in MARKERS or _is_speaker(call.func):
            yield from _single(call, file)


def _single(call: ast.Call, file: str) -> Iterator[Phrase | Fault]:
    if not call.args:
        return
    many = next((word.value for word in call.keywords if word.arg == "many"), None)
    if many is not None and _called(call.func) == "Message":
        yield from _both(call.args[0], many, call, file)
        return
    for text in _texts(call.args[0]):
        yield (
            Phrase(text, None, file, call.lineno)
            if text is not None
            else Fault(
                file, call.lineno, "a phrase is put together; write it whole, with {named} places"
            )
        )


def _pair(call: ast.Call, file: str) -> Iterator[Phrase | Fault]:
    if len(call.args) < 2:
        yield Fault(file, call.lineno, "plural() takes the phrase for one and the phrase for many")
        return
    yield from _both(call.args[0], call.args[1], call, file)


def _both(one: ast.expr, many: ast.expr, call: ast.Call, file: str) -> Iterator[Phrase | Fault]:
    ones, manys = list(_texts(one)), list(_texts(many))
    if not ones and not manys:  # passed on, as Words.render does: the caller wrote the phrases
        return
    if len(ones) == len(manys) == 1 and ones[0] is not None and manys[0] is not None:
        yield Phrase(ones[0], manys[0], file, call.lineno)
        return
    yield Fault(file, call.lineno, "both forms of a plural are written whole, side by side")


def _texts(node: ast.expr) -> Iterator[str | None]:
    """Yield what an argument can say: its text, those of a choice, None for one put together."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, (ast.JoinedStr, ast.BinOp)):
        yield None


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _is_speaker(function: ast.expr) -> bool:
    # `self.plural` is a method of Words; `self.say(…)` ends in say; `self.check(…)` speaks nothing.
    return _called(function).endswith(SPEAKERS)


def _is_plural(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "plural"
        and _is_speaker(function.value)
    )
