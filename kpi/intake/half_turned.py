"""The trace that a spreadsheet leaves where it took day for month in those dates that it could."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.intake.dates import Shape
from kpi.words import Message


def half_turned(shapes: Sequence[Shape], column: str) -> Message | None:
    """Tell the trace of a spreadsheet that took day for month where it could, None without it.

    It turns 02/03/2026 into its own 3 February and leaves 13/03/2026 as text: then every date with
    the year first has a day up to 12, and no other one has both numbers up to 12.

    Examples
    --------
    >>> iso = Shape("9999-99-99", 3, "2026-02-03")
    >>> text = Shape("99/99/9999", 2, "13/03/2026", day_first=2)
    >>> half_turned([iso, text], "asked").values["n"]
    3
    >>> half_turned([iso, Shape("99/99/9999", 2, "02/03/2026", day_first=1, unclear=1)], "asked")
    """
    turned = [shape for shape in shapes if shape.family == "ymd"]
    left = [shape for shape in shapes if shape.family == "numeric"]
    apart = sum(shape.day_first + shape.month_first for shape in left)
    if not turned or not left or apart < sum(shape.count for shape in left):
        return None
    if any(shape.late_days for shape in turned):
        return None
    return Message(
        "{n} value of “{column}” is written like “{turned}” and none like it has a day above 12, "
        "while all others, such as “{left}”, do: a spreadsheet may have taken day for month. It "
        "is read as it is written; compare it with the source.",
        {
            "n": sum(shape.count for shape in turned),
            "column": column,
            "turned": turned[0].sample,
            "left": left[0].sample,
        },
        many="{n} values of “{column}” are written like “{turned}” and none of them has a day "
        "above 12, while all others, such as “{left}”, do: a spreadsheet may have taken day for "
        "month. They are read as they are written; compare some with the source.",
    )
