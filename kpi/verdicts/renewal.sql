-- The agreements in force for more than a year at some instants, the targets that their latest
-- change raised, and whether one of those was kept then. Needs `agreement_spans` on the cursor.
WITH ends AS (
    SELECT unnest($labels::VARCHAR[]) AS period, unnest($instants::TIMESTAMP[]) AS last_instant
), kept AS (
    SELECT unnest($kept::STRUCT(
        period VARCHAR, supplier VARCHAR, customer VARCHAR, service VARCHAR, kpi VARCHAR)[],
        recursive := true)
), directions AS (
    SELECT unnest($kpis::VARCHAR[]) AS kpi, unnest($higher::BOOLEAN[]) AS higher
), aged AS (
    SELECT e.period, e.last_instant AS belongs_at, s.supplier, s.customer, s.service, s.agreement,
           min(s.starts) AS in_force_since
    FROM ends e
    JOIN agreement_spans s ON s.starts <= e.last_instant
    GROUP BY ALL
    HAVING bool_or(e.last_instant < s.ends) AND min(s.starts) < e.last_instant - INTERVAL 1 YEAR
), raised AS (
    SELECT e.period, t.supplier, t.customer, t.service, t.agreement, t.kpi, t.target,
           t.previous_target, k.kpi IS NOT NULL AS kept
    FROM ends e
    JOIN target_spans t ON t.starts <= e.last_instant AND e.last_instant < t.ends
    JOIN directions d ON d.kpi = t.kpi
     AND CASE WHEN d.higher THEN t.target > t.previous_target ELSE t.target < t.previous_target END
    LEFT JOIN kept k ON k.period = e.period AND k.supplier = t.supplier
     AND k.customer = t.customer AND k.service = t.service AND k.kpi = t.kpi
)
SELECT a.supplier, a.customer, a.service, a.period, a.agreement, a.in_force_since,
       list(r.kpi ORDER BY r.kpi) FILTER (r.kpi IS NOT NULL) AS raised, a.belongs_at,
       coalesce(bool_or(r.kept), false) AS good
FROM aged a
LEFT JOIN raised r ON r.period = a.period AND r.supplier = a.supplier
 AND r.customer = a.customer AND r.service = a.service AND r.agreement = a.agreement
GROUP BY ALL
ORDER BY ALL
