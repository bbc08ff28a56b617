"""A validated load of handoffs written in pandas: ``python pandas_load.py FILE OUT.parquet``.

The same job as in ``polars_load.py``.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

TIMES = ("requested_at", "promised_at", "delivered_at", "case_due_at")
REQUIRED = ("handoff_id", "case_id", "supplier", "customer")
TEXTS = (*REQUIRED, "seq", "service")
BOUNDS = pd.Timestamp(1990, 1, 1), pd.Timestamp(2031, 11, 1, 23, 59, 59)
EMPTY = ("", "-", "n/a", "NULL")


def main(file: str, out: str) -> None:
    texts = pd.read_csv(file, engine="pyarrow", dtype=str, keep_default_na=False)
    texts = texts.apply(lambda column: column.str.strip())
    values = pd.DataFrame({name: texts[name] for name in TEXTS})
    values.insert(0, "line", np.arange(2, len(texts) + 2))
    reason = pd.Series(index=texts.index, dtype=object)

    def fault(test: pd.Series, why: str) -> None:
        reason.loc[test & reason.isna()] = why

    for name in (*REQUIRED, "requested_at"):
        fault(texts[name] == "", f"{name}: missing")
    for name in TIMES:
        value = pd.to_datetime(texts[name], format="%Y-%m-%d %H:%M:%S", errors="coerce")
        fault(value.isna() & ~texts[name].isin(EMPTY), f"{name}: not a time")
        fault(value.notna() & ~value.between(*BOUNDS), f"{name}: implausible")
        values[name] = value
    values["accepted"] = texts["accepted"].map({"true": True, "false": False}).astype("boolean")
    fault(values["accepted"].isna() & (texts["accepted"] != ""), "accepted")
    stars = {str(n): n for n in range(1, 6)}
    values["rating"] = texts["rating"].map(stars).astype("Int8")
    fault(values["rating"].isna() & (texts["rating"] != ""), "rating")
    fault(values["delivered_at"] < values["requested_at"], "delivered early")
    del texts
    faulty = int(reason.notna().sum())
    sound = values[reason.isna()]
    del values
    repeated = sound["handoff_id"].duplicated()
    kept, again = sound[~repeated], sound[repeated]
    cells = [name for name in sound.columns if name not in ("line", "handoff_id")]
    firsts = kept[kept["handoff_id"].isin(again["handoff_id"])].set_index("handoff_id")
    firsts = firsts.loc[again["handoff_id"]]
    same = np.ones(len(again), dtype=bool)
    for name in cells:
        one, other = again[name].reset_index(drop=True), firsts[name].reset_index(drop=True)
        same &= ((one == other).fillna(False) | (one.isna() & other.isna())).to_numpy(dtype=bool)
    kept.to_parquet(out, index=False)
    copies = int(same.sum())
    clashes = len(again) - copies
    print(f"{len(kept):,} new, {faulty + clashes:,} rejected, {copies:,} ignored")


if __name__ == "__main__":
    main(*sys.argv[1:])
