-- Every link that handoffs of the span or of its cases took, with the handoffs requested or due in
-- the span, and the cases of the span that took it. Needs the chosen cases to cover the span.
WITH of_span AS (
    SELECT supplier, customer, service, count(*) AS handoffs, bool_and(case_id = handoff_id) AS alone
    FROM ({seen})
    WHERE (requested_at >= $first AND requested_at < $last) OR (due >= $first AND due < $last)
    GROUP BY ALL
), of_cases AS (
    SELECT h.supplier, h.customer, h.service, count(DISTINCT h.case_number) AS cases,
           bool_and(h.case_id = h.handoff_id) AS alone
    FROM chain_handoffs h
    JOIN chain_cases c ON c.case_number = h.case_number
    WHERE c.belongs_to >= $first AND c.belongs_to < $last
    GROUP BY ALL
)
SELECT supplier, customer, service, coalesce(s.handoffs, 0) AS handoffs,
       coalesce(c.cases, 0) AS cases, coalesce(s.alone, true) AND coalesce(c.alone, true) AS alone
FROM of_span s
FULL JOIN of_cases c USING (supplier, customer, service)
ORDER BY supplier, customer, service;
