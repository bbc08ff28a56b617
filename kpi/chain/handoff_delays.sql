CREATE OR REPLACE TEMP TABLE handoff_delays AS
SELECT handoff_id, case_id, supplier, customer, service, requested_at, due,
       CASE WHEN NOT open THEN delivered END AS delivered_at, open, returned, start, pred_id,
       CASE WHEN due IS NOT NULL THEN delay / 3.6e9 END AS delay_hours,
       CASE WHEN due IS NOT NULL THEN own / 3.6e9 END AS own_hours,
       CASE WHEN due IS NOT NULL THEN inherited / 3.6e9 END AS inherited_hours,
       derived AS cannot_inherit, case_number, position
FROM chain_handoffs
WHERE ($every OR (supplier = $supplier AND customer = $customer AND service = $service))
  AND ((requested_at >= $first AND requested_at < $last) OR (due >= $first AND due < $last));
