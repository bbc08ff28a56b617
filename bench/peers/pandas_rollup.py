"""The counts of the product's rollup in pandas: ``python pandas_rollup.py FILE.parquet``.

The same job as in ``polars_rollup.py``.
"""

from __future__ import annotations

import sys

import pandas as pd

LINK = ["supplier", "customer", "service"]


def main(file: str) -> None:
    rows = pd.read_parquet(file)
    for name in LINK:
        rows[name] = rows[name].astype("category")
    took = (rows["delivered_at"] - rows["requested_at"]).dt.total_seconds() / 3600
    rows["took"] = took
    rows["judged"] = rows["accepted"].notna()
    rows["right"] = rows["accepted"].fillna(False) & rows["returned_at"].isna()
    rows["rated_well"] = rows["rating"] >= 4
    delivered = _by_week(rows[rows["delivered_at"].notna()], "delivered_at")
    counts = delivered.agg(
        delivered=("took", "size"),
        judged=("judged", "sum"),
        right=("right", "sum"),
        rated=("rating", "count"),
        rating=("rating", "mean"),
        rated_well=("rated_well", "sum"),
    )
    counts[["p50", "p90"]] = delivered["took"].quantile([0.5, 0.9]).unstack()
    rows["due"] = rows[["promised_at", "agreed_due"]].min(axis=1)
    rows["on_time"] = rows["delivered_at"] <= rows["due"]
    pleased = rows["rating"].isna() | rows["rated_well"]
    taken = rows["accepted"].fillna(True) & rows["returned_at"].isna()
    rows["perfect"] = rows["on_time"] & taken & pleased
    due = _by_week(rows[rows["due"].notna()], "due").agg(
        due=("on_time", "size"), on_time=("on_time", "sum"), perfect=("perfect", "sum")
    )
    print(f"{len(counts) + len(due):,} groups, {int(counts['delivered'].sum()):,} delivered")


def _by_week(rows: pd.DataFrame, instant: str) -> pd.api.typing.DataFrameGroupBy:
    week = (rows[instant].dt.normalize() - pd.Timestamp(2024, 1, 1)).dt.days // 7
    return rows.assign(week=week).groupby([*LINK, "week"], observed=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
