-- What became of each chosen case: kept, broken, unknown, not due (unfinished, its due to come) or
-- no due (unfinished, and nothing says when it is due). Only kept and broken are counted.
CREATE OR REPLACE TEMP TABLE chain_cases AS
WITH gathered AS (
    SELECT case_number, case_id, count(*) AS handoffs, min(requested_at) AS first_requested,
           any_value(as_of) AS as_of,
           max(case_due_at) AS case_due, max(case_closed_at) AS closed,
           bool_and(case_kept) AS declared,
           bool_or(open) AND max(case_closed_at) IS NULL AS unfinished,
           max(delivered) FILTER (WHERE is_end) AS last_end,
           max(due) FILTER (WHERE is_end) AS ends_due,
           bool_or(delivered > due) FILTER (WHERE is_end) AS end_late,
           bool_or(returned) FILTER (WHERE is_end) AS end_returned,
           arg_max(customer, position) FILTER (WHERE is_end) AS customer,
           bool_or(outside) AS external
    FROM chain_handoffs
    GROUP BY case_number, case_id
), dated AS (
    SELECT *, coalesce(case_due, ends_due) AS due, coalesce(closed, last_end) AS close
    FROM gathered
)
SELECT case_number, case_id, customer, external, handoffs, first_requested, unfinished,
       case_due, closed, last_end, due,
       CASE WHEN unfinished THEN due ELSE coalesce(due, close) END AS belongs_to,
       CASE WHEN case_due IS NOT NULL THEN 'case due'
            WHEN ends_due IS NOT NULL THEN 'ends'
            ELSE 'declared' END AS evidence,
       CASE WHEN unfinished AND due IS NULL THEN 'no due'
            WHEN unfinished AND as_of <= due THEN 'not due'
            WHEN unfinished THEN 'broken'
            WHEN declared IS NOT NULL THEN if(declared, 'kept', 'broken')
            WHEN case_due IS NOT NULL THEN if(close <= case_due AND NOT end_returned, 'kept', 'broken')
            WHEN ends_due IS NOT NULL THEN if(end_late OR end_returned, 'broken', 'kept')
            ELSE 'unknown' END AS outcome
FROM dated;
