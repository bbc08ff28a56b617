-- Handoffs requested or due in the span, per link, and whether all of them come from event logs.
SELECT supplier, customer, service, count(*) AS handoffs, bool_and(derived) AS derived
FROM ({seen})
WHERE (requested_at >= $first AND requested_at < $last) OR (due >= $first AND due < $last)
GROUP BY ALL;
