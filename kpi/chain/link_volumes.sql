-- What is true of every link without any agreement.
WITH followed AS (
    SELECT handoff_id FROM ({course}) WHERE sent_back
), near AS (
    -- Whatever touches the span, and whatever is open as of now.
    SELECT d.*, f.handoff_id IS NOT NULL AS sent_back,
           d.delivered_at >= $first AND d.delivered_at < $last AS done,
           (d.requested_at >= $first AND d.requested_at < $last)
               OR coalesce(d.due >= $first AND d.due < $last, false) AS belongs,
           greatest(0, epoch(least(coalesce(d.delivered_at, d.as_of), $last))
                       - epoch(greatest(d.requested_at, $first))) / 3600 AS held_hours
    FROM ({seen}) d
    LEFT JOIN followed f ON f.handoff_id = d.handoff_id
    WHERE d.delivered_at IS NULL OR d.delivered_at >= $first OR (d.due >= $first AND d.due < $last)
)
SELECT supplier, customer, service,
       count(*) FILTER (WHERE belongs) AS handoffs, count(*) FILTER (WHERE done) AS delivered,
       median(epoch(delivered_at - requested_at) / 3600) FILTER (WHERE done) AS median_hold_hours,
       sum(held_hours) AS held_hours,
       count(*) FILTER (WHERE open) AS open,
       epoch(any_value(as_of) - min(requested_at) FILTER (WHERE open)) / 86400 AS oldest_open_days,
       count(*) FILTER (WHERE done AND (returned_at IS NOT NULL OR NOT accepted)) AS returns,
       count(*) FILTER (WHERE done AND sent_back) AS sent_back
FROM near
GROUP BY supplier, customer, service
HAVING handoffs + delivered + open > 0
ORDER BY supplier, customer, service;
