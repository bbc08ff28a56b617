"""Open the store, bring its schema up to date, and let one writer at a time in."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from kpi.store.faults import StoreError, StoreHeldError
from kpi.store.place import check_place, not_a_store
from kpi.store.views import remake_views, views_are_old
from kpi.words import Message

DEFAULT_PATH = Path(__file__).parents[2] / "data" / "eslabon.duckdb"
MIGRATIONS = Path(__file__).parent / "migrations"
# Readable by DuckDB 1.5 too, so that the shared store of a later version can open the file.
STORAGE_VERSION = "v1.5.0"
# Each gives wrong answers without a word. `type_pushdown` pushes a cast into the CSV reader and
# drops the rows that do not cast; `common_subplan` takes joins of one table on two columns for one
# (in 2.0.0; duckdb issues 24624 and 25819 tell of its kin).
FAULTY_OPTIMIZERS = ("type_pushdown", "common_subplan")
# `in_clause` plans a join for every list of words that a cell is compared with: a third of the time
# that a small file takes to load, and nothing gained on a large one.
SLOW_OPTIMIZERS = ("in_clause",)


# A dashboard serves several people at once, and beside the engine needs memory for its pages.
HALF_THE_MEMORY = "50%"
# A command comes beside other programs; with Python's part, a load of any size stays below 1 GB.
COMMAND_MEMORY = "640MB"
# A larger write goes into the file at once: written into the log first, it is written twice.
CHECKPOINT = "1MB"


class Store:
    """One open store. Readers take a `cursor` per call; writers enter `write` one at a time.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        The one connection to the file; never handed out, only its cursors.
    location : str
        What to call the store in messages: a path, or ``:memory:``.
    scratch : tempfile.TemporaryDirectory
        The only folder that SQL may read files from.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        location: str,
        scratch: tempfile.TemporaryDirectory[str],
    ) -> None:
        self._connection = connection
        self._scratch = scratch
        self._writer = threading.Lock()
        self.location = location
        # Writes committed through this object: tells a reader at no cost that it must look again.
        self.written = 0
        self._looked: tuple[int, int] | None = None
        # Set once the store is closed: what works on it in the background stops then.
        self.closed = threading.Event()

    @property
    def scratch(self) -> Path:
        """Folder for files that SQL reads; removed when the store is closed."""
        return Path(self._scratch.name)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a new cursor: a shared one gives wrong answers when threads share it."""
        return self._connection.cursor()

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Enter the one write transaction: all of it is committed, or nothing."""
        with self._writer:
            cursor = self.cursor()
            cursor.execute("BEGIN")
            try:
                yield cursor
                cursor.execute("UPDATE revision SET number = number + 1")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            else:
                cursor.execute("COMMIT")
                self.written += 1
            finally:
                cursor.close()

    def revision(self) -> int:
        """Return the number of committed writes: what a cache key says of the store.

        Nobody else can write to the file while it is open here, so it is looked up anew only after
        a write of ours.
        """
        # The count first: a write that comes between is then noticed, and looked at again.
        written, looked = self.written, self._looked
        if looked is None or looked[0] != written:
            row = self.cursor().execute("SELECT number FROM revision").fetchone()
            assert row is not None  # noqa: S101 - the schema inserts the one row
            self._looked = looked = written, int(row[0])
        return looked[1]

    def close(self) -> None:
        """Close the file and remove the scratch folder."""
        self.closed.set()
        self._connection.close()
        self._scratch.cleanup()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(
    url: str | os.PathLike[str] | None = None,
    *,
    memory: str = HALF_THE_MEMORY,
    create: bool = True,
) -> Store:
    """Open the store at a path, ``duckdb:PATH`` or ``:memory:``; make and migrate it as needed.

    Parameters
    ----------
    url : str or path, optional
        By default ``KPI_STORE_URL``, else ``data/eslabon.duckdb`` of the checkout.
    memory : str
        How much of it the engine may hold: a size such as ``640MB``, or a share of the machine's.
        What goes beyond that is put aside in the scratch folder.
    create : bool
        Whether to make a store where there is none.

    Raises
    ------
    NoStoreError
        If there is no store and none is to be made.
    StoreHeldError
        If another process has the file open; the message names its process id.
    StoreError
        If the file is not a store, or the URL names an engine that is not built in.

    Examples
    --------
    >>> with open_store(":memory:") as store:
    ...     store.cursor().execute("SELECT count(*) FROM handoffs").fetchone()
    (0,)
    """
    location = _location(url)
    check_place(location, create=create)
    scratch = tempfile.TemporaryDirectory(prefix="eslabon-")
    try:
        connection = _connect(location)
        _harden(connection, Path(scratch.name), memory)
        _migrate(connection, location)
    except BaseException:
        scratch.cleanup()
        raise
    return Store(connection, location, scratch)


def _location(url: str | os.PathLike[str] | None) -> str:
    text = (
        os.fspath(url) if url is not None else os.environ.get("KPI_STORE_URL") or str(DEFAULT_PATH)
    )
    text = text.removeprefix("duckdb:").removeprefix("//")
    if re.match(r"[a-z]{2,}:", text):
        raise StoreError(
            Message(
                "The store “{url}” is of a kind that this version cannot open. "
                "Give the path of a file, such as data/eslabon.duckdb.",
                {"url": text},
            )
        )
    return text


def _connect(location: str) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "disabled_optimizers": ",".join(FAULTY_OPTIMIZERS + SLOW_OPTIMIZERS),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        return duckdb.connect(location, config=config)
    except duckdb.IOException as fault:
        holder = re.search(r"PID (\d+)", str(fault))
        if "lock" in str(fault).lower():
            raise StoreHeldError(
                Message(
                    "The store {path} is in use by process {pid}. Close that program "
                    "(perhaps the dashboard), or load the file on its Data page.",
                    {"path": location, "pid": holder.group(1) if holder else "?"},
                ),
                location,
            ) from fault
        raise not_a_store(location) from fault
    except duckdb.Error as fault:
        raise not_a_store(location) from fault


def _harden(connection: duckdb.DuckDBPyConnection, scratch: Path, memory: str) -> None:
    """Let SQL read and write nothing but the scratch folder, and let no one change that."""
    folder = str(scratch).replace(chr(39), chr(39) * 2)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET temp_directory = '{folder}/aside'")
    connection.execute(f"SET checkpoint_threshold = '{CHECKPOINT}'")
    connection.execute(f"SET allowed_directories = ['{folder}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _migrate(connection: duckdb.DuckDBPyConnection, location: str) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS migrations (version INTEGER NOT NULL)")
    row = connection.execute("SELECT coalesce(max(version), 0) FROM migrations").fetchone()
    done = int(row[0]) if row else 0
    steps = sorted(MIGRATIONS.glob("*.sql"))
    if done > len(steps):
        connection.close()
        raise StoreError(
            Message(
                "The store {path} was written by a newer version (schema {found}, this version "
                "knows {known}). Update the program.",
                {"path": location, "found": str(done), "known": str(len(steps))},
            )
        )
    # In one transaction: a store is of the old schema or of the new one, and is made faster.
    connection.execute("BEGIN")
    taken = steps[done:]
    for step in taken:
        connection.execute(step.read_text(encoding="utf-8"))
    if taken:
        numbers = [int(step.name[:3]) for step in taken]
        connection.execute("INSERT INTO migrations SELECT unnest(?::INTEGER[])", [numbers])
    if views_are_old(connection):
        remake_views(connection)
    connection.execute("COMMIT")
