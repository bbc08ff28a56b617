-- The handoffs of the window's broken cases that are finished, in the order of the replay.
SELECT h.case_number, l.link_number AS link, coalesce(h.pred, -1) AS pred,
       coalesce(h.same_customer, -1) AS same_customer,
       epoch_us(h.requested_at) AS requested, epoch_us(h.start) AS start,
       epoch_us(h.delivered) AS delivered, coalesce(epoch_us(h.due), $never) AS due, h.own,
       h.returned, h.is_end
FROM chain_handoffs h
JOIN chain_cases c ON c.case_number = h.case_number
JOIN chain_links l
  ON l.supplier = h.supplier AND l.customer = h.customer AND l.service = h.service
WHERE c.outcome = 'broken' AND NOT c.unfinished
  AND c.belongs_to >= $first AND c.belongs_to < $last
ORDER BY h.case_number, h.position;
