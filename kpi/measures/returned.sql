-- What came back, until when it should be delivered again, and when it was.
WITH returned AS ({returned}
), again AS (
    SELECT r.handoff_id, min(d.delivered_at) AS repaired_at
    FROM returned r
    JOIN ({delivered}) d
      ON d.case_id = r.case_id AND d.supplier = r.supplier AND d.customer = r.customer
     AND d.service = r.service AND d.handoff_id <> r.handoff_id AND d.delivered_at >= r.returned_at
    GROUP BY r.handoff_id
), agreed AS (
    -- At most one span holds an instant, so nothing is doubled.
    SELECT k.*, s.repair_time_hours, a.repaired_at
    FROM returned k
    LEFT JOIN again a ON a.handoff_id = k.handoff_id
    LEFT JOIN repair_time_spans s
      ON s.supplier = k.supplier AND s.customer = k.customer AND s.service = k.service
     AND s.starts <= k.returned_at AND k.returned_at < s.ends
){repair}
