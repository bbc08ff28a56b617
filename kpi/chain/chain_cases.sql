-- What became of each chosen case: kept, broken, unknown, not due (unfinished, its due to come) or
-- no due (unfinished, and nothing says when it is due). Only kept and broken are counted.
CREATE OR REPLACE TEMP TABLE chain_cases AS
WITH gathered AS (
{gathered}), dated AS (
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
