-- When an agreement changed what a link is held to: '' where it concerns all its KPIs.
-- A first target changes no process; a first lead time changes what is due.
WITH lead_times AS (
    SELECT *, lag(lead_time_hours) OVER of_link AS lead_before, lag(ends) OVER of_link AS ended_before,
           lead(starts) OVER of_link AS next_starts
    FROM lead_time_spans
    WINDOW of_link AS (PARTITION BY supplier, customer, service ORDER BY starts)
)
SELECT DISTINCT supplier, customer, service, kpi, since AS changed_at
FROM target_spans
WHERE previous_target IS NOT NULL
UNION
SELECT supplier, customer, service, '', starts
FROM lead_times
WHERE lead_time_hours IS DISTINCT FROM lead_before OR starts > ended_before
UNION
SELECT supplier, customer, service, '', ends
FROM lead_times
WHERE isfinite(ends) AND next_starts IS DISTINCT FROM ends
ORDER BY ALL;
