-- The windows, a row each, and the targets in force at the last instant of each (or at as-of, if it
-- has not ended): each is judged over the part of the window since it came into force.
CREATE OR REPLACE TEMP TABLE window_span AS
SELECT label, starts, ends, least(ends, $as_of::TIMESTAMP) AS snapshot,
       least(ends - INTERVAL 1 MICROSECOND, $as_of::TIMESTAMP) AS last_instant
FROM (SELECT unnest($labels::VARCHAR[]) AS label, unnest($starts::TIMESTAMP[]) AS starts,
             unnest($ends::TIMESTAMP[]) AS ends);

CREATE OR REPLACE TEMP TABLE window_targets AS
SELECT w.label AS window_label, t.supplier, t.customer, t.service, t.kpi, t.target, t.agreement, t.version,
       t.previous_target, t.previous_until, t.since, greatest(t.since, w.starts) AS counts_from
FROM target_spans t
JOIN window_span w ON t.starts <= w.last_instant AND w.last_instant < t.ends;

-- What each clock had worked when the first window began.
CREATE OR REPLACE TEMP TABLE window_clocks AS
SELECT d.clock, worked_at(d.hours, w.starts) AS worked
FROM clock_days d, (SELECT min(starts) AS starts FROM window_span) w
WHERE d.day = clock_day(w.starts);

-- The handoffs that the windows can look at, once for all KPIs: anything of theirs from the start of
-- the first to the end of the last.
CREATE OR REPLACE TEMP TABLE window_handoffs AS
WITH longest AS (
    SELECT coalesce(max(target), 0) AS hours FROM window_targets WHERE kpi IN (SELECT unnest($percentiles))
)
SELECT h.*
FROM ({seen}) h
LEFT JOIN window_clocks c ON c.clock = h.clock
CROSS JOIN (SELECT min(starts) AS starts, max(ends) AS ends FROM window_span) w
CROSS JOIN longest
WHERE least(h.requested_at, h.due) < w.ends  -- a promise may be older than its request
  AND (h.open
       OR greatest(h.requested_at, h.due, h.delivered_at) >= w.starts
       OR CASE WHEN h.clock IS NULL
               THEN h.requested_at + to_microseconds(CAST(ceil(
                        (longest.hours + coalesce(h.paused_hours, 0)) * 3_600_000_000) AS BIGINT))
                    >= w.starts
               ELSE h.requested_worked + CAST(ceil(
                        (longest.hours + coalesce(h.paused_hours, 0)) * 3_600_000_000) AS BIGINT)
                    >= c.worked
          END);

-- What came next in the cases with a delivery in them.
CREATE OR REPLACE TEMP VIEW window_cases AS
SELECT DISTINCT case_id
FROM window_handoffs, (SELECT min(starts) AS starts, max(ends) AS ends FROM window_span) w
WHERE delivered_at >= w.starts AND delivered_at < w.ends;

CREATE OR REPLACE TEMP VIEW window_course AS
SELECT *, supplier <> customer AND lead(supplier) OVER course = customer
          AND lead(customer) OVER course = supplier AS sent_back
FROM ({followed})
WINDOW course AS (
    PARTITION BY case_id
    ORDER BY coalesce(delivered_at, as_of), requested_at, due NULLS LAST, handoff_id);
