-- What the order of each case and the preds follow from, as whole numbers; in any order of rows.
WITH named AS (
    SELECT party, CAST(row_number() OVER () - 1 AS INTEGER) AS number
    FROM (SELECT supplier AS party FROM chain_known UNION SELECT customer FROM chain_known)
)
SELECT k.rowid AS row, k.case_number, s.number AS supplier, c.number AS customer,
       epoch_us(k.delivered) AS delivered, epoch_us(k.requested_at) AS requested,
       coalesce(epoch_us(k.due), $never) AS due, k.outside
FROM chain_known k
JOIN named s ON s.party = k.supplier
JOIN named c ON c.party = k.customer;
