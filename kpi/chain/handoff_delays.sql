CREATE OR REPLACE TEMP TABLE handoff_delays AS
SELECT h.handoff_id, h.case_id, h.supplier, h.customer, h.service, h.requested_at, h.due,
       CASE WHEN NOT h.open THEN h.delivered END AS delivered_at, h.open, h.returned, h.start,
       p.handoff_id AS pred_id,
       CASE WHEN h.due IS NOT NULL THEN h.delay / 3.6e9 END AS delay_hours,
       CASE WHEN h.due IS NOT NULL THEN h.own / 3.6e9 END AS own_hours,
       CASE WHEN h.due IS NOT NULL THEN h.inherited / 3.6e9 END AS inherited_hours,
       h.derived AS cannot_inherit, h.case_number, h.position
FROM chain_handoffs h
LEFT JOIN chain_handoffs p ON p.case_number = h.case_number AND p.position = h.pred
WHERE ($every OR (h.supplier = $supplier AND h.customer = $customer AND h.service = $service))
  AND ((h.requested_at >= $first AND h.requested_at < $last) OR (h.due >= $first AND h.due < $last));
