from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from click.testing import CliRunner

from kpi.words import catalogue, po
from kpi.words.phrases import Fault, Phrase, phrases_in, phrases_under


def said(source: str) -> list[tuple[str, str | None]]:
    found = list(phrases_in(source, "demo.py"))
    assert not [fault for fault in found if isinstance(fault, Fault)]
    return [(phrase.one, phrase.many) for phrase in found if isinstance(phrase, Phrase)]


def faults(source: str) -> list[str]:
    return [str(found) for found in phrases_in(source, "demo.py") if isinstance(found, Fault)]


def wanted(*phrases: tuple[str, str | None]) -> Catalog:
    gathered, disagreeing = catalogue.template(
        Phrase(one, many, "demo.py", line) for line, (one, many) in enumerate(phrases, start=1)
    )
    assert disagreeing == []
    return gathered


def spanish(text: str) -> Catalog:
    return read_po(io.BytesIO(text.encode()), locale="es")


@pytest.mark.parametrize(
    ("source", "phrases"),
    [
        ('NAME = N_("Week")', [("Week", None)]),
        ('say("Week")', [("Week", None)]),
        ('self.say("Week")', [("Week", None)]),
        ('spoken_words("Week")', [("Week", None)]),
        ('self("Week")', [("Week", None)]),
        ('Message("Line {line}", {"line": 3})', [("Line {line}", None)]),
        ('words.Message("{n} row", {"n": 3}, many="{n} rows")', [("{n} row", "{n} rows")]),
        ('Message(phrase, many="{n} rows")', None),
        ('say.plural("{n} row", "{n} rows", n)', [("{n} row", "{n} rows")]),
        ('self.say.plural("{n} row", "{n} rows", n)', [("{n} row", "{n} rows")]),
        ('say("Open" if late else "Done")', [("Open", None), ("Done", None)]),
        ('say("one " "phrase")', [("one phrase", None)]),
        ('Message("{a} · {b}", {"b": Message("Late")})', [("{a} · {b}", None), ("Late", None)]),
        ("say(title)", []),
        ("say.render(message)", []),
        ("self.plural(message.phrase, message.many, n)", []),
        ('essay.load("file")', []),
        ('self.check("Week")', []),
    ],
)
def test_a_phrase_is_found_wherever_the_program_says_it(
    source: str, phrases: list[tuple[str, str | None]] | None
) -> None:
    if phrases is None:
        assert faults(source) == [
            "demo.py:1: both forms of a plural are written whole, side by side"
        ]
    else:
        assert said(source) == phrases


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('say(f"Week {week}")', "a phrase is put together"),
        ('say("Week " + week)', "a phrase is put together"),
        ('N_("Week %s" % week)', "a phrase is put together"),
        ('say.plural("{n} row", n)', "both forms of a plural"),
        ('say.plural("{n} row")', "takes the phrase for one and the phrase for many"),
    ],
)
def test_a_phrase_that_no_catalogue_could_hold_is_a_fault(source: str, what: str) -> None:
    (fault,) = faults(source)
    assert what in fault


def test_the_same_phrase_with_and_without_a_plural_is_one_entry() -> None:
    for order in (
        [("{n} row", None), ("{n} row", "{n} rows")],
        [("{n} row", "{n} rows"), ("{n} row", None)],
    ):
        entries = [entry.id for entry in wanted(*order) if entry.id]
        assert entries == [("{n} row", "{n} rows")]


def test_two_plurals_of_one_phrase_are_a_fault() -> None:
    _, disagreeing = catalogue.template(
        [Phrase("{n} row", "{n} rows", "a.py", 1), Phrase("{n} row", "{n} lines", "b.py", 2)]
    )
    assert [str(fault) for fault in disagreeing] == [
        "b.py:2: '{n} row' has two plurals: '{n} rows' and '{n} lines'"
    ]


def test_an_update_keeps_translations_and_sets_the_unsaid_apart() -> None:
    known = spanish('msgid "Week"\nmsgstr "Semana"\n\nmsgid "Gone"\nmsgstr "Ido"\n')
    result = catalogue.updated(known, wanted(("Week", None), ("Link", None)), "es")
    assert {entry.id: entry.string for entry in result if entry.id} == {
        "Week": "Semana",
        "Link": None,
    }
    assert list(result.obsolete) == ["Gone"]


def test_a_phrase_that_comes_back_finds_its_translation_again() -> None:
    known = spanish('#~ msgid "Week"\n#~ msgstr "Semana"\n')
    result = catalogue.updated(known, wanted(("Week", None)), "es")
    entry = result.get("Week")
    assert entry is not None
    assert entry.string == "Semana"
    assert not result.obsolete


def test_an_update_writes_the_same_bytes_for_the_same_phrases() -> None:
    known = spanish('msgid "Week"\nmsgstr "Semana"\n')
    phrases = wanted(("Week", None), ("{n} row", "{n} rows"))
    first = po.written(catalogue.updated(known, phrases, "es"))
    again = read_po(io.BytesIO(first), locale="es")
    assert po.written(catalogue.updated(again, phrases, "es")) == first


