-- Handoffs delivered in the span between two parties, and those of them whose next handoff of the
-- case went straight back. Needs the cases with a delivery in the span among the chosen ones.
WITH followed AS (
    SELECT case_number, supplier, customer, delivered, open,
           lead(supplier) OVER course = customer AND lead(customer) OVER course = supplier AS sent_back
    FROM chain_handoffs
    WINDOW course AS (PARTITION BY case_number ORDER BY position)
)
SELECT least(supplier, customer) AS a, greatest(supplier, customer) AS b,
       count(*) FILTER (WHERE sent_back) AS returns, count(*) AS handoffs
FROM followed
WHERE NOT open AND delivered >= $first AND delivered < $last AND supplier <> customer
GROUP BY a, b
HAVING returns > 0
ORDER BY returns DESC, handoffs, a, b;
