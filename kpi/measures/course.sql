-- Each of the handoffs with whether its case went straight back after it. Nothing goes back between
-- two parties that hand over one way only, so only the cases of the others are put in order.
WITH followed AS NOT MATERIALIZED ({followed}
), later AS NOT MATERIALIZED ({later}
), pairs AS (
    SELECT DISTINCT supplier, customer FROM later
), both_ways AS (
    SELECT one.supplier, one.customer
    FROM pairs one JOIN pairs other
      ON other.supplier = one.customer AND other.customer = one.supplier
    WHERE one.supplier <> one.customer
), course AS (
    SELECT *, lead(supplier) OVER course = customer
              AND lead(customer) OVER course = supplier AS sent_back
    FROM later
    WHERE case_id IN (
        SELECT case_id FROM followed WHERE (supplier, customer) IN (FROM both_ways))
    WINDOW course AS (
        PARTITION BY case_id
        ORDER BY coalesce(delivered_at, as_of), requested_at, due NULLS LAST, handoff_id)
)
SELECT *, false AS sent_back FROM followed WHERE (supplier, customer) NOT IN (FROM both_ways)
UNION ALL BY NAME
SELECT * FROM course WHERE (supplier, customer) IN (FROM both_ways)
