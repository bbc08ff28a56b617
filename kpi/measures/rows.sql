-- The handoffs that one KPI looks at in each span, one row per handoff and span.
SELECT h.*, w.label AS period, {belongs_at} AS belongs_at, {counted} AS counted,
       CASE WHEN {counted} THEN {good} END AS good,
       CASE WHEN {counted} THEN {value} END AS value
FROM {handoffs} h
CROSS JOIN {spans} w
{targets}
WHERE {candidate} AND {in_span}
