"""Hold the lines that went into the store against the file: what is called line n is line n."""

from __future__ import annotations

import duckdb
import numpy as np
from numpy.typing import NDArray

from kpi.intake.assertions import HANDOFFS
from kpi.intake.lines import Lines
from kpi.intake.staging import NotPlainError

# Lines that are compared at once.
BLOCK = 1 << 20
# So many lines are looked at, evenly spread, and as many of the last ones.
SAMPLED = 200
# The last ones are looked for among so many.
_LAST = 50 * SAMPLED


def check_hashes(
    cursor: duckdb.DuckDBPyConnection, hashes: NDArray[np.uint64], first: int, load: int
) -> None:
    """Compare the id on each line that went in with the one that was read there before.

    Raises
    ------
    NotPlainError
        If one differs: the lines were counted differently.
    """
    for start in range(0, len(hashes), BLOCK):
        found = cursor.execute(
            f"SELECT line - $first AS place, hash(handoff_id) AS h FROM {HANDOFFS.current}"
            " WHERE load = $load AND line BETWEEN $first + $start AND $first + $start + $block - 1",
            {"first": first, "load": load, "start": start, "block": BLOCK},
        ).fetchnumpy()
        if not np.array_equal(hashes[np.asarray(found["place"])], np.asarray(found["h"])):
            raise NotPlainError


def check_lines(cursor: duckdb.DuckDBPyConnection, lines: Lines, went: NDArray[np.bool_]) -> None:
    """Compare the ids of some lines that went in with the file, the last ones among them.

    Each line was seen to be one record, so none is expected to differ; a line that was counted
    twice or not at all would shift every one after it, to the last.

    Parameters
    ----------
    went : array of bool
        Whether each line went in.

    Raises
    ------
    NotPlainError
        If one differs.
    """
    first_last = max(0, len(went) - _LAST)
    spread = np.arange(0, first_last, max(1, len(went) // SAMPLED))
    last = np.arange(first_last, len(went))
    places = np.concatenate((spread[went[spread]], last[went[last]][-SAMPLED:]))
    if not len(places):
        return
    chosen = places + lines.first
    rows = cursor.execute(
        f"SELECT line, handoff_id FROM {HANDOFFS.current}"
        " SEMI JOIN (SELECT unnest($lines::BIGINT[]) AS line) USING (line) ORDER BY line",
        {"lines": chosen.tolist()},
    ).fetchall()
    expected = list(zip(chosen.tolist(), lines.ids(chosen), strict=True))
    if rows != expected:
        raise NotPlainError
