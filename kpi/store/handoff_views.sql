-- What pages and measures read of handoffs: facts under the names that they stand for.
-- Made by kpi.store.views, which fills in attribute columns and, where names stand, their joins.

-- Every handoff, also those of a party to itself.
CREATE OR REPLACE VIEW all_handoffs AS
SELECT h.handoff_id, h.case_id, {supplier} AS supplier, {customer} AS customer, h.service,
       h.requested_at, h.promised_at, h.delivered_at, h.accepted, h.returned_at, h.rating,
       h.paused_hours, h.case_due_at, h.case_closed_at, h.case_kept, h.load, h.line,
       false AS derived{attributes}
FROM stated_handoffs h{names}
UNION ALL BY NAME
SELECT * EXCLUDE (stated), true AS derived FROM derived_handoffs WHERE NOT stated;

-- Handoffs from one party to another: those that links are made of.
CREATE OR REPLACE VIEW handoffs AS FROM all_handoffs{between};

-- Work inside a party: stored and counted, but no link.
CREATE OR REPLACE VIEW inside_handoffs AS FROM all_handoffs WHERE supplier = customer;
