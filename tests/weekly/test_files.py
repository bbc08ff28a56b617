"""The files of a week: the numbers in them are those of ``balance --format json``."""

from __future__ import annotations

import io
import json
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner
from pptx import Presentation

from kpi.chain import Balance
from kpi.cli import main
from kpi.weekly import Edition
from kpi.weekly.files import FormatError, file_of, format_of
from kpi.weekly.render import as_png
from kpi.weekly.sheet import draw_sheet
from kpi.words import Words, words_for
from tests.weekly.renamed import renamed

MakeEdition = Callable[[str], Edition]
EN, ES = words_for("en"), words_for("es")
WEEKS = ("2025-W19", "2025-W52", "2026-W12")
BOTH = pytest.mark.parametrize("say", [EN, ES], ids=["en", "es"])


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\xa0", " "))


def pdf_text(content: bytes) -> str:
    return plain(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text())


def fonts_of(page: pypdf.PageObject) -> list[Any]:
    """Return the fonts of a page and of the drawings in it."""
    found, parts = [], [page["/Resources"]]
    while parts:
        part: Any = parts.pop()
        found += [font.get_object() for font in part.get("/Font", {}).values()]
        inner = [one.get_object() for one in part.get("/XObject", {}).values()]
        parts += [one["/Resources"] for one in inner if "/Resources" in one]
    return found