def test_a_fragment_mends_a_translation_where_it_says_so() -> None:
    result = catalogue.updated(
        spanish('msgid "Week"\nmsgstr "Semana"\n'), wanted(("Week", None)), "es"
    )
    fragment = spanish('#, replaces\nmsgid "Week"\nmsgstr "La semana"\n')
    assert list(catalogue.merge(result, fragment, "room.po")) == []
    assert po.pairs(result) == {"Week": "La semana"}
    assert b"replaces" not in po.written(result)


def test_a_fragment_fills_what_is_missing_and_overwrites_nothing() -> None:
    result = catalogue.updated(
        spanish('msgid "Week"\nmsgstr "Semana"\n'),
        wanted(("Week", None), ("{n} row", "{n} rows")),
        "es",
    )
    fragment = spanish(
        'msgid "Week"\nmsgstr "La semana"\n\n'
        'msgid "{n} row"\nmsgid_plural "{n} rows"\nmsgstr[0] "{n} fila"\nmsgstr[1] "{n} filas"\n\n'
        'msgid "Nobody"\nmsgstr "Nadie"\n'
    )
    assert list(catalogue.merge(result, fragment, "room.po")) == [
        "room.po: 'Week' stays 'Semana', offered 'La semana'",
        "room.po: nobody says 'Nobody'",
    ]
    row = result.get("{n} row")
    assert row is not None
    assert row.string == ("{n} fila", "{n} filas")


def test_one_kind_of_quotation_marks_is_written_whatever_a_fragment_brings() -> None:
    known = spanish('msgid "No {week}"\nmsgstr "No existe «{week}»"\n')
    needed = wanted(("No {week}", None), ("{n} row", "{n} rows"))
    assert list(catalogue.faults_of(known, wanted(("No {week}", None)), "es")) == [
        "es: another kind of quotation marks: 'No {week}'"
    ]
    result = catalogue.updated(known, needed, "es")
    fragment = spanish(
        'msgid "{n} row"\nmsgid_plural "{n} rows"\n'
        'msgstr[0] "{n} «fila»"\nmsgstr[1] "{n} «filas»"\n'
    )
    assert list(catalogue.merge(result, fragment, "room.po")) == []
    assert po.pairs(result) == {
        "No {week}": "No existe “{week}”",
        "{n} row": "{n} “fila”",
        "{n} rows": "{n} “filas”",
    }
    assert list(catalogue.faults_of(result, needed, "es")) == []


WEEK = 'msgid "Week {week}"\nmsgstr "Semana {week}"\n'


@pytest.mark.parametrize(
    ("po", "phrases", "fault"),
    [
        ("", [("Week {week}", None)], "es: missing: 'Week {week}' (demo.py)"),
        (
            'msgid "Week {week}"\nmsgstr ""\n',
            [("Week {week}", None)],
            "es: missing: 'Week {week}' (demo.py)",
        ),
        ("#, fuzzy\n" + WEEK, [("Week {week}", None)], "es: fuzzy: 'Week {week}'"),
        (WEEK, [], "es: obsolete: 'Week {week}'"),
        ('#~ msgid "Week"\n#~ msgstr "Semana"\n', [], "es: obsolete: 'Week'"),
        (
            'msgid "Week {week}"\nmsgstr "Semana {semana}"\n',
            [("Week {week}", None)],
            "es: places differ: {week} in 'Week {week}', {semana} in 'Semana {semana}'",
        ),
        (
            'msgid "{n} row in {file}"\nmsgid_plural "{n} rows in {file}"\n'
            'msgstr[0] "una fila en {file}"\nmsgstr[1] "{n} filas"\n',
            [("{n} row in {file}", "{n} rows in {file}")],
            "es: places differ: {file, n} in '{n} row in {file}', {n} in '{n} filas'",
        ),
        (
            'msgid "{n} row"\nmsgid_plural "{n} rows"\nmsgstr[0] "{n} fila"\nmsgstr[1] ""\n',
            [("{n} row", "{n} rows")],
            "es: missing: '{n} row' (demo.py)",
        ),
    ],
)
def test_each_fault_of_a_catalogue_is_named(
    po: str, phrases: list[tuple[str, str | None]], fault: str
) -> None:
    assert list(catalogue.faults_of(spanish(po), wanted(*phrases), "es")) == [fault]


def test_a_complete_catalogue_has_no_fault() -> None:
    assert list(catalogue.faults_of(spanish(WEEK), wanted(("Week {week}", None)), "es")) == []


def test_the_catalogues_of_this_program_are_complete() -> None:
    outcome = CliRunner().invoke(catalogue.main, ["check"])
    assert outcome.output == ""
    assert outcome.exit_code == 0


def test_files_are_named_from_the_root(tmp_path: Path) -> None:
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "door.py").write_text('say("Open")\n')
    (tmp_path / "gate.py").write_text('\nsay("Shut")\n')
    found, broken = phrases_under(tmp_path, ["rooms", "gate.py"])
    assert found == [Phrase("Open", None, "rooms/door.py", 1), Phrase("Shut", None, "gate.py", 2)]
    assert broken == []
