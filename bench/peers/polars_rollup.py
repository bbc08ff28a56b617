"""The product's rollup in polars: ``polars_rollup.py HANDOFFS.parquet AGREED.parquet AS_OF``.

Every number that `kpi.measures.measure` gives for these files, by link and ISO week: what was
delivered (median and 90th percentile of the hours it took, right first time, sent straight back,
rated), what was due (on time, perfect), what should have been repaired, and what was open at each
week's end. One agreement per link that always held, no calendars, no pauses.
"""

from __future__ import annotations

import sys
from datetime import datetime

import polars as pl

LINK = ["supplier", "customer", "service"]
GROUP = [*LINK, "week"]
DELIVERED = pl.col("delivered_at").is_not_null()


def main(handoffs: str, agreed: str, as_of: str) -> None:
    now = datetime.fromisoformat(as_of)
    rows = known(pl.scan_parquet(handoffs), pl.scan_parquet(agreed), now)
    frames = pl.collect_all([*of_deliveries(rows), of_dues(rows, now), backlog(rows, now)])
    frames.append(repairs(rows, now).collect())
    table = pl.concat([long(frame) for frame in frames]).sort(*GROUP, "kpi")
    print(told(table.height, table["n"].sum(), table["good"].sum(), table["value"].sum()))


def told(rows: int, n: int, good: int, value: float) -> str:
    return f"{rows:,} rows, n {n:,}, good {good:,}, values {value:,.2f}"


def known(rows: pl.LazyFrame, agreed: pl.LazyFrame, now: datetime) -> pl.LazyFrame:
    """Forget what comes after as-of; add due and repair due."""
    delivered, returned = pl.col("delivered_at") <= now, pl.col("returned_at") <= now
    late = (pl.col("delivered_at") > now) | ((pl.col("returned_at") > now) & ~pl.col("accepted"))
    rows = rows.filter(pl.col("requested_at") <= now).with_columns(
        pl.when(delivered).then("delivered_at"),
        pl.when(returned).then("returned_at"),
        pl.when(~late.fill_null(value=False)).then("accepted"),
        pl.when(~(pl.col("delivered_at") > now).fill_null(value=False)).then("rating"),
    )
    with_times = rows.join(agreed, on=LINK, how="left").with_columns(
        pl.col(LINK).cast(pl.Categorical),
        (pl.col("requested_at") + pl.duration(microseconds="lead")).alias("agreed_due"),
        (pl.col("returned_at") + pl.duration(microseconds="repair")).alias("repair_due"),
    )
    return with_times.with_columns(pl.min_horizontal("promised_at", "agreed_due").alias("due"))


def by_week(rows: pl.LazyFrame, instant: str) -> pl.lazyframe.group_by.LazyGroupBy:
    return rows.group_by(*LINK, pl.col(instant).dt.truncate("1w").alias("week"))


def share(kpi: str, n: pl.Expr, good: pl.Expr) -> pl.Expr:
    return pl.struct(n=n, good=good, value=good / n).alias(kpi)


