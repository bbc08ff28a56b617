-- What follows what in the cases of event logs, and after how long. The steps of a case are its
-- events in the order of time, then of the loads that brought them and their lines; those that do
-- not say theirs are passed over.
WITH steps AS (
    SELECT case_id, {step} AS step, happened_at,
           lead({step}) OVER in_order AS next_step, lead(happened_at) OVER in_order AS next_at
    FROM events
    WHERE happened_at <= $as_of AND {step} <> ''
    WINDOW in_order AS (PARTITION BY case_id ORDER BY happened_at, load, line)
)
SELECT step, next_step, count(*) AS times,
       avg(epoch_us(next_at) - epoch_us(happened_at)) / 3_600_000_000 AS mean_hours,
       median(epoch_us(next_at) - epoch_us(happened_at)) / 3_600_000_000 AS median_hours
FROM steps
WHERE next_step IS NOT NULL AND next_at >= $first AND next_at < $last
GROUP BY step, next_step
ORDER BY times DESC, step, next_step;
