-- Of the cases of the span: those that passed each party, and those that began there. Where no case
-- belongs to the span (none has a due or an end, say), those that were at work in it tell where work
-- begins; they count nowhere.
WITH chosen AS (
    SELECT case_number, coalesce(belongs_to >= $first AND belongs_to < $last, false) AS of_span
    FROM chain_cases
), looked_at AS (
    FROM chosen QUALIFY of_span OR NOT bool_or(of_span) OVER ()
), ends AS (
    SELECT h.case_number, c.of_span, h.supplier AS party,
           row_number() OVER (PARTITION BY h.case_number
                              ORDER BY h.requested_at, h.position) = 1 AS begins
    FROM chain_handoffs h
    JOIN looked_at c ON c.case_number = h.case_number
    UNION ALL
    SELECT h.case_number, c.of_span, h.customer, false
    FROM chain_handoffs h
    JOIN looked_at c ON c.case_number = h.case_number
)
SELECT party, count(DISTINCT case_number) FILTER (WHERE of_span) AS cases,
       count(*) FILTER (WHERE begins) AS begun
FROM ends
GROUP BY party;
