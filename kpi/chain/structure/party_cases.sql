-- Of the cases of the span: those that passed each party, and those that began there.
WITH ends AS (
    SELECT h.case_number, h.supplier AS party,
           row_number() OVER (PARTITION BY h.case_number
                              ORDER BY h.requested_at, h.position) = 1 AS begins
    FROM chain_handoffs h
    JOIN chain_cases c ON c.case_number = h.case_number
    WHERE c.belongs_to >= $first AND c.belongs_to < $last
    UNION ALL
    SELECT h.case_number, h.customer, false
    FROM chain_handoffs h
    JOIN chain_cases c ON c.case_number = h.case_number
    WHERE c.belongs_to >= $first AND c.belongs_to < $last
)
SELECT party, count(DISTINCT case_number) AS cases, count(*) FILTER (WHERE begins) AS begun
FROM ends
GROUP BY party;
