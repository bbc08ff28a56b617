-- The window as a span of one row, and the targets in force at its last instant (or at as-of, if it
-- has not ended): each is judged over the part of the window since it came into force.
CREATE OR REPLACE TEMP TABLE window_span AS
SELECT '' AS label, $starts::TIMESTAMP AS starts, $ends::TIMESTAMP AS ends,
       least($ends::TIMESTAMP, $as_of::TIMESTAMP) AS snapshot,
       least($ends::TIMESTAMP - INTERVAL 1 MICROSECOND, $as_of::TIMESTAMP) AS last_instant;

CREATE OR REPLACE TEMP TABLE window_targets AS
SELECT t.supplier, t.customer, t.service, t.kpi, t.target, t.agreement, t.version,
       t.previous_target, t.previous_until, t.since, greatest(t.since, w.starts) AS counts_from
FROM target_spans t
JOIN window_span w ON t.starts <= w.last_instant AND w.last_instant < t.ends;

-- What each clock had worked when the window began.
CREATE OR REPLACE TEMP TABLE window_clocks AS
SELECT d.clock, worked_at(d.hours, w.starts) AS worked
FROM clock_days d, window_span w
WHERE d.day = clock_day(w.starts);

-- The handoffs that the window can look at, once for all KPIs: anything of theirs at or after its start.
CREATE OR REPLACE TEMP TABLE window_handoffs AS
WITH longest AS (
    SELECT coalesce(max(target), 0) AS hours FROM window_targets WHERE kpi IN (SELECT unnest($percentiles))
)
SELECT h.*
FROM ({seen}) h
LEFT JOIN window_clocks c ON c.clock = h.clock
CROSS JOIN window_span w
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

-- What came next in the cases with a delivery in the window.
CREATE OR REPLACE TEMP VIEW window_cases AS
SELECT DISTINCT case_id FROM window_handoffs, window_span w
WHERE delivered_at >= w.starts AND delivered_at < w.ends;

CREATE OR REPLACE TEMP VIEW window_course AS
SELECT *, supplier <> customer AND lead(supplier) OVER course = customer
          AND lead(customer) OVER course = supplier AS sent_back
FROM ({followed})
WINDOW course AS (
    PARTITION BY case_id
    ORDER BY coalesce(delivered_at, as_of), requested_at, due NULLS LAST, handoff_id);
