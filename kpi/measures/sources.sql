-- Each handoff with whether the case went straight back after it.
CREATE OR REPLACE TEMP VIEW followed_handoffs AS
SELECT *, supplier <> customer AND lead(supplier) OVER course = customer
          AND lead(customer) OVER course = supplier AS sent_back
FROM due_handoffs
WINDOW course AS (
    PARTITION BY case_id
    ORDER BY coalesce(delivered_at, as_of), requested_at, due NULLS LAST, handoff_id);

-- What came back, until when it should be delivered again, and when it was.
CREATE OR REPLACE TEMP VIEW returned_handoffs AS
WITH returned AS (
    FROM due_handoffs WHERE returned_at IS NOT NULL OR accepted = false
), again AS (
    SELECT r.handoff_id, min(d.delivered_at) AS repaired_at
    FROM returned r
    JOIN due_handoffs d
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
){repair};

-- The contacts made, until when they should be answered, and when they were.
CREATE OR REPLACE TEMP VIEW due_contacts AS
WITH known AS (
    SELECT c.* REPLACE (CASE WHEN c.answered_at <= u.as_of THEN c.answered_at END AS answered_at),
           u.as_of
    FROM contacts c, known_until u
    WHERE c.contacted_at <= u.as_of
), agreed AS (
    SELECT k.*, s.response_hours
    FROM known k
    LEFT JOIN response_spans s
      ON s.supplier = k.supplier AND s.customer = k.customer AND s.service = k.service
     AND s.starts <= k.contacted_at AND k.contacted_at < s.ends
){response};
