-- A history of changes -> events: temp table changes_read, with what becomes of each staged row.
-- A row passes the case where the field that names its holder changed, and turns it where another
-- field says that it is over, or no longer is; the other rows say nothing of who holds the case.
CREATE TEMP TABLE changes_read AS
WITH told AS (
    SELECT *, changed_field IN {party_names} AS passes,
           {over_before} AS was_over, {over_after} AS is_over
    FROM staged
),
turned AS (
    SELECT *, NOT passes AND is_over IS NOT NULL AND is_over IS DISTINCT FROM was_over AS turns
    FROM told
),
-- The case's own end, carried on to every later row of the case: its last event says it.
carried AS (
    SELECT *,
           last_value(CASE WHEN turns THEN is_over END IGNORE NULLS) OVER so_far AS over_now,
           last_value(CASE WHEN turns AND is_over THEN happened_at END IGNORE NULLS) OVER so_far
               AS over_since,
           min(happened_at) OVER (PARTITION BY case_id) AS first_seen,
           row_number() OVER (PARTITION BY case_id, passes ORDER BY happened_at, line) AS nth
    FROM turned
    WINDOW so_far AS (PARTITION BY case_id ORDER BY happened_at, line
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT *,
       least(first_seen, coalesce(opened_at, first_seen)) AS began,
       CASE WHEN value_before NOT IN {unknown} THEN value_before ELSE '' END AS held_before,
       CASE WHEN passes AND value_after NOT IN {unknown} THEN value_after ELSE '' END AS holder
FROM carried
