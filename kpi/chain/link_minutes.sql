-- Per link, over the handoffs of the counted cases: late minutes, those on open handoffs, and
-- whether its handoffs come from event logs alone.
SELECT l.link_number AS link, count(*) AS handoffs, sum(h.own) / 6e7 AS own, sum(h.inherited) / 6e7 AS inherited,
       coalesce(sum(h.own) FILTER (WHERE h.open), 0) / 6e7 AS open_own,
       bool_and(h.derived) AS cannot_inherit
FROM chain_handoffs h
JOIN chain_cases c ON c.case_number = h.case_number
JOIN chain_links l
  ON l.supplier = h.supplier AND l.customer = h.customer AND l.service = h.service
WHERE c.outcome IN ('kept', 'broken') AND c.belongs_to >= $first AND c.belongs_to < $last
GROUP BY l.link_number
ORDER BY l.link_number;
