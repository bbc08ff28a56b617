-- Which target and which lead time counted for a link, and from when until when (half-open).
-- agreement_spans: rows that were ever in force, each over the stretches of time where its version counts.

CREATE OR REPLACE TEMP TABLE agreement_spans AS
WITH in_force AS (
    -- In force from the latest of valid_from and both acceptances; none of the three may be missing.
    SELECT supplier, customer, service, agreement, version, kpi, target,
           lead_time_hours, repair_time_hours, response_hours,
           CASE WHEN valid_from IS NOT NULL AND supplier_accepted_at IS NOT NULL
                     AND customer_accepted_at IS NOT NULL
                THEN greatest(valid_from::TIMESTAMP, supplier_accepted_at, customer_accepted_at)
           END AS starts,
           CASE WHEN valid_to IS NOT NULL THEN valid_to + INTERVAL 1 DAY
                WHEN status = 'accepted' THEN 'infinity'::TIMESTAMP
           END AS ends
    FROM agreements
    WHERE status IN ('accepted', 'ended')
), terms AS (
    FROM in_force WHERE starts < ends
), edges AS (
    SELECT supplier, customer, service, starts AS edge FROM terms
    UNION SELECT supplier, customer, service, ends FROM terms
), stretches AS (
    SELECT supplier, customer, service, edge AS starts,
           lead(edge) OVER (PARTITION BY supplier, customer, service ORDER BY edge) AS ends
    FROM edges
)
-- Within an agreement a version replaces the one before as a whole: the latest start counts,
-- then the highest version. Two agreements of one link may agree different things side by side.
SELECT t.* EXCLUDE (starts, ends), t.starts AS signed_in, s.starts, s.ends
FROM stretches s
JOIN terms t ON t.supplier = s.supplier AND t.customer = s.customer AND t.service = s.service
            AND t.starts <= s.starts AND t.ends >= s.ends
QUALIFY version = first_value(version) OVER (
    PARTITION BY t.supplier, t.customer, t.service, t.agreement, s.starts
    ORDER BY t.starts DESC, t.version DESC);

-- One row per link, KPI and stretch: the target that counts, since when this very target counts
-- (a renewal with the same target continues it), and the target that it replaced.
CREATE OR REPLACE TEMP TABLE target_spans AS
WITH counting AS (
    SELECT supplier, customer, service, kpi, target, agreement, version, starts, ends
    FROM agreement_spans
    WHERE kpi <> '' AND target IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY supplier, customer, service, kpi, starts
        ORDER BY signed_in DESC, version DESC, agreement DESC) = 1
), marked AS (
    SELECT *, (target IS DISTINCT FROM lag(target) OVER of_kpi
               OR starts > lag(ends) OVER of_kpi) AS changed
    FROM counting
    WINDOW of_kpi AS (PARTITION BY supplier, customer, service, kpi ORDER BY starts)
), numbered AS (
    SELECT *, count_if(changed) OVER (
        PARTITION BY supplier, customer, service, kpi ORDER BY starts) AS era
    FROM marked
), eras AS (
    SELECT supplier, customer, service, kpi, era, min(starts) AS since, max(ends) AS until,
           any_value(target) AS target
    FROM numbered GROUP BY ALL
), linked AS (
    SELECT *, lag(target) OVER of_kpi AS previous_target, lag(until) OVER of_kpi AS previous_until
    FROM eras
    WINDOW of_kpi AS (PARTITION BY supplier, customer, service, kpi ORDER BY era)
)
SELECT n.supplier, n.customer, n.service, n.kpi, n.target, n.agreement, n.version,
       n.starts, n.ends, l.since,
       -- After a gap the same number again is no renegotiation.
       CASE WHEN l.previous_target <> l.target THEN l.previous_target END AS previous_target,
       CASE WHEN l.previous_target <> l.target THEN l.previous_until END AS previous_until
FROM numbered n
JOIN linked l USING (supplier, customer, service, kpi, era);

-- One row per link, agreed time and stretch: the hours that count. Rows of one version should agree;
-- where they do not, the shortest counts.
CREATE OR REPLACE TEMP TABLE agreed_times AS
WITH per_version AS (
    SELECT supplier, customer, service, agreement, version, starts, ends, agreed,
           max(signed_in) AS signed_in, min(hours) AS hours
    FROM (UNPIVOT agreement_spans ON lead_time_hours, repair_time_hours, response_hours
          INTO NAME agreed VALUE hours)
    GROUP BY ALL
)
SELECT supplier, customer, service, agreed, hours, agreement, version, starts, ends
FROM per_version
QUALIFY row_number() OVER (
    PARTITION BY supplier, customer, service, agreed, starts
    ORDER BY signed_in DESC, version DESC, agreement DESC) = 1;

CREATE OR REPLACE TEMP TABLE lead_time_spans AS
SELECT * EXCLUDE (agreed) RENAME (hours AS lead_time_hours) FROM agreed_times
WHERE agreed = 'lead_time_hours';

CREATE OR REPLACE TEMP TABLE repair_time_spans AS
SELECT * EXCLUDE (agreed) RENAME (hours AS repair_time_hours) FROM agreed_times
WHERE agreed = 'repair_time_hours';

CREATE OR REPLACE TEMP TABLE response_spans AS
SELECT * EXCLUDE (agreed) RENAME (hours AS response_hours) FROM agreed_times
WHERE agreed = 'response_hours';
