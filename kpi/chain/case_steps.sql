-- The handoffs of the one chosen case, in the order of the system.
SELECT handoff_id, supplier, customer, service, requested_at, planned_start, start, due, delivered,
       open, returned, is_end,
       CASE WHEN due IS NOT NULL THEN own / 3.6e9 END AS own_hours,
       CASE WHEN due IS NOT NULL THEN inherited / 3.6e9 END AS inherited_hours,
       derived AS cannot_inherit
FROM chain_handoffs
ORDER BY position;
