"""What is to be read from a file's columns, once its layout and dates are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi.intake.dates import TimeFormat
from kpi.intake.errors import Warning_
from kpi.intake.fields import Field
from kpi.intake.formats import FIELDS
from kpi.intake.layout import Layout
from kpi.intake.mapping import ColumnMapping
from kpi.intake.own_column import is_own
from kpi.intake.times_sql import Clock


@dataclass(frozen=True)
class TimeOfDay:
    """A column that holds the time of day of a date beside it.

    Parameters
    ----------
    position : int
    digits : int
        Of times without colons: 6 for hhmmss, 4 for hhmm, 0 where there are none.
    fast : str
        Format for try_strptime that reads nearly all of them after a date, ``""`` without one.
    written : str
        For people: ``hh:mm``.
    """

    position: int
    digits: int = 0
    fast: str = ""
    written: str = "hh:mm"


@dataclass(frozen=True)
class Plan:
    """How the columns of one file become the columns of ``staged``.

    Parameters
    ----------
    layout : Layout
    clock : Clock
    padding : str
        Outer white space that cells may have: ``none``, ``spaces`` or ``any``.
    ascii : bool
        No letter can need NFC.
    formats : dict
        Field -> format of its dates.
    quotes : bool
        The file has double quotes.
    apostrophes : bool
        The file has apostrophes, or it was not told.
    decimal : dict
        Field of numbers -> its decimal mark as the column proves it, ``.`` or ``,``; ``?`` where a
        point before three digits may separate thousands too. A field that is not there has points.
    suspicions : tuple of Warning_
        What its first records let suspect.
    times_of_day : dict
        Position of a column of dates -> the column of their times of day.
    easy : frozenset of str
        Fields of times whose cells were all seen to be empty or written as expected.
    """

    layout: Layout
    clock: Clock
    padding: str
    ascii: bool
    formats: Mapping[str, TimeFormat] = field(default_factory=dict)
    quotes: bool = False
    apostrophes: bool = True
    decimal: Mapping[str, str] = field(default_factory=dict)
    suspicions: tuple[Warning_, ...] = ()
    times_of_day: Mapping[int, TimeOfDay] = field(default_factory=dict)
    easy: frozenset[str] = frozenset()

    @property
    def doubtful(self) -> frozenset[str]:
        """Fields of numbers in which ``1.500`` may be a thousand and a half, or is."""
        return frozenset(name for name, mark in self.decimal.items() if mark != ".")

    @property
    def kind(self) -> str:
        """The kind of file."""
        return self.layout.found.kind

    @property
    def said(self) -> ColumnMapping:
        """What the known log and the user say."""
        return self.layout.found.mapping

    @property
    def width(self) -> int:
        """Number of columns of the file."""
        return len(self.layout.names)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The stored fields of the kind and what else is mapped, in the order of ``staged``."""
        mapped = self.layout.found.fields
        return tuple(f for f in FIELDS[self.kind] if f.stored or f.name in mapped)

    @property
    def mapped(self) -> tuple[Field, ...]:
        """The fields that have a column in the file."""
        return tuple(f for f in self.fields if f.name in self.layout.found.fields)

    @property
    def times(self) -> tuple[Field, ...]:
        """The mapped fields that hold a time or a day."""
        return tuple(f for f in self.mapped if f.type in ("time", "day"))

    @property
    def decimals(self) -> tuple[Field, ...]:
        """The mapped fields that hold numbers with decimals."""
        return tuple(f for f in self.mapped if f.type in ("hours", "target"))

    @property
    def attributes(self) -> Mapping[str, int]:
        """``x1``, ``x2``, … -> position of the column, for handoffs."""
        if self.kind != "handoffs":
            return {}
        used = {*self.layout.found.fields.values(), *self.clock_columns.values()}
        others = [
            at for at, name in enumerate(self.layout.names) if at not in used and not is_own(name)
        ]
        return {f"x{n}": at for n, at in enumerate(others, 1)}

    @property
    def clock_columns(self) -> Mapping[str, int]:
        """Field -> position of the column of its time of day, where it has one of its own."""
        return {
            field.name: told.position
            for field in self.times
            if (told := self.time_of_day(field.name)) is not None
        }

    def time_of_day(self, field_name: str) -> TimeOfDay | None:
        """Return how the time of day of a mapped field is read that has a column of its own."""
        return self.times_of_day.get(self.position(field_name))

    def position(self, field_name: str) -> int:
        """Return the position of a mapped field's column."""
        return self.layout.found.fields[field_name]

    def column(self, field_name: str) -> str:
        """Return the file's name of a mapped field's column."""
        return self.layout.names[self.position(field_name)]


SQL_TYPES: Mapping[str, str] = {
    "text": "VARCHAR", "choice": "VARCHAR", "time": "TIMESTAMP", "day": "DATE", "yes": "BOOLEAN",
    "rating": "TINYINT", "hours": "DOUBLE", "share": "DOUBLE", "target": "DOUBLE",
    "whole": "INTEGER", "weekday": "VARCHAR", "clock": "VARCHAR", "zone": "VARCHAR",
    "country": "VARCHAR", "region": "VARCHAR",
}  # fmt: skip
