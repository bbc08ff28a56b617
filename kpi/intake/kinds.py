"""What a kind of file is: one declaration, which everything that handles files reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.intake.fields import Field


@dataclass(frozen=True)
class Reference:
    """A table that keeps every standing load's rows, and the view of the latest per key.

    Parameters
    ----------
    rows, shown : str
        The table, and the view of the latest row per key under the names that files write: what
        an export writes and a later load is compared with. (Pages read other views: those of
        ``kpi/store/views.sql``, under the names that parties have by now.)
    key : tuple of str
        Fields that identify a row; a later load of the same key replaces what is shown.
    """

    rows: str
    shown: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """What must hold between the cells of one record.

    Parameters
    ----------
    name : str
        Distinct among all rules and faults.
    blamed : str
        The field that is reported; the rule is tested where the file has a column for it.
    fields : tuple of str
        Every field that it speaks of. One without a column counts as empty; a record with another
        fault in one of them is not tested.
    broken : str
        SQL condition over ``v_<field>``, true where the record breaks the rule.
    reason, phrase : str
        The stable word of the report, and what to tell: a msgid with {value} and {column}.
    """

    name: str
    blamed: str
    fields: tuple[str, ...]
    broken: str
    reason: str
    phrase: str


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    Parameters
    ----------
    name : str
        As in ``--as`` and in the log of loads.
    called : str
        What people call it: a msgid.
    title : str
        Its heading in the data dictionary.
    fields : tuple of Field
    telling : bool
        Its required columns tell it. Otherwise half of a file's columns must be its own.
    reference : Reference or None
        Where its rows land; None for handoffs and events, which are asserted cell by cell.
    rules : tuple of Rule
    """

    name: str
    called: str
    title: str
    fields: tuple[Field, ...]
    telling: bool = False
    reference: Reference | None = None
    rules: tuple[Rule, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the stored fields, in the order of files and exports."""
        return tuple(field.name for field in self.stored)

    @property
    def stored(self) -> tuple[Field, ...]:
        """The fields that are kept in the store."""
        return tuple(field for field in self.fields if field.stored)

    def field(self, name: str) -> Field:
        """Return the field of that name."""
        return next(field for field in self.fields if field.name == name)


def listed(columns: Sequence[str]) -> str:
    """Return columns as a list for SQL."""
    return ", ".join(columns)
