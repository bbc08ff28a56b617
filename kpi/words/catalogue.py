"""Keep the catalogues complete: ``python -m kpi.words.catalogue`` extracts, updates and checks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import click
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from kpi.words.languages import CATALOGUES
from kpi.words.phrases import Fault, Phrase, phrases_under
from kpi.words.po import empty, entries_of, is_translated, key_of, read, texts_of, written
from kpi.words.typography import typeset

ROOT = Path(__file__).parents[2]
SOURCES = ("kpi", "pages", "dashboard.py")
REPLACES = "replaces"  # a flag of an entry that mends a translation


def template(phrases: Iterable[Phrase]) -> tuple[Catalog, list[Fault]]:
    """Gather phrases into an untranslated catalogue, and the faults of plurals that disagree."""
    catalogue = empty(None)
    plurals: dict[str, str] = {}
    faults = []
    for phrase in phrases:
        if phrase.many is not None and plurals.setdefault(phrase.one, phrase.many) != phrase.many:
            what = f"{phrase.one!r} has two plurals: {plurals[phrase.one]!r} and {phrase.many!r}"
            faults.append(Fault(phrase.file, phrase.line, what))
            continue
        entry = catalogue.get(phrase.one)
        if entry is not None and (entry.pluralizable or phrase.many is None):
            entry.locations = sorted({*entry.locations, (phrase.file, 0)})
            continue
        locations = [*(entry.locations if entry is not None else []), (phrase.file, 0)]
        if entry is not None:
            catalogue.delete(phrase.one)
        key = phrase.one if phrase.many is None else (phrase.one, phrase.many)
        catalogue.add(key, locations=locations)
    return catalogue, faults


def updated(known: Catalog, wanted: Catalog, language: str) -> Catalog:
    """Return the wanted phrases with the known translations; the others' go to the obsolete."""
    result = empty(language)
    left = {key_of(entry): entry for entry in [*known, *known.obsolete.values()] if entry.id}
    for entry in entries_of(wanted):
        old = left.pop(key_of(entry), None)
        result.add(entry.id, _fitting(entry, old, language), locations=entry.locations)
    for entry in left.values():
        if is_translated(entry):
            result.obsolete[entry.id] = entry
    return result


def merge(catalogue: Catalog, fragment: Catalog, name: str) -> Iterator[str]:
    """Fill missing translations from a fragment; yield a line for each that it cannot settle.

    A translation that stands gives way only to one with the flag ``#, replaces``.
    """
    for entry in entries_of(fragment):
        if not is_translated(entry):
            continue
        place = catalogue.get(key_of(entry))
        if place is None:
            yield f"{name}: nobody says {key_of(entry)!r}"
        elif not is_translated(place) or REPLACES in entry.flags:
            place.string = _fitting(place, entry, str(catalogue.locale))
        elif place.string != entry.string:
            yield f"{name}: {key_of(entry)!r} stays {place.string!r}, offered {entry.string!r}"


def faults_of(catalogue: Catalog, wanted: Catalog, language: str) -> Iterator[str]:
    """Yield what keeps a catalogue from being complete and true, a line each."""
    for entry in entries_of(wanted):
        have = catalogue.get(key_of(entry))
        if have is None or not is_translated(have) or have.id != entry.id:
            yield f"{language}: missing: {key_of(entry)!r} ({entry.locations[0][0]})"
        elif have.fuzzy:
            yield f"{language}: fuzzy: {key_of(entry)!r}"
        else:
            yield from (f"{language}: {fault}" for fault in _place_faults(have))
            if any(text != typeset(text, language) for text in texts_of(have.string)):
                yield f"{language}: another kind of quotation marks: {key_of(entry)!r}"
    said = {key_of(entry) for entry in entries_of(wanted)}
    extra = [*(entry for entry in entries_of(catalogue)), *catalogue.obsolete.values()]
    for entry in extra:
        if key_of(entry) not in said or entry in catalogue.obsolete.values():
            yield f"{language}: obsolete: {key_of(entry)!r}"


def places(text: str) -> frozenset[str]:
    """Return the names of a phrase's places.

    Examples
    --------
    >>> sorted(places("{kept} of {n}"))
    ['kept', 'n']
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _place_faults(entry: Entry) -> Iterator[str]:
    try:
        english = [places(text) for text in texts_of(entry.id)]
        wanted = frozenset[str]().union(*english)
        # One form may leave the number out ("one record"), and what an English one leaves out.
        spare = wanted.difference(wanted.intersection(*english)) | (
            {"n"} if entry.pluralizable else set()
        )
        for form in texts_of(entry.string):
            have = places(form)
            if (have ^ wanted) - spare:
                both = f"{_list(wanted)} in {key_of(entry)!r}, {_list(have)} in {form!r}"
                yield f"places differ: {both}"
    except ValueError as fault:
        yield f"places cannot be read ({fault}): {key_of(entry)!r}"


def _list(names: frozenset[str]) -> str:
    return "{" + ", ".join(sorted(names)) + "}"


def _fitting(entry: Entry, old: Entry | None, language: str) -> str | tuple[str, ...] | None:
    """Return an old translation where it has the forms that the phrase needs now."""
    if old is None or old.fuzzy or old.pluralizable != entry.pluralizable:
        return None
    forms = tuple(typeset(text, language) for text in texts_of(old.string))
    return forms if entry.pluralizable else forms[0]


def _wanted() -> tuple[Catalog, list[Fault]]:
    phrases, faults = phrases_under(ROOT, [name for name in SOURCES if (ROOT / name).exists()])
    catalogue, disagreeing = template(phrases)
    return catalogue, [*faults, *disagreeing]


def _kept() -> list[tuple[str, Path]]:
    """Return the languages with a catalogue of ours; English is what the source says."""
    return [(path.stem, path) for path in sorted(CATALOGUES.glob("*.po"))]


@click.group()
def main() -> None:
    """Keep the catalogues of phrases complete."""


@main.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def extract(out: Path) -> None:
    """Write every phrase untranslated to a file, for the translator of another language."""
    wanted, faults = _wanted()
    out.write_bytes(written(wanted))
    click.echo(f"{out}: {len(entries_of(wanted))} phrases")
    _end([str(fault) for fault in faults])


@main.command()
@click.option(
    "--merge",
    "fragments",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A PO file whose translations fill what is missing; with the flag “replaces”, also what is"
    " there.",
)
@click.option("--prune", is_flag=True, help="Forget translations that nobody says any more.")
def update(fragments: tuple[Path, ...], prune: bool) -> None:
    """Bring new phrases into the catalogues; translations are kept."""
    wanted, faults = _wanted()
    for language, path in _kept():
        catalogue = updated(read(path, language), wanted, language)
        for fragment in fragments:
            for line in merge(catalogue, read(fragment, language), fragment.name):
                click.echo(line)
        if prune:
            catalogue.obsolete.clear()
        path.write_bytes(written(catalogue))
        missing = [key_of(entry) for entry in entries_of(catalogue) if not is_translated(entry)]
        click.echo(f"{language}: {len(entries_of(catalogue))} phrases, {len(missing)} to translate")
    _end([str(fault) for fault in faults])


@main.command()
def check() -> None:
    """Fail where a phrase is missing, fuzzy or obsolete, or its places differ."""
    wanted, faults = _wanted()
    lines = [str(fault) for fault in faults]
    for language, path in _kept():
        lines += faults_of(read(path, language), wanted, language)
    _end(lines)


def _end(lines: list[str]) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