class Tables(HTMLParser):
    """Reads the tables of a file: name -> rows of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.rows: list[list[str]] = []
        self.addresses: list[str] = []
        self.is_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [given[n] or "" for n in ("src", "href") if n in given]
        if tag == "table":
            self.rows = self.found.setdefault(given.get("data-table") or "", [])
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.is_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.is_cell = self.is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.is_cell:
            self.rows[-1][-1] += data


def test_a_logo_with_letters_of_its_own_leaves_those_of_the_sheet_alone(
    of_week: MakeEdition,
) -> None:
    bare = of_week("2026-W12")
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40"><text y="30" font-size="30">'
        "Roble</text></svg>"
    )
    pages = [
        pypdf.PdfReader(io.BytesIO(file_of(one, ES, "pdf"))).pages[0]
        for one in (bare, replace(bare, logo=logo.encode()))
    ]
    without, with_it = (plain(page.extract_text()) for page in pages)
    assert "Roble" in with_it
    above = "sem. 12 · 16–22 mar 2026 · ventana de 4 semanas"
    assert above in without
    assert above in with_it
    # The same cuts of the font, no letter in another's place.
    fonts = [{str(font["/BaseFont"])[8:] for font in fonts_of(page)} for page in pages]
    assert fonts[0] == fonts[1]


@BOTH
@pytest.mark.parametrize("week", WEEKS)
def test_the_pdf_says_the_numbers_of_the_balance(
    week: str, say: Words, of_week: MakeEdition, balance_of: Callable[[str], Balance]
) -> None:
    printed = balance_of(week).as_json()
    told = pdf_text(file_of(of_week(week), say, "pdf"))
    promise = printed["promise"]
    kept, cases = promise["external_kept"], promise["external_cases"]
    # The shares are written here by Python's own rules: English, one decimal.
    rates = [f"{100 * kept / cases:.1f}", f"{100 * promise['target']:.1f}"]
    for number in (kept, cases, promise["kept"], promise["cases"], *rates):
        assert re.search(rf"\b{re.escape(str(number))}\b", told), number
    for link in printed["failing_links"][:3]:
        assert f"{link['supplier']} → {link['customer']}" in told
        assert re.search(rf"\b{100 * link['broken_share']:.0f} ?%", told)
        if link["cases_saved"]:
            assert re.search(rf"(mend|repararía) {link['cases_saved']} cas", told)


@BOTH
@pytest.mark.parametrize("week", WEEKS)
def test_the_tables_of_the_html_file_say_the_numbers_of_the_balance(
    week: str, say: Words, of_week: MakeEdition, balance_of: Callable[[str], Balance]
) -> None:
    printed = balance_of(week).as_json()
    read = Tables()
    read.feed(file_of(of_week(week), say, "html").decode())
    values = [row[1] for row in read.found["promise"][1:]]
    promise = printed["promise"]
    assert values[1:3] == [str(promise["external_kept"]), str(promise["external_cases"])]
    assert values[4:6] == [str(promise["kept"]), str(promise["cases"])]
    assert values[-1] == str(len(printed["all_links"]))
    links = {
        (f"{one['supplier']} → {one['customer']}", one["service"] or "–"): one
        for one in printed["all_links"]
    }
    rows = read.found["links"][1:]
    assert len(rows) == len(of_week(week).cards)
    for row in rows:
        link = links[row[0], row[1]]
        assert plain(row[3]).replace(" ", "") == f"{100 * link['broken_share']:.1f}%"
        assert row[4] == str(link["cases_saved"])
        assert row[6] == str(link["handoffs"])


def test_the_html_file_needs_nothing_from_elsewhere(of_week: MakeEdition) -> None:
    text = file_of(of_week("2026-W12"), ES, "html").decode()
    read = Tables()
    read.feed(text)
    assert read.addresses == []
    assert not re.findall(r"url\((?!\"data:)|https?://(?!www\.w3\.org/2000/svg)|<script", text)
    assert '<html lang="es">' in text
    assert "prefers-color-scheme: dark" in text
    # A theme that was asked for stays, whatever the reader's system is.
    assert b"prefers-color-scheme" not in file_of(of_week("2026-W12"), ES, "html", "dark")


@BOTH
def test_the_picture_is_the_sheet_pixel_for_pixel(say: Words, of_week: MakeEdition) -> None:
    found = of_week("2026-W12")
    content = file_of(found, say, "png")
    assert struct.unpack(">II", content[16:24]) == (1600, 900)
    assert content == as_png(draw_sheet(found, say), say)
    assert content != file_of(found, say, "png", "dark")


@BOTH
def test_the_pdf_is_one_page_for_every_reader(say: Words, of_week: MakeEdition) -> None:
    read = pypdf.PdfReader(io.BytesIO(file_of(of_week("2026-W12"), say, "pdf")))
    assert len(read.pages) == 1
    assert [float(side) for side in read.pages[0].mediabox] == [0, 0, 1600, 900]
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == say.language
    assert read.metadata is not None
    assert "Compras → Almacén" in str(read.metadata.title)
    assert read.metadata.author == "Muebles Roble"


@pytest.mark.parametrize("ending", ["\x0b\x00<script>\ufffe", " عربى", " de la Dirección" * 30])
def test_every_file_is_made_whatever_the_names(ending: str, of_week: MakeEdition) -> None:
    found = renamed(of_week("2026-W12"), lambda name: name + ending)
    assert b"<script>" not in file_of(found, EN, "html")
    assert pypdf.PdfReader(io.BytesIO(file_of(found, EN, "pdf"))).metadata is not None
    assert len(Presentation(io.BytesIO(file_of(found, EN, "pptx"))).slides) == 3


def test_a_name_that_says_no_format_is_refused_in_both_languages() -> None:
    with pytest.raises(FormatError) as caught:
        format_of("week.xls")
    assert "one of .pdf, .png, .html" in EN.render(caught.value.message)
    assert "debe decir el formato" in ES.render(caught.value.message)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_command_writes_the_week_that_balance_prints(
    language: str, sample_store: Path, tmp_path: Path
) -> None:
    store = tmp_path / "s.duckdb"
    store.write_bytes(sample_store.read_bytes())
    common = ["--store", str(store), "--lang", language]
    printed = CliRunner().invoke(
        main, [*common, "balance", "--week", "2026-W09", "--format", "json"]
    )
    out = tmp_path / "week.pdf"
    done = CliRunner().invoke(main, [*common, "weekly", "--week", "2026-W09", "--out", str(out)])
    assert (printed.exit_code, done.exit_code) == (0, 0), done.output
    promise = json.loads(printed.stdout)["promise"]
    between = {"en": "of", "es": "de"}[language]
    kept = f"{promise['external_kept']} {between} {promise['external_cases']}"
    assert kept in pdf_text(out.read_bytes())


def test_the_command_refuses_an_unknown_ending(sample_store: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--lang", "es", "weekly", "--out", str(tmp_path / "w.doc")])
    assert done.exit_code == 2
    assert "debe decir el formato" in done.stderr
    assert not (tmp_path / "w.doc").exists()
