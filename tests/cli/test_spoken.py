"""Every message of the command line is in the reader's language, click's own too."""

from __future__ import annotations

import ast
import errno
import gettext
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kpi.cli import main
from kpi.cli.click_words import _WITHOUT_ENGLISH, PHRASES, PLURALS
from kpi.words import LANGUAGES

# Of click's modules, those whose phrases a reader of our commands can meet.
MODULES = ("exceptions", "parser", "types", "formatting", "core", "decorators")
# What none of our commands has, or only its programmer sees.
NEVER = {
    "{value!r} is not a valid UUID.", "deprecated", "Choice({choices})", "file", "directory",
    "path",
    "{name} {filename!r} does not exist.", "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.", "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.", "{name} {filename!r} is not executable.",
    "{value!r} does not match the format {format}.", "Takes {nargs} values but 1 was given.",
    "{len_type} values are required, but {len_value} was given.",
    "Name '{name}' defined twice", "Do you want to continue?", "Show the version and exit.",
    "Confirm the action without prompting.", "%(prog)s, version %(version)s",
}  # fmt: skip


def said(store: Path, *words: str, lang: str = "es") -> Result:
    answer = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(
        main, ["--store", str(store), *words, "--lang", lang]
    )
    assert "Traceback" not in answer.output
    return answer


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.duckdb"
    (tmp_path / "a.csv").write_text("party,department\nCompras,Norte\n", encoding="utf-8")
    assert said(path, "ingest", str(tmp_path / "a.csv"), "--as", "parties").exit_code == 0
    return path


