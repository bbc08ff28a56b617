"""The store: one writer, nothing half done, a clear word about who holds the file."""

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from kpi.store import (
    Settings,
    StoreError,
    StoreHeldError,
    open_store,
    read_settings,
    write_settings,
)
from kpi.store.settings import SettingError


def test_what_is_written_is_there_after_opening_again(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    with open_store(path) as store, store.write() as cursor:
        write_settings(cursor, Settings("Muebles Roble", "America/Mexico_City"))
    with open_store(path) as store:
        assert read_settings(store.cursor()) == Settings("Muebles Roble", "America/Mexico_City")


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.duckdb") as store:
        before = store.revision()

        def write_half() -> None:
            with store.write() as cursor:
                write_settings(cursor, Settings("half", "UTC"))
                raise InterruptedError

        with pytest.raises(InterruptedError):
            write_half()
        assert read_settings(store.cursor()) == Settings()
        assert store.revision() == before


def test_every_committed_write_changes_the_revision(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.duckdb") as store:
        before = store.revision()
        for company in ("a", "b"):
            with store.write() as cursor:
                write_settings(cursor, Settings(company, "UTC"))
        assert store.revision() == before + 2


def test_a_large_write_goes_into_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    with open_store(path) as store:
        before = path.stat().st_size
        with store.write() as cursor:
            cursor.execute("CREATE TABLE large AS SELECT md5(range::VARCHAR) FROM range(60000)")
        # 60,000 texts of 32 letters, which do not compress below 16 bytes each.
        assert path.stat().st_size - before > 60_000 * 16
        assert not path.with_name("store.duckdb.wal").exists()


def test_writers_from_many_threads_take_turns(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.duckdb") as store:

        def add() -> None:
            for _ in range(10):
                with store.write() as cursor:
                    row = cursor.execute("SELECT count(*) FROM annotation_rows").fetchone()
                    assert row is not None
                    cursor.execute(
                        "INSERT INTO annotation_rows VALUES ('2026-01-01', ?, '', 1, 1)",
                        [str(row[0])],
                    )

        threads = [threading.Thread(target=add) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = store.cursor().execute("SELECT text FROM annotation_rows").fetchall()
        assert sorted(int(text) for (text,) in found) == list(range(40))


def test_a_second_process_is_told_who_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    holder = (
        "import sys; from kpi.store import open_store; s = open_store(sys.argv[1]);"
        " print('open', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", holder, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        with pytest.raises(StoreHeldError, match=f"in use by process {child.pid}"):
            open_store(path)
    finally:
        child.communicate(timeout=30)


def test_a_file_that_is_not_a_store_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 400)
    with pytest.raises(StoreError, match=r"notes\.txt cannot be opened as a store"):
        open_store(path)
    assert path.read_text() == "not a database " * 400


def test_an_unknown_kind_of_store_is_refused() -> None:
    with pytest.raises(StoreError, match="cannot open"):
        open_store("ducklake:postgresql://here/db")


def test_sql_reads_only_from_the_scratch_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with open_store(":memory:") as store:
        (store.scratch / "own.csv").write_text("a\n2\n")
        rows = (
            store.cursor().execute("FROM read_csv(?)", [str(store.scratch / "own.csv")]).fetchall()
        )
        assert rows == [(2,)]
        with pytest.raises(duckdb.PermissionException):
            store.cursor().execute("FROM read_csv(?)", [str(secret)])


def test_the_scratch_folder_goes_with_the_store() -> None:
    store = open_store(":memory:")
    scratch = store.scratch
    store.close()
    assert not scratch.exists()


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with (
        open_store(":memory:") as store,
        pytest.raises(SettingError, match="Mars/Olympus"),
        store.write() as cursor,
    ):
        write_settings(cursor, Settings("x", "Mars/Olympus"))


def test_what_does_not_fit_into_memory_is_put_aside_in_the_scratch_folder(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.duckdb", memory="60MB") as store:
        cursor = store.cursor()
        # Six million numbers without a pattern: 96 MB.
        cursor.execute(
            "CREATE TEMP TABLE t AS SELECT hash(i) AS a, hash(-i) AS b FROM range(6000000) r(i)"
        )
        assert cursor.execute("SELECT count(*), count(DISTINCT a) > 5990000 FROM t").fetchone() == (
            6_000_000,
            True,
        )
        aside = list((store.scratch / "aside").iterdir())
        assert sum(file.stat().st_size for file in aside) > 20_000_000
    assert not store.scratch.exists()
