"""Give handoffs a case and an id where their file has no column for them."""

from __future__ import annotations

import duckdb

from kpi.intake.plan import Plan

_NAMED = ("supplier", "customer", "service", "requested_at")


def derive_identity(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> frozenset[str]:
    """Fill the columns that a handoff file lacks and return their names.

    An id is made of the required cells and the service, with an ordinal among equals in the order
    of their other cells; so the same rows get the same ids in whatever order they come. Without a
    case column each handoff is its own case.
    """
    if plan.kind != "handoffs":
        return frozenset()
    lacking = {"handoff_id", "case_id"} - {field.name for field in plan.mapped}
    if not lacking:
        return frozenset()
    key = [*_NAMED, *(() if "case_id" in lacking else ("case_id",))]
    others = [f.name for f in plan.fields if f.name not in (*key, "handoff_id", "case_id")]
    parts = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in key)
    order = ", ".join([*others, *plan.attributes, "line"])
    made = f"""left(md5(concat_ws(chr(31), {parts})), 16) || '-' ||
        row_number() OVER (PARTITION BY {", ".join(key)} ORDER BY {order})"""
    handoff = made if "handoff_id" in lacking else "handoff_id"
    case = "handoff_id" if "case_id" in lacking else "case_id"
    cursor.execute(
        f"""CREATE TEMP TABLE identified AS
        SELECT * REPLACE ({case} AS case_id)
        FROM (SELECT * REPLACE ({handoff} AS handoff_id) FROM staged)"""
    )
    cursor.execute("CREATE OR REPLACE TEMP VIEW staged AS FROM temp.identified")
    return frozenset(lacking)
