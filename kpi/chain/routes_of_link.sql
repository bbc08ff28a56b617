-- The ways that cases of external customers took through one link, each handoff by handoff back from
-- the last end, with what all its handoffs together were allowed and what the customer was told.
WITH RECURSIVE ends AS (
    SELECT h.case_number, max(h.position) AS position
    FROM chain_handoffs h JOIN chain_cases c USING (case_number)
    WHERE h.is_end AND c.external AND c.belongs_to >= $first AND c.belongs_to < $last
    GROUP BY h.case_number
), way AS (
    SELECT case_number, position, 0 AS back FROM ends
    UNION ALL
    -- A pred comes before, so every way ends.
    SELECT w.case_number, h.pred, w.back + 1
    FROM way w JOIN chain_handoffs h USING (case_number, position)
    WHERE h.pred IS NOT NULL
), stretches AS (
    -- A link that a case passes twice is one place on its way, with the time of both.
    SELECT w.case_number, h.supplier, h.customer, h.service, max(w.back) AS back,
           sum(epoch(h.due - h.requested_at)) / 3600 AS allowed_hours,
           count_if(h.due IS NULL) AS undated
    FROM way w JOIN chain_handoffs h USING (case_number, position)
    GROUP BY ALL
), walked AS (
    SELECT case_number,
           list((supplier, customer, service) ORDER BY back DESC) AS route,
           sum(allowed_hours) AS allowed_hours, sum(undated) AS undated,
           bool_or((supplier, customer, service) = ($supplier, $customer, $service)) AS passes
    FROM stretches
    GROUP BY case_number
)
SELECT w.route, c.customer, count(*) AS cases, median(w.allowed_hours) AS allowed_hours,
       max(w.undated)::BIGINT AS undated, median(epoch(c.case_due - c.first_requested)) / 3600 AS told_hours
FROM walked w JOIN chain_cases c USING (case_number)
WHERE w.passes
GROUP BY w.route, c.customer
ORDER BY ALL;
