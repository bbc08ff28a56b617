-- Handoffs of every case in the temp table touched_cases, whole, from its events.
-- Two names of one party are one holder: what passes between them stays inside the party.
WITH meant AS (
    SELECT e.* REPLACE (coalesce(p.party, e.party) AS party,
                        coalesce(c.party, e.end_customer) AS end_customer)
    FROM events e SEMI JOIN touched_cases USING (case_id)
    LEFT JOIN standing_names p ON p.name = e.party
        AND e.happened_at >= p.since AND e.happened_at < p.until
    LEFT JOIN standing_names c ON c.name = e.end_customer
        AND e.happened_at >= c.since AND e.happened_at < c.until
),
logged AS (
    SELECT *,
           row_number() OVER in_order AS position,
           lead(line) OVER in_order IS NULL AS is_last,
           bool_or(party <> '') OVER (PARTITION BY case_id) AS has_holder
    FROM meant
    WINDOW in_order AS (PARTITION BY case_id ORDER BY happened_at, load, line)
),
-- A case cell is that of the case's last event, whoever made it.
cases AS (
    SELECT case_id, due_at, resolved_at, closed_at, kept, end_customer FROM logged WHERE is_last
),
-- Nobody known ever held the case: one unknown party owes it, so that the case still counts.
held AS (
    SELECT * REPLACE (CASE WHEN has_holder THEN party ELSE $unknown_party END AS party)
    FROM logged WHERE party <> '' OR NOT has_holder
),
turns AS (
    SELECT *, party IS DISTINCT FROM lag(party) OVER in_order AS begins
    FROM held WINDOW in_order AS (PARTITION BY case_id ORDER BY position)
),
numbered AS (
    SELECT *, sum(begins::INTEGER) OVER (PARTITION BY case_id ORDER BY position) AS turn FROM turns
),
holdings AS (
    SELECT case_id, turn::INTEGER AS turn, any_value(party) AS holder, min(happened_at) AS began,
           arg_min(load, position) AS load, arg_min(line, position) AS line,
           min(happened_at) FILTER (rejection) AS rejected_at,
           count(rejection) > 0 AS can_reject
    FROM numbered GROUP BY case_id, turn
),
passed AS (
    SELECT h.*,
           lead(holder) OVER to_next AS next_holder,
           lead(began) OVER to_next AS next_began,
           lead(rejected_at) OVER to_next AS next_rejected_at,
           lead(can_reject) OVER to_next AS next_can_reject,
           lead(began, 2) OVER to_next IS NOT NULL AS next_passed_on,
           max(began) OVER (PARTITION BY h.case_id) AS last_began
    FROM holdings h WINDOW to_next AS (PARTITION BY h.case_id ORDER BY turn)
),
-- Resolved before the last holding began means reopened: then only the close ends the case.
ended AS (
    SELECT p.*, c.due_at, c.kept, c.end_customer,
           CASE WHEN c.resolved_at >= p.last_began THEN c.resolved_at ELSE c.closed_at END AS ended_at
    FROM passed p JOIN cases c USING (case_id)
)
SELECT case_id || '/' || printf('%05d', turn) AS handoff_id,
       case_id,
       holder AS supplier,
       coalesce(next_holder, end_customer) AS customer,
       '' AS service,
       began AS requested_at,
       NULL::TIMESTAMP AS promised_at,
       -- Some logs go on after the close: what began then is owed no longer, so it ends at once.
       coalesce(next_began, greatest(ended_at, CASE WHEN ended_at IS NOT NULL THEN began END)) AS delivered_at,
       CASE WHEN next_rejected_at IS NOT NULL THEN false
            WHEN next_can_reject AND (next_passed_on OR ended_at IS NOT NULL) THEN true
       END AS accepted,
       next_rejected_at AS returned_at,
       NULL::TINYINT AS rating,
       NULL::DOUBLE AS paused_hours,
       due_at AS case_due_at,
       ended_at AS case_closed_at,
       kept AS case_kept,
       load, abs(line) AS line,
       false AS stated
FROM ended
