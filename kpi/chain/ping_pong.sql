-- Handoffs delivered in the span between two parties, and those of them whose next handoff of the
-- case went straight back. Needs the cases with a delivery in the span among the chosen ones.
SELECT least(h.supplier, h.customer) AS a, greatest(h.supplier, h.customer) AS b,
       count(back.case_number) AS returns, count(*) AS handoffs
FROM chain_handoffs h
-- Positions follow each other without a gap: at most one is the next.
LEFT JOIN chain_handoffs back
  ON back.case_number = h.case_number AND back.position = h.position + 1
 AND back.supplier = h.customer AND back.customer = h.supplier
WHERE NOT h.open AND h.delivered >= $first AND h.delivered < $last AND h.supplier <> h.customer
GROUP BY a, b
HAVING returns > 0
ORDER BY returns DESC, handoffs, a, b;
