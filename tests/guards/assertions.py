"""Reject tests that cannot fail: ``python -m tests.guards.assertions [PATH…]``.

Few rules, each precise enough that a report is a mistake:

- a test asserts something, or expects an exception or a warning;
- what it asserts is not true whatever the program does (a constant, a filled tuple, ``a == a``,
  ``len(x) >= 0``, ``x or True``);
- it says more than that something is there (``is not None``) or of what type (``isinstance``);
- it names the exception that it expects (not ``Exception``).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
# Called by these names, something checks: pytest.raises, pytest.warns, pytest.fail, playwright's
# expect(…).to_…, and the assert_… helpers of libraries and of our own.
CHECKING_CALLS = {"raises", "warns", "fail", "deprecated_call", "expect"}
TOO_WIDE = {"Exception", "BaseException"}


@dataclass(frozen=True)
class Weakness:
    """An assertion or a test that could hardly fail."""

    line: int
    what: str


def weaknesses(source: str, helpers: frozenset[str] = frozenset()) -> Iterator[Weakness]:
    """Yield what is weak in a file of tests, in the order of its lines.

    Parameters
    ----------
    source : str
        The file's text.
    helpers : frozenset of str
        Functions of other files that assert, beside those of this file.
    """
    tree = ast.parse(source)
    helpers = helpers | asserting_helpers(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            found += [Weakness(node.lineno, what) for what in _vacuous(node.test)]
        elif isinstance(node, ast.Call):
            found += [Weakness(node.lineno, what) for what in _too_wide(node)]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _is_test(node):
            found += [Weakness(node.lineno, what) for what in _idle(node, helpers)]
    yield from sorted(found, key=lambda weakness: weakness.line)


def asserting_helpers(tree: ast.AST) -> frozenset[str]:
    """Return the names of a file's functions, other than tests, that assert something.

    One that only makes sure that a value is there (``is not None``) does so for the types.
    """
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and not _is_test(node)
        and any(_checks(inner, frozenset()) and not _narrows(inner) for inner in ast.walk(node))
    )


def _narrows(node: ast.AST) -> bool:
    return isinstance(node, ast.Assert) and (_is_presence(node.test) or _is_type_check(node.test))


def _is_test(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return node.name.startswith("test_")


def _vacuous(test: ast.expr) -> Iterator[str]:
    """Yield why a condition is true whatever the program does."""
    if isinstance(test, ast.Tuple) and test.elts:
        yield "asserts a tuple, which is always true; take the parentheses away"
    elif _is_constant(test):
        yield "asserts a constant; assert what the program returned"
    elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        if any(_is_constant(value) and _is_true(value) for value in test.values):
            yield "`or` with a constant that is always true"
    elif isinstance(test, ast.BoolOp):
        for value in test.values:
            yield from _vacuous(value)
    elif isinstance(test, ast.Compare) and len(test.ops) == 1:
        yield from _vacuous_comparison(test.left, test.ops[0], test.comparators[0])


def _vacuous_comparison(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Iterator[str]:
    same = ast.dump(left) == ast.dump(right)
    reflexive = isinstance(operator, (ast.Eq, ast.Is, ast.LtE, ast.GtE))
    # Two calls may differ: `make() == make()` is how one asserts that an answer is reproducible.
    if same and reflexive and not any(isinstance(node, ast.Call) for node in ast.walk(left)):
        yield "compares a thing with itself"
    elif _is_constant(left) and _is_constant(right):
        yield "compares two constants; assert what the program returned"
    elif _is_any_length(left, operator, right):
        yield "a length is never below 0; say which length is right"


def _is_any_length(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool:
    if _is_length(right):  # 0 <= len(x) reads as len(x) >= 0
        mirror = {ast.LtE: ast.GtE, ast.Lt: ast.Gt}
        if type(operator) not in mirror:
            return False
        left, operator, right = right, mirror[type(operator)](), left
    if not _is_length(left):
        return False
    at_least, above = isinstance(operator, ast.GtE), isinstance(operator, ast.Gt)
    return (at_least and _is_number(right, 0)) or (above and _is_number(right, -1))


def _too_wide(call: ast.Call) -> Iterator[str]:
    if _called(call.func) != "raises" or not call.args:
        return
    expected = call.args[0]
    names = expected.elts if isinstance(expected, ast.Tuple) else [expected]
    for name in names:
        # With `match=` the text tells which fault is meant.
        if _called(name) in TOO_WIDE and not any(word.arg == "match" for word in call.keywords):
            yield f"expects any {_called(name)}; name the exception that the program raises"


def _idle(test: ast.FunctionDef | ast.AsyncFunctionDef, helpers: frozenset[str]) -> Iterator[str]:
    """Yield why a whole test could hardly fail."""
    inner = list(ast.walk(test))
    if not any(_checks(node, helpers) for node in inner):
        yield f"{test.name} asserts nothing"
        return
    conditions = [node.test for node in inner if isinstance(node, ast.Assert)]
    calls = [node for node in inner if isinstance(node, ast.Call) and _checks(node, helpers)]
    for is_weak, what in WEAK_ALONE:
        if conditions and not calls and all(is_weak(condition) for condition in conditions):
            yield f"{test.name} asserts only {what}; say what it holds"


def _checks(node: ast.AST, helpers: frozenset[str]) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = _called(node.func)
    return name in CHECKING_CALLS or name in helpers or name.startswith("assert_")


def _is_presence(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and len(test.ops) == 1
        and isinstance(test.ops[0], (ast.IsNot, ast.NotEq))
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    )


def _is_type_check(test: ast.expr) -> bool:
    return isinstance(test, ast.Call) and _called(test.func) in {
        "isinstance",
        "callable",
        "hasattr",
    }


WEAK_ALONE: tuple[tuple[Callable[[ast.expr], bool], str], ...] = (
    (_is_presence, "that something is not None"),
    (_is_type_check, "of what type something is"),
)


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return all(_is_constant(element) for element in node.elts)
    if isinstance(node, ast.UnaryOp):
        return _is_constant(node.operand)
    return isinstance(node, (ast.Constant, ast.Lambda)) or (
        isinstance(node, ast.JoinedStr) and bool(node.values)
    )


def _is_true(node: ast.expr) -> bool:
    try:
        return bool(ast.literal_eval(node))
    except ValueError:  # a lambda or an f-string, both of which are true
        return True


def _is_length(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _called(node.func) == "len"


def _is_number(node: ast.expr, number: int) -> bool:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return False
    return isinstance(value, int) and value == number


def main(arguments: list[str]) -> int:
    """Check files or folders; print what is weak and return how many lines are."""
    paths = [Path(argument) for argument in arguments] or [TESTS]
    files = sorted(
        file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path])
    )
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    helpers = frozenset[str]().union(*(asserting_helpers(tree) for tree in trees.values()))
    count = 0
    for file in files:
        for weakness in weaknesses(file.read_text(encoding="utf-8"), helpers):
            sys.stdout.write(f"{file}:{weakness.line}: {weakness.what}\n")
            count += 1
    sys.stdout.write(f"{len(files)} files, {count} weak assertions\n")
    return min(count, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
