"""Put the handoffs of each case in order, and find what each came after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.chain.orders import Ints, rows_in_order, sorted_pairs
from kpi.chain.replay import NEVER, NONE

_NUMBERS = Path(__file__).with_name("chain_numbers.sql").read_text(encoding="utf-8")
_COLUMNS = ("row", "case_number", "supplier", "customer", "delivered", "requested", "due")
_TIED = """
SELECT handoff_id FROM chain_known JOIN chain_tied ON chain_known.rowid = chain_tied.row
ORDER BY chain_tied.place
"""
AT_ONCE = 1_000_000  # handoffs whose preds are sought together: bounds memory


def place_handoffs(cursor: duckdb.DuckDBPyConnection) -> None:
    """Register ``chain_places`` on this cursor: a row for each of ``chain_known``, in its order.

    - position: the place in the case, by delivered, requested, due (none last) and handoff id;
    - pred: of the earlier handoffs of the case to the supplier, the last; `NONE` without one;
    - pred_delivered, pred_due (`NEVER` without one): its times, microseconds;
    - same_customer: of the earlier handoffs of the case to the same customer, the last, or `NONE`;
    - is_end: to an external customer, or, if the case has no such handoff, its last.

    pred and same_customer are positions in the case.
    """
    found = cursor.execute(_NUMBERS, {"never": int(NEVER)}).fetchnumpy()
    row, case, supplier, customer, *times = (np.ma.getdata(found.pop(name)) for name in _COLUMNS)
    order = rows_in_order(case, *times)
    order = _ties_broken(cursor, row, order, case, times)
    case, row = case[order], row[order]
    delivered, _, due = times
    first, whole = _begins(case), np.arange(len(case))
    pred, same = _last_before(case, supplier[order], customer[order])
    outside = np.ma.getdata(found["outside"])[order]
    any_outside = np.zeros(int(case.max(initial=-1)) + 1, bool)
    any_outside[case[outside]] = True
    is_last = np.append(case[1:] != case[:-1], True)[: len(case)]
    before = order[np.maximum(pred, 0)]
    columns = {
        "position": whole - first,
        "pred": np.where(pred == NONE, NONE, pred - first),
        "pred_delivered": delivered[before],
        "pred_due": np.where(pred == NONE, NEVER, due[before]),
        "same_customer": np.where(same == NONE, NONE, same - first),
        "is_end": np.where(any_outside[case], outside, is_last),
    }
    cursor.register("chain_places", pd.DataFrame({n: _put(row, c) for n, c in columns.items()}))


def _put(row: Ints, values: NDArray[Any]) -> NDArray[Any]:
    """Return the values of ordered handoffs in the order of their rows."""
    laid = np.empty_like(values)
    laid[row] = values
    return laid


def _begins(case: Ints) -> Ints:
    """Return where the case of each ordered handoff begins."""
    new = np.diff(case, prepend=NONE) != 0
    begins: Ints = np.maximum.accumulate(np.where(new, np.arange(len(case)), 0))
    return begins


def _ties_broken(
    cursor: duckdb.DuckDBPyConnection, row: Ints, order: Ints, case: Ints, times: list[Ints]
) -> Ints:
    """Return the order with handoffs that tie in all times put by id, as the engine sorts text."""
    tied = np.ones(max(len(order) - 1, 0), bool)
    for key in (case, *times):
        put = key[order]
        tied &= put[1:] == put[:-1]
    if not tied.any():
        return order
    places = np.flatnonzero(np.append(tied, False) | np.append(False, tied))
    run = np.cumsum(~np.append(False, tied))[places]
    cursor.register("chain_tied", pd.DataFrame({"place": places, "row": row[order[places]]}))
    ids = [handoff for (handoff,) in cursor.execute(_TIED).fetchall()]
    cursor.unregister("chain_tied")
    rank = np.unique(np.array(ids, dtype=object), return_inverse=True)[1]
    order = order.copy()
    order[places] = order[places[np.lexsort((rank, run))]]
    return order


def _last_before(case: Ints, supplier: Ints, customer: Ints) -> tuple[Ints, Ints]:
    """Return the last earlier handoff of the case to the supplier, and that to the customer.

    Rows are in order; so are the answers, which are rows, or `NONE`.
    """
    pred, same = np.full(len(case), NONE), np.full(len(case), NONE)
    parties = int(max(supplier.max(initial=0), customer.max(initial=0))) + 1
    for rows in _parts(case):
        of_case = (case[rows] - case[rows.start]) * parties
        row = 2 * np.arange(len(of_case))
        # What a party asks for lies before what it receives by the same handoff.
        key, entry = sorted_pairs(
            np.concatenate([of_case + supplier[rows], of_case + customer[rows]]),
            np.concatenate([row, row + 1]),
        )
        arrives = entry % 2 == 1
        at = np.arange(len(key))
        last = np.append(NONE, np.maximum.accumulate(np.where(arrives, at, NONE))[:-1])
        found = np.where(last >= _begins(key), entry[last] // 2 + rows.start, NONE)
        pred[rows.start + entry[~arrives] // 2] = found[~arrives]
        same[rows.start + entry[arrives] // 2] = found[arrives]
    return pred, same


def _parts(case: Ints) -> Iterator[slice]:
    """Yield slices of whole cases, of about so many handoffs as are looked at together."""
    begins = np.flatnonzero(np.diff(case, prepend=NONE))
    start = 0
    while start < len(case):
        after = np.searchsorted(begins, start + AT_ONCE)
        end = int(begins[after]) if after < len(begins) else len(case)
        yield slice(start, end)
        start = end
