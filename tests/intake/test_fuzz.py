"""Whatever the bytes: a load or a refusal in words, never a traceback, every record accounted for.

``FUZZ=2000 pytest tests/intake/test_fuzz.py`` tries more mutations than the suite does.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpi.intake import LoadReport, RefusedError, check, ingest, unpack
from kpi.store import Store, open_store
from kpi.words import words_for
from tests.intake.reads import NOW
from tests.intake.test_corpus import CASES
from tests.intake.workbooks import text as cell
from tests.intake.workbooks import write_workbook

MUTATIONS = int(os.environ.get("FUZZ", "120"))
BATCHES = 4
# What parsers trip over.
TOKENS = (
    b'"', b'""', b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf",
    b"\xc3", b"\xe2\x80\xa8", b"\xef\xb7\x90", b"sep=;\n", b"'=1+1", b"\\", b"9" * 400,
    b"-" * 50, b"31/02/2026", b"24:00", b"\x1f\x8b", b"PK\x03\x04", b"\xf0\x9f\x98\x80", b"#N/A",
    b"1e309", b"NaN", b"0000-00-00", b"{n}", b"%s", b"</c>",
)  # fmt: skip


def _flip(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)


def _cut(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content))
    del content[at : at + chance.randint(1, 40)]


def _end(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def _repeat(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content))
    piece = content[at : at + chance.randint(1, 200)]
    content[at:at] = piece * chance.randint(1, 30)


def _insert(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content) + 1)
    content[at:at] = chance.choice(TOKENS)


MUTATORS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _cut, _end, _repeat, _insert, _insert,
)  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Change bytes in one to three ways."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        if changed:
            chance.choice(MUTATORS)(changed, chance)
    return bytes(changed)


def packed(content: bytes, folder: Path, chance: random.Random) -> bytes:
    """Return the content as it is, or in a gzip, a zip or a workbook."""
    how = chance.choice(("plain", "plain", "plain", "gz", "zip", "xlsx"))
    if how == "gz":
        return gzip.compress(content)
    if how == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.csv", content)
        return out.getvalue()
    if how == "xlsx":
        lines = content[:5000].decode("utf-8", "ignore").splitlines()[:30]
        legal = [[c for c in line if c.isprintable()] for line in lines]
        rows = [[cell(value) for value in "".join(line).split(",")] for line in legal]
        return write_workbook(folder / "made.xlsx", {"S": rows}).read_bytes()
    return content


def loaded(store: Store, path: Path, folder: Path) -> list[LoadReport]:
    """Try to load a file, or those inside it; nothing is kept."""
    try:
        files = unpack(path, folder, name=path.name)
    except RefusedError as fault:
        return [LoadReport.refused(path.name, fault.message, fault.question)]
    kept_out = folder / "kept out.csv"
    return [
        ingest(store, file.path, name=file.name, now=NOW, dry_run=True, kept_out=kept_out)
        for file in files
    ]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Return one store for all mutations: none may leave anything behind."""
    with open_store(":memory:") as opened:
        yield opened


@pytest.mark.parametrize("batch", range(BATCHES))
def test_any_bytes_end_in_a_load_or_a_refusal(store: Store, tmp_path: Path, batch: int) -> None:
    spanish, names = words_for("es"), sorted(CASES)
    seen = set()
    for seed in range(batch, MUTATIONS, BATCHES):
        chance = random.Random(seed)  # noqa: S311 - reproducible bytes
        folder = tmp_path / str(seed)
        folder.mkdir()
        content = CASES[chance.choice(names)].content[:20_000]
        path = folder / f"{seed}.csv"
        if chance.random() < 0.7:
            content = packed(mutated(content, chance), folder, chance)
        else:
            content = mutated(packed(content, folder, chance), chance)
        path.write_bytes(content)
        (folder / "inside").mkdir()
        for report in loaded(store, path, folder / "inside"):
            told = report.as_json(spanish)
            kept_out = told["rejected_records"] + told["ignored_records"] + told["conflict_records"]
            assert told["records"] == told["accepted"] + kept_out, seed
            assert (told["error"] is None) is (told["outcome"] == "loaded"), seed
            assert told["rejected_records"] == len({r["line"] for r in told["rejected"]}), seed
            assert told["ignored_records"] == len(told["ignored"]), seed
            seen.add(told["outcome"])
    assert seen == {"loaded", "refused"}, "the mutations are too weak or too strong"
    assert check(store.cursor()) == ()
