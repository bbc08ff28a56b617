"""A first load's shortest way: what is sound at first sight goes from the file into the store.

Only the rest is staged: records that the first pass leaves over, and those whose id may occur more
than once. They are copied, each with its physical line, into a small file of their own, which the
usual passes read. So the bulk of a large file is neither kept in memory nor copied twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from kpi.intake.assertions import HANDOFFS
from kpi.intake.attributes import settle_attributes
from kpi.intake.collect import Counts
from kpi.intake.evidence import SAMPLE_ROWS
from kpi.intake.layout import Layout
from kpi.intake.line_check import check_hashes, check_lines
from kpi.intake.line_watch import LineWatch
from kpi.intake.lines import Lines, texts_of, write_numbered
from kpi.intake.plan import Plan
from kpi.intake.quick import id_sql, sound_sql
from kpi.intake.repeats import COPY, repeated_places
from kpi.intake.source import Source, rest_source
from kpi.intake.staging import NotPlainError, few_left, stage, with_formats

# Smaller files are not worth the second way.
FEWEST = 20_000


@dataclass(frozen=True)
class Direct:
    """What went into the store at once.

    Parameters
    ----------
    records : int
        Its records; all of them are new.
    last : int
        The last physical line among them, 0 if there are none.
    filled : dict
        Field of times -> filled cells.
    """

    records: int = 0
    last: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)


def line_watch(cursor: duckdb.DuckDBPyConnection, layout: Layout) -> LineWatch | None:
    """Return the watch over a file's lines that `load_directly` makes use of, if it may apply."""
    fields = layout.found.fields
    if layout.found.kind != "handoffs" or not {"handoff_id", "case_id"} <= fields.keys():
        return None
    if cursor.execute(f"FROM {HANDOFFS.current} LIMIT 1").fetchone() is not None:
        return None
    return LineWatch(layout.delimiter, len(layout.names), fields["handoff_id"], layout.body)


def load_directly(
    cursor: duckdb.DuckDBPyConnection,
    plan: Plan,
    source: Source,
    load: int,
    folder: Path,
    *,
    lines: Lines | None,
) -> tuple[Plan, Counts, Direct] | None:
    """Insert the records that are sound at first sight, and stage all others.

    Parameters
    ----------
    cursor : DuckDBPyConnection
        Inside the write transaction.
    plan : Plan
    source : Source
        The file itself, one record on each line.
    load : int
        The load that asserts them.
    folder : Path
        Gets the file of the rest.
    lines : Lines or None
        Its lines, where the scan could tell them: else its identifiers are read once more.

    Returns
    -------
    tuple or None
        None, with nothing inserted, where this way does not apply: it is for files of handoffs with
        ids, mostly sound, and for a store without handoffs.

    Raises
    ------
    NotPlainError
        If DuckDB did not find one record on each line.
    """
    if not _applies(cursor, plan, source):
        return None
    plan = with_formats(cursor, plan, source, whole=False)
    query = sound_sql(plan, source.cells, source.first)
    if query is None or not _mostly_sound(cursor, plan):
        return None
    lines = _usable(lines, plan)
    if lines:
        found = len(lines.ends)
        repeated = np.concatenate((lines.repeated, lines.copies))
    else:
        hashes = _hashed_ids(cursor, plan, source)
        found, repeated = len(hashes), repeated_places(hashes)
    if found != source.records:
        raise NotPlainError
    _insert(cursor, plan, query, load, repeated + source.first)
    try:
        went = _lines_in(cursor, load, source)
        if lines:
            check_lines(cursor, lines, went)
        else:
            check_hashes(cursor, hashes, source.first, load)
        copies = lines.copies[went[lines.originals]] if lines else np.empty(0, np.int64)
        done = went.copy()
        done[copies] = True
        left = np.flatnonzero(~done) + source.first
        if not few_left(len(left), source.records):
            _withdraw(cursor, load)
            return None
        rest = folder / "rest.csv"
        texts = lines.texts(left) if lines else texts_of(source.file, left)
        write_numbered(rest, left, texts, plan.layout.delimiter)
        direct = _what_went_in(cursor, plan, load)
        if direct.records + len(copies) + len(left) != source.records:
            raise NotPlainError
        after = max(direct.last, source.first + int(copies.max(initial=-1)))
        rest_of_it = rest_source(source, plan.layout, rest, len(left))
        plan, counts = stage(cursor, plan, rest_of_it, after=after)
        _ignore(cursor, copies + source.first)
    except NotPlainError:
        _withdraw(cursor, load)
        raise
    if not lines and _occurs_again(cursor, load):
        _withdraw(cursor, load)
        return None
    counts = replace(
        counts,
        records=counts.records + direct.records + len(copies),
        ignored=counts.ignored + len(copies),
    )
    return plan, counts, direct


