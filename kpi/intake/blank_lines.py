"""Files that are little but blank lines: refused early, for going through them takes long."""

from __future__ import annotations

from pathlib import Path

from kpi.intake.errors import RefusedError
from kpi.intake.pieces import STEP
from kpi.intake.scanning import Scan
from kpi.words import Message

# So many blank lines are a damaged or a hostile file; below, they are simply passed over.
MOST_LINES = 1_000_000
# Where cells are so rare, lines are looked at; where so many are blank, the file is refused.
FEW_CELLS, NEARLY_ALL = 0.01, 0.9


def refuse_blank(path: Path, found: Scan, name: str, *, most: int = MOST_LINES) -> None:
    """Refuse a file of more than a million lines of which nearly all are blank.

    Parameters
    ----------
    path : Path
        UTF-8 text.
    found : Scan
        What its lines are like; lines are read again only where cells are rare.
    name : str
    most : int
        Lines up to which any file is read.

    Raises
    ------
    RefusedError
        If nearly all its lines are blank.
    """
    if found.lines <= most or found.delimiters > FEW_CELLS * found.lines:
        return
    blank = _blank_lines(path)
    if blank >= NEARLY_ALL * found.lines:
        raise RefusedError(
            Message(
                "{file} has {lines} lines, of which {n} are blank: it is damaged, or no table. "
                "Export it again.",
                {"file": name, "lines": found.lines, "n": blank},
            )
        )


def _blank_lines(path: Path) -> int:
    """Count lines that follow another line's end at once, but for one in two at odd places."""
    blank = 0
    with path.open("rb") as file:
        while piece := file.read(STEP):
            text = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            blank += 2 * text.count(b"\n\n")
    return blank
