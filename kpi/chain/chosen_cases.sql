-- Every case that can belong to the span: its due and its close are times of one of its handoffs.
-- Numbered by case id, so that nothing later depends on the order of rows.
CREATE OR REPLACE TEMP TABLE chosen_cases AS
SELECT case_id, row_number() OVER (ORDER BY case_id) - 1 AS case_number
FROM (
    SELECT DISTINCT case_id
    FROM ({seen})
    WHERE (case_due_at >= $first AND case_due_at < $last)
       OR (due >= $first AND due < $last)
       OR (case_closed_at >= $first AND case_closed_at < $last)
       OR (delivered_at >= $first AND delivered_at < $last)
       OR ($with_open AND delivered_at IS NULL)
);
