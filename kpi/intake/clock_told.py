"""What is told and asked of times of day in columns of their own."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.intake.clock_cells import ClockCells
from kpi.intake.errors import RefusedError, Warning_
from kpi.intake.plan import Plan
from kpi.intake.questions import Answer, Question
from kpi.words import Message


def guessed(plan: Plan, date: int, clock: int) -> Warning_:
    """Warn of a time of day that more than its header says belongs to a date."""
    names = plan.layout.names
    told = Message(
        "“{clock}” is read as the time of day of “{date}”.",
        {"clock": names[clock], "date": names[date]},
    )
    return Warning_("header_guess", told, _question(plan, clock, [date]))


def shortened(column: str, found: ClockCells) -> Warning_:
    """Warn of times in digits that lack the zero in front."""
    told = Message(
        "{n} value of “{column}” lacks the zero in front, such as “{sample}”: it is read as "
        "{format} with it.",
        {"n": found.shortened, "column": column, "sample": found.short_sample,
         "format": found.written},
        many="{n} values of “{column}” lack the zero in front, such as “{sample}”: they are read "
        "as {format} with it.",
    )  # fmt: skip
    return Warning_("clock_zero", told)


def ask_which(plan: Plan, clock: int, dates: Sequence[int]) -> RefusedError:
    """Ask which of some dates, given by position, a time of day belongs to."""
    names = plan.layout.names
    return RefusedError(
        Message(
            "“{clock}” holds times of day, and the file does not tell which date they belong to: "
            "“{dates}”. Say which.",
            {"clock": names[clock], "dates": "”, “".join(names[at] for at in dates)},
        ),
        _question(plan, clock, dates),
    )


def _question(plan: Plan, clock: int, dates: Sequence[int]) -> Question:
    names = plan.layout.names
    answers = [Answer(names[at], {"times_of_day": {names[at]: names[clock]}}) for at in dates]
    none = {"times_of_day": {names[at]: "" for at in dates}}
    return Question(
        Message("Which date does the time of day in “{clock}” belong to?", {"clock": names[clock]}),
        (*answers, Answer(Message("to none of them"), none)),
    )
