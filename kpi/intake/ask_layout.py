"""Ask how the cells are separated and which line is the header, where a file does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi.intake.errors import RefusedError
from kpi.intake.layout import Layout
from kpi.intake.questions import Answer, Question
from kpi.intake.records import cells_of
from kpi.words import N_, Message

_NAMES = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("bar")}
# Lines that are looked at, and how many of them are offered.
LINES, OFFERED = 20, 6
# So large a share of the lines must have a delimiter for it to be plausible.
PLAUSIBLE = 0.9
# Cells that name no column: numbers, dates, yes and no.
_VALUE = re.compile(r"[-+]?\d[\d.,:/ -]*([ap]\.? ?m\.?)?|true|false", re.IGNORECASE)


def ask_layout(
    lines: Sequence[str], shaped: Layout | None, above: int, delimiters: Sequence[str]
) -> None:
    """Ask about a file in which no column is recognised.

    Parameters
    ----------
    lines : sequence of str
        Its first physical lines.
    shaped : Layout or None
        As the shape of its lines proposes it.
    above : int
        Physical lines above the first of ``lines``.
    delimiters : sequence of str
        Those that come into question.

    Raises
    ------
    RefusedError
        If two delimiters cut nearly every line into the same number of cells, or the line that
        would be the header holds values.
    """
    if shaped is None:
        return
    filled = [line for line in lines[:LINES] if line.strip()]
    plausible = [mark for mark in delimiters if len(filled) > 1 and _cuts(filled, mark)]
    if len(plausible) > 1:
        raise _which_delimiter(filled[0], plausible)
    if any(_VALUE.fullmatch(cell.strip()) for cell in shaped.header if cell):
        raise _which_line(lines, shaped, above)


def _cuts(lines: Sequence[str], delimiter: str) -> bool:
    widths = [line.count(delimiter) for line in lines]
    usual = max(set(widths), key=widths.count)
    return usual > 0 and widths.count(usual) >= PLAUSIBLE * len(widths)


def _which_delimiter(sample: str, plausible: Sequence[str]) -> RefusedError:
    answers = tuple(
        Answer(
            Message(
                "{mark}: {cells}",
                {"mark": Message(_NAMES[mark]), "cells": " | ".join(sample.split(mark)[:4])},
            ),
            {"delimiter": mark},
        )
        for mark in plausible
        if mark in _NAMES
    )
    return RefusedError(
        Message(
            "Its lines can be cut into cells in several ways, and no column is recognised. Say "
            "which character stands between the cells."
        ),
        Question(Message("What stands between the cells?"), answers),
    )


def _which_line(lines: Sequence[str], shaped: Layout, above: int) -> RefusedError:
    answers = []
    for number, line in enumerate(lines[:LINES], above + 1):
        cells = cells_of(line, shaped.delimiter)
        if isinstance(cells, list) and sum(bool(cell.strip()) for cell in cells) > 1:
            shown = " | ".join(cell.strip() for cell in cells[:4])
            label = Message("line {line}: {cells}", {"line": str(number), "cells": shown})
            answers.append(Answer(label, {"header_line": number}))
    return RefusedError(
        Message(
            "No column is recognised, and line {line} holds values rather than names. Say which "
            "line is the header; if the file has none, write one above its first record.",
            {"line": str(shaped.header_line)},
        ),
        Question(Message("Which line holds the names of the columns?"), tuple(answers[:OFFERED])),
    )
