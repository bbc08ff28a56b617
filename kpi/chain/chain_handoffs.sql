-- The handoffs of the chosen cases in the order of the system, each with its pred, its start and
-- its own and inherited delay (microseconds). Places are one row for each known handoff, in the
-- same order: joining them by position costs nothing.
CREATE OR REPLACE TEMP TABLE chain_handoffs AS
WITH placed AS (
    SELECT k.*, p.position, p.is_end, nullif(p.same_customer, -1) AS same_customer,
           nullif(p.pred, -1) AS pred,
           make_timestamp(nullif(p.pred_due, $never)) AS pred_due,
           CASE WHEN p.pred >= 0 AND epoch_us(k.requested_at) < p.pred_delivered
                THEN make_timestamp(p.pred_delivered) END AS waited_until
    FROM chain_known k
    POSITIONAL JOIN chain_places p
), started AS (
    SELECT *, coalesce(waited_until, requested_at) AS start,
           CASE WHEN waited_until IS NULL THEN requested_at
                WHEN pred_due IS NULL THEN waited_until
                ELSE greatest(requested_at, pred_due) END AS planned_start,
           coalesce(greatest(0, epoch_us(delivered) - epoch_us(due)), 0) AS delay
    FROM placed
), blamed AS (
    SELECT *, least(delay, greatest(0, epoch_us(start) - epoch_us(planned_start))) AS inherited
    FROM started
)
SELECT *, delay - inherited AS own FROM blamed;
