"""Recognise the columns of a header: synonyms in two languages, clashes, inverted meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as with_default
from functools import lru_cache

from kpi.intake.column_names import bare_key, copy_key, name_key, position_of, remark_of
from kpi.intake.fields import Field
from kpi.intake.formats import FIELDS, KINDS
from kpi.intake.mapping import ColumnMapping, known_logs
from kpi.intake.own_column import is_own
from kpi.words import Message


@dataclass(frozen=True)
class Recognition:
    """Which columns of a header are which fields.

    Parameters
    ----------
    kind, format : str
        The kind of file and the name of the format that recognised it; ``""`` if none did.
    fields : dict
        Field name -> position of its column, from 0.
    inverted : frozenset
        Yes/no fields whose column says the opposite.
    missing : tuple of str
        Required fields without a column.
    rivals : dict
        Field name -> other positions whose header also means it; they are not used for it.
    mapping : ColumnMapping
        What the known log and the user say, the user last.
    spanish : bool
        The recognised headers are Spanish.
    complete : bool
        Every required field has a column, and where nobody said the kind, enough others have.
    guesses : dict
        Field name -> why its column is read so, where the header alone does not tell.
    """

    kind: str
    format: str
    fields: Mapping[str, int]
    inverted: frozenset[str]
    missing: tuple[str, ...]
    rivals: Mapping[str, tuple[int, ...]]
    mapping: ColumnMapping
    spanish: bool
    complete: bool
    guesses: Mapping[str, Message] = with_default(default_factory=dict)

    @property
    def score(self) -> tuple[int, int, int, int]:
        """How well the header is recognised: complete before partial, then by kind and columns."""
        rank = -list(KINDS).index(self.kind) if self.complete else 0
        return (int(self.complete), rank, len(self.fields), -len(self.missing))


def recognise(names: Sequence[str], kind: str | None, mapping: ColumnMapping) -> Recognition:
    """Recognise a header as a kind of file, by the mapping, a known log, or synonyms.

    Parameters
    ----------
    names : sequence of str
        The distinct column names of the file.
    kind : str, optional
        What the user says it is.
    mapping : ColumnMapping
        What the user says about its columns.
    """
    known = _known_log(names, kind or mapping.kind)
    said = mapping.over(_present(known, names)) if known else mapping
    asked = kind or said.kind
    kinds = [asked] if asked else list(FIELDS)
    found = [_match(names, one, said, asked=bool(asked)) for one in kinds]
    most = max(len(recognition.fields) for recognition in found)
    # A file that another kind explains better is not silently taken for a lesser one.
    found = [
        replace(one, complete=False)
        if one.complete and not KINDS[one.kind].telling and len(one.fields) < most
        else one
        for one in found
    ]
    return max(found, key=lambda recognition: recognition.score)


def _known_log(names: Sequence[str], kind: str | None) -> ColumnMapping | None:
    for log in known_logs():
        if kind in (None, "", log.kind) and all(
            position_of(names, column) is not None for column in log.header
        ):
            return log
    return None


def _present(known: ColumnMapping, names: Sequence[str]) -> ColumnMapping:
    """Return what a known log says of the columns that the file has."""
    have = {
        field: column
        for field, column in known.columns.items()
        if not column or position_of(names, column) is not None
    }
    return replace(known, columns=have)


def _match(names: Sequence[str], kind: str, said: ColumnMapping, *, asked: bool) -> Recognition:
    fields: dict[str, int] = {}
    rivals: dict[str, tuple[int, ...]] = {}
    inverted = set(said.inverted)
    spanish = english = 0
    taken = {position_of(names, column) for column in said.columns.values() if column}
    for field in FIELDS[kind]:
        if field.name in said.columns:
            position = position_of(names, said.columns[field.name])
            if position is not None:
                fields[field.name] = position
                if _says_opposite(names[position], kind, field):
                    inverted.add(field.name)
            continue
        ranked = _ranked(names, kind, field, taken | set(fields.values()))
        if not ranked:
            continue
        (_, position, language), *others = ranked
        fields[field.name] = position
        rivals[field.name] = tuple(at for _, at, _ in others)
        spanish += language.startswith("spanish")
        english += language.startswith("english")
        if language.endswith("inverted"):
            inverted.add(field.name)
    needless = [f.name for f in FIELDS[kind] if f.instead and set(f.instead) <= set(fields)]
    for name in needless:
        if name not in said.columns:
            fields.pop(name, None)
            rivals.pop(name, None)
    theirs = sum(not is_own(name) for name in names)
    missing = tuple(
        f.name
        for f in FIELDS[kind]
        if f.required and not f.derivable and f.name not in (*fields, *needless)
    )
    rivals = {name: at for name, at in rivals.items() if at}
    return Recognition(
        kind,
        said.name or kind,
        fields,
        frozenset(inverted - set(said.straight)),
        missing,
        rivals,
        said,
        spanish > english,
        not missing and (asked or KINDS[kind].telling or 2 * len(fields) >= max(4, theirs)),
    )


def means_field(kind: str, field: str, name: str) -> bool:
    """Tell whether a header is one of those that mean a field.

    Examples
    --------
    >>> means_field("handoffs", "delivered_at", "Fecha entrega")
    True
    """
    return copy_key(name) in _ranks(kind, field)


def _says_opposite(name: str, kind: str, field: Field) -> bool:
    """Tell whether a column that was chosen for a yes/no field is headed by its opposite."""
    ranks = _ranks(kind, field.name)
    rank = ranks.get(copy_key(name)) or ranks.get(bare_key(name))
    return rank is not None and rank[1].endswith("inverted")


def _ranked(
    names: Sequence[str], kind: str, field: Field, taken: Iterable[int | None]
) -> list[tuple[int, int, str]]:
    """List (rank, position, language) of the columns whose header means the field, best first."""
    ranks = _ranks(kind, field.name)
    found = []
    for position, name in enumerate(names):
        if position in taken or (field.type == "hours" and other_unit(name)):
            continue
        rank = ranks.get(copy_key(name)) or ranks.get(bare_key(name))
        if rank:
            found.append((rank[0], position, rank[1]))
    return sorted(found)


def other_unit(name: str) -> bool:
    """Tell whether a header says in brackets that its numbers are no hours.

    Examples
    --------
    >>> other_unit("Plazo (días)"), other_unit("Plazo (h)"), other_unit("Plazo (acordado)")
    (True, False, False)
    """
    return name_key(remark_of(name)) in _OTHER_UNITS


@lru_cache
def _ranks(kind: str, name: str) -> Mapping[str, tuple[int, str]]:
    """Return key of a header -> (rank, language), best first."""
    known = KINDS[kind].field(name)
    headers = [(known.name, "")]
    headers += [(header, "english") for header in known.english]
    headers += [(header, "spanish") for header in known.spanish]
    # A sort that is stable: the other headers keep their order.
    headers.sort(key=lambda header: header[0] in known.yielding)
    for header in known.inverted:
        language = "spanish" if header.startswith(_SPANISH_STEMS) else "english"
        headers.append((header, f"{language} inverted"))
    ranks: dict[str, tuple[int, str]] = {}
    for rank, (header, language) in enumerate(headers):
        ranks.setdefault(name_key(header), (rank, language))
    return ranks


_OTHER_UNITS = frozenset(
    ["s", "sec", "secs", "second", "seconds", "seg", "segs", "segundo", "segundos", "m", "min",
     "mins", "minute", "minutes", "minuto", "minutos", "d", "day", "days", "dia", "dias", "wd",
     "workingdays", "businessdays", "diashabiles", "diaslaborables", "w", "week", "weeks", "semana",
     "semanas", "month", "months", "mes", "meses"]
)  # fmt: skip
_SPANISH_STEMS = (
    "devuel", "rechaz", "retrab", "no con", "no acep", "no est", "a la med", "incump", "caso",
    "promesa",
)  # fmt: skip
