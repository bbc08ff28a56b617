-- The events that name their step, as whole numbers: names are compared only here. A case follows
-- its events in the order of time, then of the loads that brought them and their lines.
WITH cases AS (
    SELECT case_id, CAST(row_number() OVER () - 1 AS INTEGER) AS case_number
    FROM (SELECT DISTINCT case_id FROM events)
)
SELECT case_number, step_number, epoch_us(happened_at) AS happened, load, line
FROM events
JOIN cases USING (case_id)
JOIN follows_steps ON step = {step}
WHERE happened_at <= $as_of;
