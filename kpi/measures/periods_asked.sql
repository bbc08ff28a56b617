-- The periods from the one that holds $first to the one that holds the last instant before $last;
-- those that begin after as-of have nothing to say.
CREATE OR REPLACE TEMP TABLE periods AS
WITH starts AS (
    SELECT unnest(generate_series(date_trunc('{grain}', $first::TIMESTAMP),
                                  $last::TIMESTAMP - INTERVAL 1 MICROSECOND,
                                  INTERVAL {step})) AS starts
)
SELECT strftime(starts, '{label}') || {suffix} AS label, starts,
       date_diff('{grain}', min(starts) OVER (), starts) AS number, starts + INTERVAL {step} AS ends,
       least(starts + INTERVAL {step}, $as_of::TIMESTAMP) AS snapshot,
       least(starts + INTERVAL {step} - INTERVAL 1 MICROSECOND, $as_of::TIMESTAMP) AS last_instant
FROM starts
WHERE starts <= $as_of::TIMESTAMP;
