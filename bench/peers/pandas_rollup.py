"""The product's rollup in pandas: ``pandas_rollup.py HANDOFFS.parquet AGREED.parquet AS_OF``.

The same job as in ``polars_rollup.py``.
"""

from __future__ import annotations

import sys

import pandas as pd

LINK = ["supplier", "customer", "service"]
GROUP = [*LINK, "week"]
WEEK = pd.Timedelta(weeks=1)


def main(handoffs: str, agreed: str, as_of: str) -> None:
    now = pd.Timestamp(as_of)
    rows = known(pd.read_parquet(handoffs), pd.read_parquet(agreed), now)
    delivered = rows[rows["delivered_at"].notna()]
    parts = [*of_deliveries(delivered), straight_back(rows, delivered), *of_dues(rows, now)]
    parts += [repairs(rows, delivered, now), backlog(rows, now)]
    table = pd.concat(parts, ignore_index=True).sort_values([*GROUP, "kpi"], ignore_index=True)
    n, good, value = (table[column].sum() for column in ("n", "good", "value"))
    print(f"{len(table):,} rows, n {n:,.0f}, good {good:,.0f}, values {value:,.2f}")


def known(rows: pd.DataFrame, agreed: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    """Forget what comes after as-of; add due and repair due."""
    rows = rows[rows["requested_at"] <= now].merge(agreed, on=LINK, how="left")
    for hours in ("lead", "repair"):
        rows[hours] = pd.to_timedelta(rows[hours], unit="us")
    parties = pd.Index(rows["supplier"].unique()).union(rows["customer"].unique())
    for name in LINK:
        kind = pd.CategoricalDtype(parties) if name != "service" else "category"
        rows[name] = rows[name].astype(kind)
    undelivered = rows["delivered_at"] > now
    refused = (rows["returned_at"] > now) & ~rows["accepted"].fillna(True).astype(bool)
    rows["accepted"] = rows["accepted"].astype("boolean").mask(undelivered | refused)
    rows["rating"] = rows["rating"].mask(undelivered)
    rows["returned_at"] = rows["returned_at"].mask(rows["returned_at"] > now)
    rows["delivered_at"] = rows["delivered_at"].mask(undelivered)
    rows["due"] = pd.concat([rows["promised_at"], rows["requested_at"] + rows["lead"]], axis=1).min(
        axis=1
    )
    return rows


def week_of(instants: pd.Series) -> pd.Series:
    days = (instants.dt.normalize() - pd.Timestamp(2024, 1, 1)).dt.days
    return pd.Timestamp(2024, 1, 1) + (days // 7) * WEEK


def by_week(rows: pd.DataFrame, instant: str) -> pd.api.typing.DataFrameGroupBy:
    return rows.assign(week=week_of(rows[instant])).groupby(GROUP, observed=True)


def as_rows(kpi: str, n: pd.Series, good: pd.Series | None, value: pd.Series) -> pd.DataFrame:
    counted = pd.DataFrame({"n": n, "good": good, "value": value.astype(float)})
    return counted[counted["n"] > 0].reset_index().assign(kpi=kpi)


def share(kpi: str, n: pd.Series, good: pd.Series) -> pd.DataFrame:
    return as_rows(kpi, n, good, good / n)


def of_deliveries(rows: pd.DataFrame) -> list[pd.DataFrame]:
    kept = rows[[*LINK, "delivered_at", "rating"]].assign(
        took=(rows["delivered_at"] - rows["requested_at"]).dt.total_seconds() / 3600,
        judged=rows["accepted"].notna() | rows["returned_at"].notna(),
        right=rows["accepted"].fillna(False).astype(bool) & rows["returned_at"].isna(),
        well=rows["rating"] >= 4,
    )
    groups = by_week(kept, "delivered_at")
    n, judged, right, well = (
        groups["took"].size(),
        *(groups[name].sum() for name in ("judged", "right", "well")),
    )
    rated = groups["rating"].count()
    took = groups["took"].quantile([0.5, 0.9]).unstack()
    return [
        as_rows("lead_time_p50", n, None, took[0.5]),
        as_rows("lead_time_p90", n, None, took[0.9]),
        share("first_time_right", judged, right),
        as_rows("rating_mean", rated, None, groups["rating"].mean()),
        share("rating_good_share", rated, well),
    ]


def straight_back(rows: pd.DataFrame, delivered: pd.DataFrame) -> pd.DataFrame:
    """Order the cases of pairs that hand over both ways: only these can go straight back."""
    pairs = rows[["supplier", "customer"]].drop_duplicates()
    swapped = pairs.rename(columns={"supplier": "customer", "customer": "supplier"})
    both = pairs.merge(swapped)
    cases = rows[["case_id", "supplier", "customer"]].merge(both)["case_id"].unique()
    order = ["case_id", "delivered_at", "requested_at", "due", "handoff_id"]
    course = rows.loc[rows["case_id"].isin(cases), [*order, *LINK]].sort_values(order)
    same = course["case_id"].shift(-1) == course["case_id"]
    goes = (course["supplier"].shift(-1) == course["customer"]) & (
        course["customer"].shift(-1) == course["supplier"]
    )
    back = course[same & goes & course["delivered_at"].notna()]
    n = by_week(delivered[[*LINK, "delivered_at"]], "delivered_at").size()
    sent = by_week(back, "delivered_at").size().reindex(n.index, fill_value=0)
    return as_rows("ping_pong_rate", n, n - sent, sent / n)


def of_dues(rows: pd.DataFrame, now: pd.Timestamp) -> list[pd.DataFrame]:
    due = rows[rows["due"] <= now]
    on_time = due["delivered_at"] <= due["due"]
    taken = due["accepted"].fillna(True).astype(bool) & due["returned_at"].isna()
    perfect = on_time & taken & (due["rating"].isna() | (due["rating"] >= 4))
    groups = by_week(due[[*LINK, "due"]].assign(on_time=on_time, perfect=perfect), "due")
    n = groups.size()
    return [
        share("on_time_rate", n, groups["on_time"].sum()),
        share("perfect_handoff", n, groups["perfect"].sum()),
    ]


def repairs(rows: pd.DataFrame, delivered: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    back = rows.assign(repair_due=rows["returned_at"] + rows["repair"])
    back = back.loc[
        back["repair_due"] <= now, ["handoff_id", "case_id", *LINK, "returned_at", "repair_due"]
    ]
    again = back.merge(
        delivered[["handoff_id", "case_id", *LINK, "delivered_at"]],
        on=["case_id", *LINK],
        suffixes=("", "_again"),
    )
    again = again[
        (again["handoff_id"] != again["handoff_id_again"])
        & (again["delivered_at"] >= again["returned_at"])
    ]
    first = again.groupby("handoff_id")["delivered_at"].min()
    in_time = back["handoff_id"].map(first) <= back["repair_due"]
    groups = by_week(back.assign(in_time=in_time), "repair_due")
    return share("repaired_in_time", groups.size(), groups["in_time"].sum())


def backlog(rows: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    """Count what is open at each week's end; links that had a due before and nothing open are 0."""
    this = week_of(pd.Series([now]))[0]
    asked = week_of(rows["requested_at"])
    last = (week_of(rows["delivered_at"]) - WEEK).fillna(this)
    times = ((last - asked) // WEEK + 1).clip(lower=0)
    opened = rows.loc[rows.index.repeat(times), [*LINK, "due"]]
    week = asked.loc[opened.index] + WEEK * opened.groupby(level=0).cumcount()
    snapshot = (week + WEEK).clip(upper=now)
    opened = opened.assign(week=week, late=opened["due"] < snapshot)
    groups = opened.groupby(GROUP, observed=True)
    counts = pd.DataFrame({"n": groups.size(), "late": groups["late"].sum()})
    first = asked.groupby([rows[name] for name in LINK], observed=True).min()
    weeks = pd.Series(
        [pd.date_range(begin, this, freq="W-MON") for begin in first], index=first.index
    )
    every = weeks.explode().rename("week").to_frame().set_index("week", append=True).index
    counts = counts.reindex(every, fill_value=0).reset_index()
    counts["good"], counts["value"] = counts["n"] - counts["late"], counts["late"].astype(float)
    return counts.drop(columns="late").assign(kpi="overdue_backlog")


if __name__ == "__main__":
    main(*sys.argv[1:])
