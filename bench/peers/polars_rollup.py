"""The counts of the product's rollup in polars: ``python polars_rollup.py FILE.parquet``.

By link and week: of what was delivered, how many, judged, right first time, rated, rated well, the
mean rating and the exact median and 90th percentile of the hours it took; of what was due, how
many, on time and perfect. No ping-pong, no repairs, no backlog, nothing as known at an instant; the
due by the agreed time stands ready in the file.
"""

from __future__ import annotations

import sys

import polars as pl

LINK = ["supplier", "customer", "service"]


def main(file: str) -> None:
    rows = pl.scan_parquet(file).with_columns(pl.col(LINK).cast(pl.Categorical))
    took = (pl.col("delivered_at") - pl.col("requested_at")).dt.total_seconds() / 3600
    delivered = _by_week(rows, "delivered_at").agg(
        pl.len().alias("delivered"),
        pl.col("accepted").count().alias("judged"),
        (pl.col("accepted") & pl.col("returned_at").is_null()).sum().alias("right"),
        pl.col("rating").count().alias("rated"),
        pl.col("rating").mean().alias("rating_mean"),
        (pl.col("rating") >= 4).sum().alias("rated_well"),
        took.quantile(0.5, "linear").alias("p50"),
        took.quantile(0.9, "linear").alias("p90"),
    )
    on_time = (pl.col("delivered_at") <= pl.col("due")).fill_null(value=False)
    pleased = (pl.col("rating") >= 4).fill_null(value=True)
    taken = pl.col("accepted").fill_null(value=True) & pl.col("returned_at").is_null()
    dated = rows.with_columns(pl.min_horizontal("promised_at", "agreed_due").alias("due"))
    due = _by_week(dated, "due").agg(
        pl.len().alias("due_by_now"),
        on_time.sum().alias("on_time"),
        (on_time & taken & pleased).sum().alias("perfect"),
    )
    counts, dues = pl.collect_all([delivered, due])
    print(f"{counts.height + dues.height:,} groups, {counts['delivered'].sum():,} delivered")


def _by_week(rows: pl.LazyFrame, instant: str) -> pl.lazyframe.group_by.LazyGroupBy:
    there = rows.filter(pl.col(instant).is_not_null())
    return there.group_by(*LINK, pl.col(instant).dt.truncate("1w").alias("week"))


if __name__ == "__main__":
    main(*sys.argv[1:])
