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