def _applies(cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source) -> bool:
    if plan.kind != "handoffs" or source.records < FEWEST:
        return False
    if not {"handoff_id", "case_id"} <= {one.name for one in plan.mapped}:
        return False
    return cursor.execute(f"FROM {HANDOFFS.current} LIMIT 1").fetchone() is None


def _usable(lines: Lines | None, plan: Plan) -> Lines | None:
    if lines is None or lines.place != plan.position("handoff_id"):
        return None  # another column, after a closer look
    if any(plan.formats[one.name].fast_dated for one in plan.times):
        return lines.with_copies()  # cells without a time of day are counted, those of copies too
    return lines


def _mostly_sound(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> bool:
    """Try the first records: where many need care, the usual passes are as fast."""
    query = sound_sql(plan, "FROM sampled", 1)
    row = cursor.execute(f"SELECT count(*) FROM ({query}) WHERE NOT sound").fetchone()
    return row is not None and few_left(row[0], SAMPLE_ROWS)


def _hashed_ids(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, source: Source
) -> NDArray[np.uint64]:
    """Return the hash of the id on each line, in the file's order."""
    query = f"SELECT hash(handoff_id) AS h FROM ({id_sql(plan, source.cells)})"
    return np.asarray(cursor.execute(query).fetchnumpy()["h"])


def _insert(
    cursor: duckdb.DuckDBPyConnection,
    plan: Plan,
    query: str,
    load: int,
    suspects: NDArray[np.int64],
) -> None:
    columns = settle_attributes(
        cursor, {name: plan.layout.names[at] for name, at in plan.attributes.items()}
    )
    names = [*HANDOFFS.key, *HANDOFFS.cells]
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE suspects AS SELECT unnest($suspects::BIGINT[]) AS line",
        {"suspects": suspects.tolist()},
    )
    cursor.execute(
        f"INSERT INTO {HANDOFFS.current} ({', '.join([*names, *columns.values()])}, line, load)"
        f" SELECT {', '.join([*names, *columns])}, line, $load::INTEGER"
        f" FROM ({query}) WHERE sound AND line NOT IN (FROM suspects)",
        {"load": load},
    )


def _lines_in(cursor: duckdb.DuckDBPyConnection, load: int, source: Source) -> NDArray[np.bool_]:
    """Tell of each line of the source whether it is in the store."""
    row = cursor.execute(
        "SELECT CAST(bitstring_agg(line, $first::BIGINT, $last::BIGINT) AS BLOB)"
        f" FROM {HANDOFFS.current} WHERE load = $load AND line BETWEEN $first AND $last",
        {"first": source.first, "last": source.first + source.records - 1, "load": load},
    ).fetchone()
    if row is None or row[0] is None:
        return np.zeros(source.records, dtype=bool)
    # The first line's bit is the highest one that counts; those before it fill up a byte.
    return np.unpackbits(np.frombuffer(row[0], np.uint8))[-source.records :].astype(bool)


def _what_went_in(cursor: duckdb.DuckDBPyConnection, plan: Plan, load: int) -> Direct:
    names = [one.name for one in plan.times]
    counts = ", ".join(f"count({name})" for name in names)
    row = cursor.execute(
        f"SELECT count(*), coalesce(max(line), 0), {counts} FROM {HANDOFFS.current} WHERE load = ?",
        [load],
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    return Direct(row[0], row[1], dict(zip(names, row[2:], strict=True)))


def _ignore(cursor: duckdb.DuckDBPyConnection, copies: NDArray[np.int64]) -> None:
    cursor.execute(
        "INSERT INTO ignored SELECT unnest($lines::BIGINT[]), $reason",
        {"lines": copies.tolist(), "reason": COPY},
    )


def _withdraw(cursor: duckdb.DuckDBPyConnection, load: int) -> None:
    cursor.execute(f"DELETE FROM {HANDOFFS.current} WHERE load = ?", [load])


def _occurs_again(cursor: duckdb.DuckDBPyConnection, load: int) -> bool:
    """Tell whether a staged record has the id of one that went in.

    Ids that differ in the file may be equal once they are read with care.
    """
    row = cursor.execute(
        f"SELECT count(*) FROM staged SEMI JOIN (FROM {HANDOFFS.current} WHERE load = ?)"
        " USING (handoff_id)",
        [load],
    ).fetchone()
    return bool(row and row[0])
