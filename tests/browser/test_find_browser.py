from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.find_browser import NoBrowserError, administrator, browser, find_browser


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_browser_that_is_named_comes_before_those_on_the_path(tmp_path: Path) -> None:
    named = program(tmp_path / "mine" / "my-browser")
    program(tmp_path / "bin" / "chromium")
    assert find_browser({"CHROMIUM": str(named), "PATH": str(tmp_path / "bin")}) == named


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_on_the_path_is_found_by_its_usual_names(tmp_path: Path, name: str) -> None:
    there = program(tmp_path / name)
    assert find_browser({"PATH": str(tmp_path)}) == there


def test_a_named_browser_that_cannot_be_run_is_an_error_even_with_another_on_the_path(
    tmp_path: Path,
) -> None:
    program(tmp_path / "chromium")
    with pytest.raises(NoBrowserError, match="CHROMIUM is /nowhere/chrome, which is not a program"):
        browser({"CHROMIUM": "/nowhere/chrome", "PATH": str(tmp_path)})


def test_without_a_browser_the_failure_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NoBrowserError, match="CHROMIUM=/path/to/chrome make test"):
        browser({"PATH": str(tmp_path)})


def test_only_root_or_a_user_with_sudo_may_install() -> None:
    def refused(_command: list[str]) -> int:
        return 1

    def allowed(_command: list[str]) -> int:
        return 0

    assert administrator(0, refused) == []
    assert administrator(1000, allowed) == ["sudo", "-n"]
    assert administrator(1000, refused) is None
