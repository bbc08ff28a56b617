"""The cases behind the promise outside: the drill-down of its number."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pandas as pd

from kpi.chain.cases import choose_outcomes
from kpi.measures import Window

_OF_WINDOW = """
SELECT case_id, customer, outcome = 'kept' AS kept, first_requested, due,
       CASE WHEN NOT unfinished THEN coalesce(closed, last_end) END AS closed,
       CASE WHEN due IS NOT NULL
            THEN greatest(0, epoch(CASE WHEN unfinished THEN $as_of::TIMESTAMP
                                        ELSE coalesce(closed, last_end) END - due) / 3600)
       END AS late_hours,
       handoffs
FROM chain_cases
WHERE outcome IN ('kept', 'broken') AND belongs_to >= $first AND belongs_to < $last
ORDER BY kept, late_hours DESC NULLS LAST, case_id
"""


def window_cases(
    cursor: duckdb.DuckDBPyConnection, *, window: Window, as_of: datetime
) -> pd.DataFrame:
    """Return the counted cases of a window, the broken ones first, the latest of them on top.

    Returns
    -------
    pandas.DataFrame
        case_id, customer : str; kept : bool; first_requested, due, closed : datetime (due and
        closed missing where there is none, closed also while the case is unfinished); late_hours :
        float, from the due to the close, or to ``as_of`` while unfinished, 0 if in time; handoffs :
        int. Its rows are the cases that `Promise` counts, no more and no fewer.
    """
    choose_outcomes(cursor, window.start, window.end, as_of=as_of)
    span = {"first": window.start, "last": window.end, "as_of": as_of}
    return cursor.execute(_OF_WINDOW, span).df()