# Kind of mistake -> the command line, what Spanish says and what English does.
MISTAKES = {
    "unknown option": (["loads", "--nada"], "No existe la opción “--nada”", "No such option"),
    "unknown command": (["cargas"], "No existe la orden “cargas”", "No such command"),
    "missing argument": (["undo"], "Falta el argumento", "Missing argument"),
    "missing option": (["weekly"], "Falta la opción", "Missing option"),
    "missing value": (["undo", "1", "--as-of"], "necesita un valor", "requires an argument"),
    "extra argument": (["undo", "1", "2"], "Sobra el argumento", "unexpected extra argument"),
    "bad choice": (["loads", "--format", "xml"], "no es ninguno de", "is not one of"),
    "not a number": (["undo", "uno"], "no es un número", "not a number that fits"),
    "out of range": (["ingest", "a", "--header-line", "0"], "fuera de", "not in the range"),
    "flag with value": (["check", "--help=si"], "no lleva valor", "does not take a value"),
    "bad path": (["kpis", "add", "no.toml"], "no existe el archivo no.toml", "no file no.toml"),
    "folder": (["export", "parties", "--out", "/"], "es una carpeta", "is a folder"),
    "bad kind": (["ingest", "a", "--as", "x"], "no es un tipo de archivo", "not a kind of file"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_on_the_command_line_is_told_in_the_language_asked_for(
    mistake: str, tmp_path: Path
) -> None:
    store = tmp_path / "no.duckdb"
    words, spanish, english = MISTAKES[mistake]
    answer = said(store, *words)
    # Where a value is missing, “--lang” would be taken for it.
    if mistake == "missing value":
        answer = CliRunner().invoke(main, ["--lang", "es", *words])
    assert answer.exit_code == 2
    assert spanish in answer.output.replace("\n", " ")
    assert "Error:" in answer.output
    assert "Usage" not in answer.output
    if mistake != "missing value":
        assert english in said(store, *words, lang="en").output


def test_the_terminals_language_counts_where_none_is_asked_for(store: Path) -> None:
    answer = CliRunner(env={"LC_ALL": "es_MX.UTF-8"}).invoke(main, ["--nada"])
    assert "No existe la opción “--nada”" in answer.output


def test_the_library_speaks_as_before_once_a_command_has_ended(store: Path) -> None:
    before = gettext.dgettext, gettext.dngettext
    said(store, "--nada")
    assert (gettext.dgettext, gettext.dngettext) == before


def test_every_phrase_that_click_can_say_to_a_reader_is_known() -> None:
    found = set[str]()
    for name in MODULES:
        source = Path(import_module(f"click.{name}").__file__ or "").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in {"_", "ngettext"} and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    known = {*PHRASES, *(one.phrase for one in PLURALS), *_WITHOUT_ENGLISH}
    unknown = {
        phrase
        for phrase in found - known - NEVER
        if not phrase.startswith(("DeprecationWarning", "No options defined", "Could not determine",
                                  "Arguments take exactly", "Boolean option"))
    }  # fmt: skip
    assert unknown == set()
    assert known - found == {"required"}  # spoken by a variable
    assert isinstance(main, click.Group)


@pytest.mark.parametrize(
    ("code", "told"),
    [(errno.EACCES, "permiso denegado"), (errno.ENOSPC, "el disco está lleno"),
     (errno.EISDIR, "es una carpeta, no un archivo"), (errno.EPROTO, "el sistema dice")],
)  # fmt: skip
def test_what_the_system_refuses_is_told_in_the_language_asked_for(
    code: int, told: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), "datos.csv")

    monkeypatch.setattr("kpi.intake.export_table", refuse)
    answer = said(store, "export", "parties")
    assert (answer.exit_code, answer.output[:11]) == (2, "datos.csv: ")
    assert told in answer.output


def test_a_full_disk_is_told_and_not_traced(store: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("a device of Linux")
    answer = said(store, "export", "handoffs", "--out", "/dev/full")
    assert answer.exit_code == 2
    assert "el disco está lleno" in answer.output


READING = (
    ["loads"], ["check"], ["undo", "1"], ["export", "handoffs"], ["balance"], ["verdicts"],
    ["measure"], ["whatif"], ["parties", "list"], ["agreements", "list"], ["actions", "list"],
    ["kpis", "list"], ["structure"], ["follows"], ["stop", "A"], ["weekly", "--out", "w.png"],
)  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_reading_command_makes_no_store(words: list[str], tmp_path: Path) -> None:
    nowhere = tmp_path / "folder" / "no.duckdb"
    answer = said(nowhere, *words)
    assert answer.exit_code == 2, answer.output
    assert f"No hay ninguna base de datos en {nowhere}" in answer.output
    assert list(tmp_path.iterdir()) == []


def test_a_loading_command_makes_the_store_and_its_folder(tmp_path: Path) -> None:
    nowhere = tmp_path / "folder" / "new.duckdb"
    (tmp_path / "a.csv").write_text("party,department\nCompras,Norte\n", encoding="utf-8")
    answer = said(nowhere, "ingest", str(tmp_path / "a.csv"), "--as", "parties")
    assert answer.exit_code == 0, answer.output
    assert nowhere.exists()


def test_what_is_no_store_is_told_for_what_it_is_and_left_alone(tmp_path: Path) -> None:
    text, empty = tmp_path / "a.csv", tmp_path / "empty"
    text.write_text("handoff_id,case_id\n" * 9, encoding="utf-8")
    empty.touch()
    inside = text / "store.duckdb"
    for path, told in (
        (tmp_path, "es una carpeta"),
        (text, "no se puede abrir como base de datos"),
        (empty, "No hay ninguna base de datos"),
        (inside, "No hay ninguna base de datos"),
    ):
        answer = said(path, "loads")
        assert answer.exit_code == 2, answer.output
        assert told in answer.output
    assert text.read_text(encoding="utf-8") == "handoff_id,case_id\n" * 9
    assert empty.stat().st_size == 0
    assert set(LANGUAGES) >= {"es", "en"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_store_that_may_not_be_read_is_told(store: Path) -> None:
    store.chmod(0)
    assert "permiso denegado" in said(store, "loads").output


def test_a_store_that_outgrows_its_disk_is_told_and_nothing_is_stored(tmp_path: Path) -> None:
    store, file = tmp_path / "store.duckdb", tmp_path / "many.csv"
    rows = "".join(f"H{n},C{n},P{n},Q{n},2026-03-02\n" for n in range(60_000))
    file.write_text("handoff_id,case_id,supplier,customer,requested_at\n" + rows, encoding="utf-8")
    assert said(store, "kpis", "list").exit_code == 2
    # A process of its own: the limit of what it may write, 1 MB, cannot be raised again.
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20));"
        "from kpi.cli import main; main(sys.argv[1:])"
    )
    words = ["--store", str(store), "--lang", "es", "ingest", str(file)]
    answer = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2, answer.stderr
    assert "el archivo sería más grande de lo que el sistema permite" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert said(store, "export", "handoffs").output.count("\n") == 1
