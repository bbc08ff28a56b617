"""What a load did: every record of the file accounted for, and the same as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.intake.questions import Question
from kpi.intake.reading import Warning_
from kpi.words import Message, Words

LISTED = 10_000  # entries per list; totals are never cut (product: "What a load promises", 2)


class AccountingError(RuntimeError):
    """The groups of a load do not add up to its records: a fault of the program, not the file."""


@dataclass(frozen=True)
class ConflictCell:
    """A filled cell that a file says otherwise."""

    line: int
    id: str
    column: str
    stored: str
    value: str


@dataclass(frozen=True)
class Rejection:
    """One fault of a rejected record."""

    line: int
    column: str
    value: str | None
    reason: str
    message: Message


@dataclass(frozen=True)
class IgnoredRecord:
    """A record that is no fact: footer, repeated header, exact copy, unknown party."""

    line: int
    reason: str


@dataclass(frozen=True)
class LoadReport:
    """The outcome of loading one file.

    Parameters
    ----------
    file : str
        What the user calls it.
    outcome : str
        ``loaded`` or ``refused``.
    kind : str
        One of `KINDS`; empty where refused.
    error : Message, optional
        Why the file was refused.
    question : Question, optional
        Whose answer would do, where one would.
    load : int, optional
        The load's number; None for a refused file and for a trial.
    header_line : int, optional
        Physical line, from 1.
    mapping : dict
        Field -> file column.
    times_of_day : dict
        Field -> file column of its time of day, where that has a column of its own.
    records : int
        All records of the file; the sum of the groups below.
    new, updated, unchanged : int
        Accepted records.
    conflict_records, rejected_records, ignored_records : int
        The others; each is in its list, up to `LISTED` entries.
    handoffs : int, optional
        Of an event log: handoffs derived for its cases, those owed to the external customer too.

    Raises
    ------
    AccountingError
        If the groups do not add up to the records.
    """

    file: str
    outcome: str
    kind: str = ""
    error: Message | None = None
    question: Question | None = None
    load: int | None = None
    header_line: int | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    times_of_day: Mapping[str, str] = field(default_factory=dict)
    records: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    conflict_records: int = 0
    conflicts: tuple[ConflictCell, ...] = ()
    rejected_records: int = 0
    rejected: tuple[Rejection, ...] = ()
    ignored_records: int = 0
    ignored: tuple[IgnoredRecord, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    handoffs: int | None = None

    def __post_init__(self) -> None:
        kept_out = self.rejected_records + self.ignored_records + self.conflict_records
        if self.records != self.accepted + kept_out:
            raise AccountingError(
                f"{self.file}: {self.records} records, but {self.accepted} accepted"
                f" + {self.rejected_records} rejected + {self.ignored_records} ignored"
                f" + {self.conflict_records} in conflict"
            )

    @classmethod
    def refused(cls, file: str, error: Message, question: Question | None = None) -> LoadReport:
        """Return the report of a file that changed nothing."""
        return cls(file=file, outcome="refused", error=error, question=question)

    @property
    def accepted(self) -> int:
        """Records that the load asserts."""
        return self.new + self.updated + self.unchanged

    def as_json(self, say: Words) -> dict[str, Any]:
        """Return the report as the command line prints it, messages in the words' language.

        Examples
        --------
        >>> from kpi.words import words_for
        >>> report = LoadReport("a.csv", "loaded", "handoffs", load=1, records=2, new=2)
        >>> report.as_json(words_for("en"))["accepted"]
        2
        """
        spoken: dict[str, Any] = {
            "file": self.file,
            "outcome": self.outcome,
            "error": None if self.error is None else say.render(self.error),
            "question": None if self.question is None else self.question.as_json(say),
            "kind": self.kind or None,
            "load": self.load,
            "header_line": self.header_line,
            "mapping": dict(self.mapping),
            "times_of_day": dict(self.times_of_day),
            "records": self.records,
            "accepted": self.accepted,
            "new": self.new,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "conflict_records": self.conflict_records,
            "conflicts": [vars(cell).copy() for cell in self.conflicts],
            "rejected_records": self.rejected_records,
            "rejected": [
                {**vars(fault), "message": say.render(fault.message)} for fault in self.rejected
            ],
            "ignored_records": self.ignored_records,
            "ignored": [vars(record).copy() for record in self.ignored],
            "warnings": [
                {"code": warning.code, "message": say.render(warning.message)}
                for warning in self.warnings
            ],
        }
        if self.kind == "events":
            spoken["handoffs"] = self.handoffs
        return spoken
