-- The handoffs of the chosen cases. An open one counts as delivered at as-of.
CREATE OR REPLACE TEMP {kind} chain_known AS
SELECT c.case_number, d.case_id, d.handoff_id, d.supplier, d.customer, d.service, d.derived,
       d.requested_at, d.due, coalesce(d.delivered_at, d.as_of) AS delivered, d.open,
       d.returned_at IS NOT NULL OR d.accepted IS NOT DISTINCT FROM false AS returned,
       d.case_due_at, d.case_closed_at, d.case_kept, d.as_of,
       e.party IS NOT NULL AS outside
FROM ({theirs}) d
JOIN chosen_cases c ON c.case_id = d.case_id
LEFT JOIN (SELECT party FROM parties WHERE external = 'customer') e ON e.party = d.customer;