def of_deliveries(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
    took = (pl.col("delivered_at") - pl.col("requested_at")).dt.total_seconds() / 3600
    judged = pl.col("accepted").is_not_null() | pl.col("returned_at").is_not_null()
    right = (pl.col("accepted") & pl.col("returned_at").is_null()).sum()
    rated, none = pl.col("rating").count(), pl.lit(None, pl.UInt32)
    counts = by_week(rows.filter(DELIVERED), "delivered_at").agg(
        *(
            pl.struct(n=pl.len(), good=none, value=took.quantile(q, "linear")).alias(kpi)
            for kpi, q in (("lead_time_p50", 0.5), ("lead_time_p90", 0.9))
        ),
        share("first_time_right", judged.sum(), right),
        pl.struct(n=rated, good=none, value=pl.col("rating").mean()).alias("rating_mean"),
        share("rating_good_share", rated, (pl.col("rating") >= 4).sum()),
    )
    return [counts, straight_back(rows)]


def straight_back(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Order the cases of pairs that hand over both ways: only these can go straight back."""
    pairs = rows.select("supplier", "customer").unique()
    swapped = pairs.select(supplier="customer", customer="supplier")
    both = pairs.join(swapped, on=["supplier", "customer"], how="semi")
    cases = rows.join(both, on=["supplier", "customer"], how="semi").select("case_id").unique()
    order = ["delivered_at", "requested_at", "due", "handoff_id"]
    course = rows.join(cases, on="case_id", how="semi").sort("case_id", *order, nulls_last=True)
    came, went = pl.col("case_id").shift(-1) == pl.col("case_id"), pl.col("customer").shift(-1)
    back = (
        came & (pl.col("supplier").shift(-1) == pl.col("customer")) & (went == pl.col("supplier"))
    )
    sent = by_week(course.with_columns(back=back).filter(DELIVERED), "delivered_at").agg(
        sent=pl.col("back").sum()
    )
    n, sent_back = pl.col("n"), pl.col("sent").fill_null(0)
    counted = pl.struct(n=n, good=n - sent_back, value=sent_back / n).alias("ping_pong_rate")
    delivered = by_week(rows.filter(DELIVERED), "delivered_at").agg(n=pl.len())
    return delivered.join(sent, on=GROUP, how="left").select(*GROUP, counted)


def of_dues(rows: pl.LazyFrame, now: datetime) -> pl.LazyFrame:
    on_time = (pl.col("delivered_at") <= pl.col("due")).fill_null(value=False)
    taken = pl.col("accepted").fill_null(value=True) & pl.col("returned_at").is_null()
    pleased = (pl.col("rating") >= 4).fill_null(value=True)
    return by_week(rows.filter(pl.col("due") <= now), "due").agg(
        share("on_time_rate", pl.len(), on_time.sum()),
        share("perfect_handoff", pl.len(), (on_time & taken & pleased).sum()),
    )


def repairs(rows: pl.LazyFrame, now: datetime) -> pl.LazyFrame:
    back = rows.filter(pl.col("repair_due") <= now)
    delivered = rows.filter(DELIVERED).select("case_id", *LINK, "handoff_id", again="delivered_at")
    again = (
        back.join(delivered, on=["case_id", *LINK], suffix="_again")
        .filter(
            pl.col("handoff_id") != pl.col("handoff_id_again"),
            pl.col("again") >= pl.col("returned_at"),
        )
        .group_by("handoff_id")
        .agg(pl.col("again").min())
    )
    in_time = (pl.col("again") <= pl.col("repair_due")).fill_null(value=False)
    return by_week(back.join(again, on="handoff_id", how="left"), "repair_due").agg(
        share("repaired_in_time", pl.len(), in_time.sum())
    )


def backlog(rows: pl.LazyFrame, now: datetime) -> pl.LazyFrame:
    """Count what is open at each week's end; links that had a due before and nothing open are 0."""
    asked, ended = (pl.col(at).dt.truncate("1w") for at in ("requested_at", "delivered_at"))
    this = pl.lit(now).dt.truncate("1w")
    last = pl.coalesce(ended.dt.offset_by("-1w"), this)
    weeks = pl.datetime_ranges(asked, last, "1w", time_unit="us")
    opened = rows.filter(asked <= last).with_columns(week=weeks).explode("week")
    snapshot = pl.min_horizontal(pl.col("week").dt.offset_by("1w"), pl.lit(now))
    overdue = pl.col("due") < snapshot
    counts = opened.group_by(GROUP).agg(n=pl.len(), late=overdue.sum())
    all_weeks = pl.datetime_ranges(pl.col("week"), this, "1w", time_unit="us")
    every = rows.group_by(LINK).agg(week=pl.col("requested_at").min().dt.truncate("1w"))
    every = every.with_columns(week=all_weeks).explode("week")
    n, late = pl.col("n").fill_null(0), pl.col("late").fill_null(0)
    found = pl.struct(n=n, good=n - late, value=late.cast(pl.Float64)).alias("overdue_backlog")
    return every.join(counts, on=GROUP, how="left").select(*GROUP, found)


def long(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn one column per KPI into one row per KPI."""
    parts = [
        frame.select(*GROUP, pl.lit(kpi).alias("kpi"), pl.col(kpi).struct.unnest())
        .filter((pl.col("n") > 0) | (pl.lit(kpi) == "overdue_backlog"))
        .with_columns(pl.col("n", "good").cast(pl.Int64), pl.col("value").cast(pl.Float64))
        for kpi in frame.columns
        if kpi not in GROUP
    ]
    return pl.concat(parts)


if __name__ == "__main__":
    main(*sys.argv[1:])
