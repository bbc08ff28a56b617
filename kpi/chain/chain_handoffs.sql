-- The handoffs of the chosen cases in the order of the system, each with its pred, its start and
-- its own and inherited delay (microseconds). An open handoff counts as delivered at as-of.
CREATE OR REPLACE TEMP TABLE chain_handoffs AS
WITH known AS (
    SELECT c.case_number, d.case_id, d.handoff_id, d.supplier, d.customer, d.service, d.derived,
           d.requested_at, d.due, coalesce(d.delivered_at, d.as_of) AS delivered, d.open,
           d.returned_at IS NOT NULL OR d.accepted IS NOT DISTINCT FROM false AS returned,
           d.case_due_at, d.case_closed_at, d.case_kept, d.as_of,
           e.party IS NOT NULL AS outside
    FROM due_handoffs d
    JOIN chosen_cases c ON c.case_id = d.case_id
    LEFT JOIN (SELECT party FROM parties WHERE external = 'customer') e ON e.party = d.customer
), placed AS (
    SELECT *, row_number() OVER (
               PARTITION BY case_number
               ORDER BY delivered, requested_at, due NULLS LAST, handoff_id) - 1 AS position
    FROM known
), ended AS (
    -- The ends: handoffs to external customers, or, if the case has none, its last handoff.
    SELECT *, CASE WHEN bool_or(outside) OVER whole THEN outside
                   ELSE position = max(position) OVER whole END AS is_end,
           lag(position) OVER (PARTITION BY case_number, customer ORDER BY position) AS same_customer
    FROM placed
    WINDOW whole AS (PARTITION BY case_number)
), preceded AS (
    -- pred: of the earlier handoffs of the case to i's supplier, the last.
    SELECT i.*, p.position AS pred, p.handoff_id AS pred_id, p.due AS pred_due,
           CASE WHEN i.requested_at < p.delivered THEN p.delivered END AS waited_until
    FROM ended i
    ASOF LEFT JOIN ended p
      ON i.case_number = p.case_number AND i.supplier = p.customer AND i.position > p.position
), started AS (
    SELECT *, coalesce(waited_until, requested_at) AS start,
           CASE WHEN waited_until IS NULL THEN requested_at
                WHEN pred_due IS NULL THEN waited_until
                ELSE greatest(requested_at, pred_due) END AS planned_start,
           coalesce(greatest(0, epoch_us(delivered) - epoch_us(due)), 0) AS delay
    FROM preceded
), blamed AS (
    SELECT *, least(delay, greatest(0, epoch_us(start) - epoch_us(planned_start))) AS inherited
    FROM started
)
SELECT *, delay - inherited AS own FROM blamed;
