"""A validated load of handoffs written in polars: ``python polars_load.py FILE OUT.parquet``.

The job of `kpi.intake.ingest` as far as its idiom goes: typed cells, each fault with its reason and
physical line, repeated ids told apart into copies and contradictions, sound rows written. The
dialect, the header and the format of times are given: nothing is found out about the file, and
nothing is kept to undo the load by.
"""

from __future__ import annotations

import sys

import polars as pl

TIMES = ("requested_at", "promised_at", "delivered_at", "case_due_at")
REQUIRED = ("handoff_id", "case_id", "supplier", "customer")
TEXTS = (*REQUIRED, "seq", "service")
WORDS = {"true": True, "false": False}
STARS = {str(n): n for n in range(1, 6)}
BOUNDS = pl.datetime(1990, 1, 1), pl.datetime(2031, 11, 1, 23, 59, 59)


def main(file: str, out: str) -> None:
    texts = pl.scan_csv(
        file,
        infer_schema=False,
        empty_string_is_null=False,
        row_index_name="line",
        row_index_offset=2,
    ).with_columns(pl.col(pl.String).str.strip_chars())
    typed = texts.with_columns(
        *(time(name).alias(f"v_{name}") for name in TIMES),
        pl.col("accepted")
        .replace_strict({"true": True, "false": False}, default=None)
        .alias("v_a"),
        pl.col("rating")
        .replace_strict({str(n): n for n in range(1, 6)}, default=None)
        .alias("v_r"),
    )
    rows = typed.with_columns(pl.coalesce(*reasons()).alias("reason")).collect()
    faulty = rows.filter(pl.col("reason").is_not_null()).select("line", "reason")
    sound = rows.filter(pl.col("reason").is_null()).select(
        "line",
        *TEXTS,
        *(pl.col(f"v_{name}").alias(name) for name in TIMES),
        pl.col("v_a").alias("accepted"),
        pl.col("v_r").cast(pl.Int8).alias("rating"),
    )
    first = sound.get_column("handoff_id").is_first_distinct()
    again = sound.filter(~first)
    cells = [name for name in sound.columns if name not in ("line", "handoff_id")]
    kept = sound.filter(first)
    pairs = again.join(kept, on="handoff_id", suffix="_first")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_first")) for name in cells)
    copies = pairs.filter(same).height
    kept.write_parquet(out)
    clashes = again.height - copies
    print(f"{kept.height:,} new, {faulty.height + clashes:,} rejected, {copies:,} ignored")


def time(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)


def reasons() -> list[pl.Expr]:
    """Return what is wrong with a record, the first reason that applies; NULL where nothing is."""

    def fault(test: pl.Expr, reason: str) -> pl.Expr:
        return pl.when(test).then(pl.lit(reason))

    found = [fault(pl.col(name) == "", f"{name}: missing") for name in REQUIRED]
    found.append(fault(pl.col("requested_at") == "", "requested_at: missing"))
    for name in TIMES:
        value, text = pl.col(f"v_{name}"), pl.col(name)
        empty = text.is_in(["", "-", "n/a", "NULL"])
        found.append(fault(value.is_null() & ~empty, f"{name}: not a time"))
        found.append(fault(~value.is_between(*BOUNDS), f"{name}: implausible"))
    found.append(fault(pl.col("v_a").is_null() & (pl.col("accepted") != ""), "accepted"))
    found.append(fault(pl.col("v_r").is_null() & (pl.col("rating") != ""), "rating"))
    found.append(fault(pl.col("v_delivered_at") < pl.col("v_requested_at"), "delivered early"))
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
