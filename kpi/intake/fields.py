"""What a column of a file can mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpi.words import InBothLanguages, Message

TYPES = ("text", "time", "day", "yes", "rating", "hours", "share", "target", "whole", "choice",
         "weekday", "clock", "zone", "country", "region")  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field of a kind of file.

    Parameters
    ----------
    name : str
        The canonical column name, in files, store and exports.
    type : str
        One of `TYPES`; decides how cells are read.
    meaning : str
        One English sentence (a msgid) for the mapping form and the data dictionary.
    english, spanish : tuple of str
        Headers that mean this field, best first; accents, case and punctuation do not matter.
        The first Spanish one heads the Spanish template.
    required : bool
        The cell must be filled. The column must be there, unless it can be derived.
    derivable : bool
        Required, but the whole column may be absent: intake derives it, with a warning.
    blank : bool
        Required as a column, but a cell may be empty (an unknown party, a contact to come).
    end_of_day : bool
        A date without time means the end of that day.
    yielding : tuple of str
        Those of the synonyms that mean it only where no other column does: beside “área destino”,
        “cliente” is the customer outside.
    inverted : tuple of str
        Headers that mean the opposite of this yes/no field.
    choices : dict
        For ``choice``: stored value -> the words that mean it, lower case without accents.
    default : str or None
        What an empty or absent cell is stored as.
    heading : str
        The header of templates and exports, where the name is none that a file would use.
    stored : bool
        Kept in the store and written in exports. What is not says, while a file is read, what its
        rows mean.
    instead : tuple of str
        Fields that make this one needless where a file has them all; its own column then is what
        the case is now, not what it became, and is not read.
    """

    name: str
    type: str
    meaning: str
    english: tuple[str, ...] = ()
    spanish: tuple[str, ...] = ()
    required: bool = False
    derivable: bool = False
    blank: bool = False
    end_of_day: bool = False
    yielding: tuple[str, ...] = ()
    inverted: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default: str | None = None
    heading: str = ""
    stored: bool = True
    instead: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """The header of templates and exports."""
        return self.heading or self.name

    def header_in(self, language: str) -> str:
        """Return the header of templates in a language: ``es`` or ``en``."""
        return self.spanish[0] if language == "es" and self.spanish else self.header

    @property
    def spoken_name(self) -> Message:
        """The name, for sentences: canonical in English, as headed in Spanish."""
        spanish = self.header_in("es").replace("_", " ")
        return Message(InBothLanguages({"en": self.name, "es": spanish}))

    @property
    def synonyms(self) -> tuple[str, ...]:
        """All headers that mean this field, the canonical one first."""
        return (self.name, *self.english, *self.spanish)

    @property
    def spoken_meaning(self) -> Message:
        """The meaning, to be spoken in the reader's language."""
        return Message(self.meaning)
