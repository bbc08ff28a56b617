"""Keep what uploads leave on the disk within bounds."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

# Seconds that a file nobody uses is kept, and that one which was just used is kept in any case.
UNUSED, RECENT = 6 * 3600.0, 900.0
MOST_BYTES = 8 << 30


def used(path: Path) -> None:
    """Note that a file or folder is in use."""
    os.utime(path)


def tidy(folder: Path, *, now: float, most: int = MOST_BYTES) -> None:
    """Remove what has not been used for hours, and the oldest of what is more than the bound.

    Parameters
    ----------
    folder : Path
        Its entries, files or folders, are removed whole.
    now : float
        Seconds since the epoch, as the disk counts them.
    most : int
        Bytes that may stay; what was used a moment ago stays even so.
    """
    entries = sorted(folder.iterdir(), key=_last_used, reverse=True)
    held = 0
    for entry in entries:
        held += _size(entry)
        age = now - _last_used(entry)
        if age > UNUSED or (held > most and age > RECENT):
            remove(entry)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it; one that is gone already is no fault."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def present() -> float:
    """Return the present as the disk counts it."""
    return time.time()


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another session has removed it
        return 0.0


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files if file.is_file())
