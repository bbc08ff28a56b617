-- Generated handoffs straight into a store; what was refused is returned a day later. Every link has
-- an agreed lead and repair time.
INSERT INTO stated_handoffs BY NAME
SELECT DISTINCT ON (handoff_id)
       handoff_id, case_id, supplier, customer, service,
       requested_at::TIMESTAMP AS requested_at,
       TRY_CAST(promised_at AS TIMESTAMP) AS promised_at,
       TRY_CAST(delivered_at AS TIMESTAMP) AS delivered_at,
       TRY_CAST(accepted AS BOOLEAN) AS accepted,
       CASE WHEN accepted = 'false' THEN TRY_CAST(delivered_at AS TIMESTAMP) + INTERVAL 1 DAY END
           AS returned_at,
       TRY_CAST(rating AS TINYINT) AS rating, 1 AS load, 1 AS line
FROM ({generated})
ORDER BY requested_at, handoff_id;

INSERT INTO agreement_rows BY NAME
SELECT printf('A%05d', row_number() OVER ()) AS agreement, 1 AS version,
       supplier, customer, service, '' AS kpi, 96.0 AS lead_time_hours, 48.0 AS repair_time_hours,
       DATE '2024-01-01' AS valid_from, 'accepted' AS status,
       TIMESTAMP '2023-12-01' AS supplier_accepted_at,
       TIMESTAMP '2023-12-01' AS customer_accepted_at, 1 AS load, row_number() OVER () AS line
FROM (SELECT DISTINCT supplier, customer, service FROM stated_handoffs)
