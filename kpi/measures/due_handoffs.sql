-- Every handoff known at as-of, with what happens later unhappened, and its due time.
WITH known AS (
    SELECT * REPLACE (
               CASE WHEN delivered_at <= {as_of} THEN delivered_at END AS delivered_at,
               CASE WHEN returned_at <= {as_of} THEN returned_at END AS returned_at,
               CASE WHEN case_closed_at <= {as_of} THEN case_closed_at END AS case_closed_at,
               -- The customer's word has no time of its own: it is not known before the delivery,
               -- nor a refusal before the return.
               CASE WHEN delivered_at > {as_of} OR (returned_at > {as_of} AND NOT accepted) THEN NULL
                    ELSE accepted END AS accepted,
               CASE WHEN delivered_at > {as_of} THEN NULL ELSE rating END AS rating)
    FROM handoffs
    WHERE requested_at <= {as_of} AND {only}
), clocked AS (
    SELECT k.*, {clock} AS clock, {requested_worked} AS requested_worked,
           -- A pause longer than the whole leaves nothing.
           CASE WHEN k.delivered_at IS NOT NULL
                THEN greatest(0, {lead} / 3_600_000_000 - coalesce(k.paused_hours, 0))
           END AS lead_hours
    FROM known k
    {clocks}
), agreed AS (
    -- At most one span holds an instant, so no handoff is doubled.
    SELECT k.*, CAST(round(({lead_time_hours} + coalesce(k.paused_hours, 0)) * 3_600_000_000)
                     AS BIGINT) AS allowed
    FROM clocked k
    {lead_times}
), dated AS (
    SELECT k.* EXCLUDE (allowed), {agreed_due} AS agreed_due
    FROM agreed k
    {aims}
)
SELECT *, least(promised_at, agreed_due) AS due, delivered_at IS NULL AS open, {as_of} AS as_of
FROM dated
