"""Refuse a header that does not say which column is which."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.intake.column_names import copy_key, position_of
from kpi.intake.errors import RefusedError
from kpi.intake.formats import FIELDS, KIND_NAMES, KINDS
from kpi.intake.header import Recognition
from kpi.intake.mapping_shape import placed
from kpi.intake.own_column import is_own
from kpi.intake.questions import Question, ask_column, ask_kind
from kpi.words import LANGUAGES, InBothLanguages, Message, words_for


def refuse_unclear(names: Sequence[str], found: Recognition) -> None:
    """Refuse a header that does not say which column is which.

    Raises
    ------
    RefusedError
        If a required field has no column, a mapped column is not in the file, the kind is not
        clear, or two columns have the same header and mean the same field.
    """
    _refuse_mapping(names, found)
    if found.missing and _hardly_known(found):
        raise RefusedError(
            Message(
                "Hardly any of the file's columns has a name that is known: {columns}. Say what "
                "the file holds.",
                {"columns": ", ".join(names)},
            ),
            ask_kind(KIND_NAMES),
        )
    if found.missing:
        raise RefusedError(
            Message(
                "No column for {missing} was found. The file's columns: {columns}. "
                "Say which is which on the Data page or in a mapping.",
                {"missing": _named(found), "columns": ", ".join(names)},
            ),
            _about_first_missing(names, found),
        )
    if not found.complete:
        raise RefusedError(
            Message(
                "What the file holds is not clear. Its columns: {columns}. Say what it holds.",
                {"columns": ", ".join(names)},
            ),
            ask_kind(KIND_NAMES),
        )
    _refuse_twins(names, found)


def _named(found: Recognition) -> Message:
    """Name the missing fields, in the reader's language."""
    texts = [KINDS[found.kind].field(name).spoken_name for name in found.missing]
    say = {language: words_for(language) for language in LANGUAGES}
    return Message(
        InBothLanguages(
            {code: ", ".join(speak.render(text) for text in texts) for code, speak in say.items()}
        )
    )


def _hardly_known(found: Recognition) -> bool:
    """Tell whether what was recognised says nothing of what the file holds."""
    return len(found.fields) < 2 and not found.mapping.kind


def _about_first_missing(names: Sequence[str], found: Recognition) -> Question:
    used = set(found.fields.values())
    free = [at for at, name in enumerate(names) if at not in used and not is_own(name)]
    return about_column(names, found, found.missing[0], free)


def about_column(
    names: Sequence[str], found: Recognition, field: str, positions: Sequence[int]
) -> Question:
    """Ask which of some columns, given by position, holds a field."""
    meaning = KINDS[found.kind].field(field).spoken_meaning
    return ask_column(found.kind, field, meaning, [names[at] for at in positions])


def _refuse_mapping(names: Sequence[str], found: Recognition) -> None:
    known = [field.name for field in FIELDS.get(found.kind, ())]
    for field, column in found.mapping.columns.items():
        fault = None
        if field not in known:
            fault = Message(
                "The mapping names the field “{field}”, which {kind} files do not have. "
                "Must be one of: {known}.",
                {"field": field, "kind": found.kind, "known": ", ".join(known)},
            )
        elif column and position_of(names, column) is None:
            fault = Message(
                "The mapping takes {field} from the column “{column}”, which the file does not "
                "have. Its columns: {columns}.",
                {"field": field, "column": column, "columns": ", ".join(names)},
            )
        if fault is not None:
            raise RefusedError(placed(fault, f"columns.{field}", found.mapping.lines))


def _refuse_twins(names: Sequence[str], found: Recognition) -> None:
    for field, others in found.rivals.items():
        column = names[found.fields[field]]
        if any(copy_key(names[at]) == copy_key(column) for at in others):
            raise RefusedError(
                Message(
                    "Two columns are called “{column}” and could both be {field}. "
                    "Say which one in a mapping: “{column}” or “{column} (2)”.",
                    {"column": column, "field": KINDS[found.kind].field(field).spoken_name},
                ),
                about_column(names, found, field, [found.fields[field], *others]),
            )
