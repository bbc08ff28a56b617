-- The cases of the span that passed through a party or a link, those of most handoffs there first.
SELECT c.case_id, c.customer, c.external, c.outcome, c.first_requested, c.due, c.handoffs,
       count(*) AS handoffs_there
FROM chain_handoffs h
JOIN chain_cases c ON c.case_number = h.case_number
WHERE c.belongs_to >= $first AND c.belongs_to < $last
  AND CASE WHEN $whole THEN $supplier IN (h.supplier, h.customer)
           ELSE (h.supplier, h.customer, h.service) = ($supplier, $customer, $service) END
GROUP BY ALL
ORDER BY handoffs_there DESC, c.case_id;
