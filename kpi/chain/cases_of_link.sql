-- The cases with a handoff of the link (or of any) that was requested or due in the span.
CREATE OR REPLACE TEMP TABLE chosen_cases AS
SELECT case_id, row_number() OVER (ORDER BY case_id) - 1 AS case_number
FROM (
    SELECT DISTINCT case_id
    FROM due_handoffs
    WHERE ($every OR (supplier = $supplier AND customer = $customer AND service = $service))
      AND ((requested_at >= $first AND requested_at < $last) OR (due >= $first AND due < $last))
);
