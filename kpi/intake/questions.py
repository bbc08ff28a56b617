"""What only a person can tell about a file, with the answers to choose from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.intake.code_pages import CODE_PAGES, CodePage
from kpi.words import N_, Message, Words

_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
_READS = N_("{sample} is {day}")
# How a date of three numbers is read in each order; a year of two digits is of this century.
_ORDERS: Mapping[str, tuple[int, int, int]] = {
    "day first": (2, 1, 0),
    "month first": (2, 0, 1),
    "year first": (0, 1, 2),
}
_NAMES: Mapping[str, str] = {
    "day first": N_("the day is first"),
    "month first": N_("the month is first"),
    "year first": N_("the year is first"),
}


@dataclass(frozen=True)
class Answer:
    """One answer to a question.

    Parameters
    ----------
    label : str or Message
        What to call it; a text is a column of the file or a stable word.
    mapping : dict
        What it adds to the mapping of the file.
    """

    label: str | Message
    mapping: Mapping[str, Any]

    def spoken(self, say: Words) -> str:
        """Return the label in the words' language."""
        return self.label if isinstance(self.label, str) else say.render(self.label)


@dataclass(frozen=True)
class Question:
    """Asked where a file is refused and one answer would do."""

    ask: Message
    answers: tuple[Answer, ...]

    def as_json(self, say: Words) -> dict[str, Any]:
        """Return the question in words, each answer with what it adds to a mapping."""
        answers = [{"label": one.spoken(say), "mapping": dict(one.mapping)} for one in self.answers]
        return {"ask": say.render(self.ask), "answers": answers}


def ask_order(
    column: str, samples: Iterable[str], orders: Iterable[str], *, all_columns: bool
) -> Question:
    """Ask in which order the dates of a column are written.

    Parameters
    ----------
    column : str
        The file's column.
    samples : iterable of str
        One of its values, the first that reads as a date in each order.
    orders : iterable of str
        The orders in question: ``day first``, ``month first``, ``year first``.
    all_columns : bool
        Whether the answer holds for every column that does not tell its order itself.
    """
    shown = tuple(samples)
    answers = []
    for order in orders:
        said = {"dayfirst": order == "day first"} if all_columns else {"dates": {column: order}}
        answers.append(Answer(_reading(shown, order), said))
    ask = Message("How are the dates of “{column}” written?", {"column": column})
    return Question(ask, tuple(answers))


def _reading(samples: Iterable[str], order: str) -> Message:
    """Say how a sample reads in an order, or name the order."""
    for sample in samples:
        day = _day(sample, order)
        if day is not None:
            written = _NUMBERS.match(sample)
            assert written is not None  # noqa: S101 - its day was read from it
            return Message(_READS, {"sample": written[0], "day": day})
    return Message(_NAMES[order])


def _day(sample: str, order: str) -> dt.date | None:
    match = _NUMBERS.match(sample)
    if match is None:
        return None
    year, month, day = (int(match.groups()[place]) for place in _ORDERS[order])
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def asked_once(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions, those about the dates of several columns made one of them all.

    An answer then holds for each column. Those with other orders to choose from stay apart.

    Examples
    --------
    >>> from kpi.words import words_for
    >>> orders = ("day first", "month first")
    >>> asked = [ask_order(name, (), orders, all_columns=False) for name in ("due", "closed")]
    >>> [one] = asked_once(asked)
    >>> words_for("en").render(one.ask)
    'How are the dates of “due”, “closed” written?'
    >>> dict(one.answers[1].mapping)
    {'dates': {'due': 'month first', 'closed': 'month first'}}
    """
    groups: dict[object, list[Question]] = {}
    for number, question in enumerate(questions):
        is_order = all(set(answer.mapping) == {"dates"} for answer in question.answers)
        orders = tuple(tuple(one.mapping.get("dates", {}).values()) for one in question.answers)
        groups.setdefault(orders if is_order else number, []).append(question)
    return tuple(group[0] if len(group) == 1 else _one_of(group) for group in groups.values())


def _one_of(questions: Sequence[Question]) -> Question:
    """Return one question for the dates of all the columns asked about."""
    answers = []
    for same in zip(*(question.answers for question in questions), strict=True):
        dates = {name: order for one in same for name, order in one.mapping["dates"].items()}
        answers.append(Answer(same[0].label, {"dates": dates}))
    columns = "”, “".join(answers[0].mapping["dates"])
    ask = Message("How are the dates of “{column}” written?", {"column": columns})
    return Question(ask, tuple(answers))


def ask_kind(kinds: Mapping[str, str]) -> Question:
    """Ask what the file holds, of kinds with their names."""
    answers = tuple(Answer(Message(name), {"kind": kind}) for kind, name in kinds.items())
    return Question(Message("What does this file hold?"), answers)


def ask_rows() -> Question:
    """Ask whether a row is a change of a case or the whole case."""
    answers = (
        Answer(Message("a change of a case: an event log"), {"kind": "events"}),
        Answer(Message("a whole case: handoffs"), {"kind": "handoffs"}),
    )
    return Question(Message("What is a row of this file?"), answers)


def ask_party_field(names: Iterable[str]) -> Question:
    """Ask which of the fields whose changes a file lists holds the case."""
    answers = tuple(Answer(name, {"party_fields": [name]}) for name in names)
    return Question(Message("Whose changes pass a case from one party to the next?"), answers)


def ask_first_holder() -> Question:
    """Ask whether the value before a case's first change held it from the start."""
    answers = (
        Answer(Message("from the start of each case"), {"first_holder": "opened"}),
        Answer(Message("from some later moment"), {"first_holder": "unknown"}),
    )
    return Question(Message("From when does the file tell who held a case?"), answers)


def ask_column(kind: str, field: str, meaning: Message, columns: Iterable[str]) -> Question:
    """Ask which of the columns holds a field."""
    answers = tuple(
        Answer(column, {"kind": kind, "columns": {field: column}}) for column in columns
    )
    return Question(Message("Which column holds this? {meaning}", {"meaning": meaning}), answers)


_POLARITY: Mapping[str, tuple[str, str]] = {
    "accepted": (N_("that it was returned"), N_("that it was accepted")),
    "case_kept": (N_("that the promise was broken"), N_("that the promise was kept")),
    "kept": (N_("that the promise was broken"), N_("that the promise was kept")),
}
_EITHER = (N_("the opposite"), N_("what the field says"))


def ask_polarity(column: str, field: str) -> Question:
    """Ask what a yes in a column of yes and no means."""
    opposite, same = _POLARITY.get(field, _EITHER)
    answers = (
        Answer(Message(opposite), {"inverted": [field], "straight": []}),
        Answer(Message(same), {"straight": [field], "inverted": []}),
    )
    return Question(Message("What does a yes in “{column}” mean?", {"column": column}), answers)


def ask_code_page(found: CodePage) -> Question | None:
    """Ask how a word of the file reads, where another code page makes sense of it too."""
    if not found.rivals:
        return None
    here, _ = next(iter(found.rivals.values()))
    words = {found.name: here} | {page: there for page, (_, there) in found.rivals.items()}
    answers = tuple(
        Answer(f"{word} · {CODE_PAGES[page]}", {"encoding": page}) for page, word in words.items()
    )
    return Question(Message("Which of these is right?"), answers)


def ask_zone(zones: Iterable[str]) -> Question:
    """Ask in which zone times without an offset were written."""
    answers = tuple(Answer(zone, {"timezone": zone}) for zone in dict.fromkeys(zones))
    return Question(Message("In which zone are the times without an offset?"), answers)
