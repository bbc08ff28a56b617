-- Whose hours are of which clock, and what each clock's stretches add up to, by day and by amount.
-- Times are µs since 1970; the last stretch of a clock begins on the last day and never ends.
CREATE OR REPLACE TEMP TABLE supplier_clocks AS FROM clocks_of;

CREATE OR REPLACE TEMP TABLE clock_stretches AS
SELECT clock, starts, ends,
       (sum(ends - starts) OVER (PARTITION BY clock ORDER BY starts) - (ends - starts))::BIGINT AS worked
FROM stretches_of;

-- Every day of the range: what was worked before it, and its stretches since its midnight.
CREATE OR REPLACE TEMP TABLE clock_day_lists AS
WITH pieces AS (
    SELECT clock, starts, ends,
           unnest(range(starts // 86_400_000_000,
                        least((ends - 1) // 86_400_000_000, $last) + 1)) AS day
    FROM clock_stretches
), cut AS (
    SELECT clock, day, greatest(starts - day * 86_400_000_000, 0) AS opens,
           CASE WHEN day = $last THEN ends - day * 86_400_000_000
                ELSE least(ends - day * 86_400_000_000, 86_400_000_000) END AS closes
    FROM pieces
), filled AS (
    SELECT clock, day, sum(closes - opens)::BIGINT AS total,
           list({'opens': opens, 'long': closes - opens} ORDER BY opens) AS stretches
    FROM cut GROUP BY ALL
), every_day AS (
    SELECT clock, day
    FROM (SELECT DISTINCT clock FROM clock_stretches), range($first, $last + 1) days(day)
)
SELECT e.clock, e.day::INTEGER AS day, coalesce(f.stretches, []) AS stretches,
       (sum(coalesce(f.total, 0)) OVER (PARTITION BY e.clock ORDER BY e.day)
        - coalesce(f.total, 0))::BIGINT AS worked
FROM every_day e
LEFT JOIN filled f USING (clock, day);

-- Every part of so much working time: the stretches in which it is worked, (worked, worked + long].
-- The last part is that in which the last of all clocks has begun never to end.
CREATE OR REPLACE TEMP TABLE clock_aim_lists AS
WITH ending AS (
    SELECT coalesce(max(worked // $part), 0) AS last_part FROM clock_stretches
), pieces AS (
    SELECT clock, starts, worked,
           unnest(range(worked // $part,
                        least((worked + ends - starts - 1) // $part, last_part) + 1)) AS part
    FROM clock_stretches, ending
)
SELECT clock, part::INTEGER AS part,
       list({'starts': starts, 'worked': worked} ORDER BY worked) AS stretches
FROM pieces GROUP BY ALL;
