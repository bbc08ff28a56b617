-- What each link kept of its handoffs. A handoff belongs where it was due; without a due, where it
-- was delivered; without that, where it was asked for: to one span only.
WITH known AS (
    SELECT supplier, customer, service, case_id = handoff_id AS alone,
           returned_at IS NOT NULL OR accepted IS NOT DISTINCT FROM false AS returned,
           due IS NOT NULL AND coalesce(delivered_at, as_of) > due AS late,
           -- In time, or without a due and taken as it was.
           delivered_at IS NOT NULL AND (due IS NOT NULL OR accepted IS NOT NULL) AS judged
    FROM ({seen})
    WHERE coalesce(due, delivered_at, requested_at) >= $first
      AND coalesce(due, delivered_at, requested_at) < $last
)
SELECT supplier, customer, service, count(*) AS handoffs,
       count(*) FILTER (WHERE late OR returned) AS missed,
       count(*) FILTER (WHERE judged AND NOT late AND NOT returned) AS kept,
       bool_and(alone) AS alone
FROM known
GROUP BY supplier, customer, service
ORDER BY supplier, customer, service;
