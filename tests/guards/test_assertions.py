from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tests.guards.assertions import main, weaknesses


def weak(body: str) -> list[str]:
    source = "def test_it():\n" + textwrap.indent(textwrap.dedent(body), "    ")
    return [weakness.what for weakness in weaknesses(source)]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("run()", "test_it asserts nothing"),
        ("with suppress(ValueError):\n    run()", "test_it asserts nothing"),
        ("assert True", "asserts a constant"),
        ("assert 'kept'", "asserts a constant"),
        ("assert [1, 2]", "asserts a constant"),
        ("assert lambda: run() == 1", "asserts a constant"),
        ("assert f'{run()} is late'", "asserts a constant"),
        ("assert (run() == 1, 'one row')", "asserts a tuple"),
        ("assert 1 < 2", "compares two constants"),
        ("assert rows == rows", "compares a thing with itself"),
        ("assert page.rows is page.rows", "compares a thing with itself"),
        ("assert share <= share", "compares a thing with itself"),
        ("assert len(rows) >= 0", "a length is never below 0"),
        ("assert 0 <= len(rows)", "a length is never below 0"),
        ("assert len(rows) > -1", "a length is never below 0"),
        ("assert -1 < len(rows)", "a length is never below 0"),
        ("assert run() == 1 or True", "`or` with a constant"),
        ("assert run() == 1 and len(rows) >= 0", "a length is never below 0"),
        ("with pytest.raises(Exception):\n    run()", "expects any Exception"),
        ("with raises((ValueError, BaseException)):\n    run()", "expects any BaseException"),
        ("assert run() is not None", "asserts only that something is not None"),
        ("assert run() != None\nassert walk() is not None", "asserts only that something is not"),
        ("assert isinstance(run(), str)", "asserts only of what type something is"),
        ("assert hasattr(run(), 'rows')", "asserts only of what type something is"),
    ],
)
def test_a_weak_assertion_is_named(body: str, what: str) -> None:
    (found,) = weak(body)
    assert what in found


@pytest.mark.parametrize(
    "body",
    [
        "assert run() == 1",
        "assert not run()",
        "assert run() == run()",  # the same answer twice
        "assert rows",
        "assert len(rows) > 0",
        "assert 1 <= len(rows)",
        "assert kept or late",
        "assert run() or None",
        "assert row is not None\nassert row.kept == 3",
        "assert isinstance(row, Row)\nassert row.kept == 3",
        "row = run()\nassert row is not None\nwith pytest.raises(StoreError):\n    row.close()",
        "with pytest.raises(StoreError, match='in use'):\n    run()",
        "with pytest.raises(Exception, match='in use'):\n    run()",
        "pytest.fail('no browser')",
        "expect(page.locator('h1')).to_have_text('Balance')",
        "np.testing.assert_allclose(run(), 1.0)",
        "for row in run():\n    assert row.kept",
    ],
)
def test_an_assertion_that_can_fail_passes(body: str) -> None:
    assert weak(body) == []


def test_a_helper_that_asserts_counts_as_an_assertion() -> None:
    helper = "def check(row):\n    assert row.kept == 3\n\n"
    assert list(weaknesses(helper + "def test_it():\n    check(run())\n")) == []


def test_a_helper_that_only_narrows_a_type_does_not() -> None:
    helper = "def fetch():\n    assert row is not None\n    return row\n\n"
    (found,) = weaknesses(helper + "def test_it():\n    fetch()\n")
    assert found.what == "test_it asserts nothing"


def test_a_test_in_a_class_is_checked_too() -> None:
    (found,) = weaknesses("class TestIt:\n    def test_it(self):\n        run()\n")
    assert (found.line, found.what) == (2, "test_it asserts nothing")


def test_the_guard_fails_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_rows.py").write_text("def test_rows():\n    assert True\n")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == (
        f"{tmp_path}/test_rows.py:2: asserts a constant; assert what the program returned\n"
        "1 files, 1 weak assertions\n"
    )


def test_helpers_of_other_files_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "conftest.py").write_text("def same(a, b):\n    assert a == b\n")
    (tmp_path / "test_rows.py").write_text("def test_rows():\n    same(run(), 1)\n")
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "2 files, 0 weak assertions\n"
