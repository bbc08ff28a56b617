-- A broken case that is unfinished is charged whole, in equal parts, to the links of its open
-- handoffs with own delay, or of all its open ones if none has any.
WITH held AS (
    SELECT h.case_number, h.supplier, h.customer, h.service, max(h.own) > 0 AS blamed
    FROM chain_handoffs h
    JOIN chain_cases c ON c.case_number = h.case_number
    WHERE c.outcome = 'broken' AND c.unfinished AND h.open
      AND c.belongs_to >= $first AND c.belongs_to < $last
    GROUP BY ALL
), holders AS (
    FROM held QUALIFY blamed OR NOT bool_or(blamed) OVER (PARTITION BY case_number)
)
SELECT case_number, link_number AS link, 1 / count(*) OVER (PARTITION BY case_number) AS share
FROM holders
JOIN chain_links USING (supplier, customer, service)
ORDER BY case_number, link;
