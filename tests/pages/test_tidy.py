"""What uploads leave on the disk stays within bounds."""

from __future__ import annotations

import os
from pathlib import Path

from pages.parts.tidy import RECENT, UNUSED, tidy

NOW = 1_800_000_000.0


def left(folder: Path, name: str, size: int, *, age: float) -> Path:
    path = folder / name
    path.write_bytes(bytes(size))
    os.utime(path, (NOW - age, NOW - age))
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_nobody_used_for_hours_is_removed(tmp_path: Path) -> None:
    left(tmp_path, "old", 1, age=UNUSED + 1)
    left(tmp_path, "new", 1, age=UNUSED - 1)
    tidy(tmp_path, now=NOW)
    assert names_in(tmp_path) == ["new"]


def test_beyond_the_bound_the_oldest_goes_first(tmp_path: Path) -> None:
    for number in range(4):
        left(tmp_path, f"{number}", 100, age=RECENT + 10 - number)
    tidy(tmp_path, now=NOW, most=250)
    assert names_in(tmp_path) == ["2", "3"]


def test_what_was_just_used_stays_whatever_its_size(tmp_path: Path) -> None:
    left(tmp_path, "huge", 10_000, age=1)
    tidy(tmp_path, now=NOW, most=100)
    assert names_in(tmp_path) == ["huge"]


def test_a_folder_of_unpacked_files_is_removed_whole(tmp_path: Path) -> None:
    folder = tmp_path / "zip"
    folder.mkdir()
    left(folder, "a.csv", 1, age=1)
    os.utime(folder, (NOW - UNUSED - 1, NOW - UNUSED - 1))
    tidy(tmp_path, now=NOW)
    assert names_in(tmp_path) == []
