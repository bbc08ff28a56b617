-- What each link did in the span, link by link: how long it took, and what was judged and right.
SELECT h.supplier, h.customer, h.service,
       count_if({delivered}) AS deliveries,
       quantile_cont({hours}, 0.5) FILTER ({delivered}) AS median_hours,
       quantile_cont({hours}, 0.9) FILTER ({delivered}) AS slow_hours,
       count_if({judged}) AS judged, count_if({judged} AND {right}) AS right_ones
FROM due_handoffs h
WHERE {delivered} AND h.delivered_at >= $first AND h.delivered_at < $last
GROUP BY ALL;
