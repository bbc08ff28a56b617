-- What a decision about names would do; needs the temp table given_names and $into.
CREATE OR REPLACE TEMP TABLE moved_handoffs AS
WITH theirs AS (
    SELECT case_id, service, supplier AS old_supplier, customer AS old_customer,
           supplier IN (FROM given_names) AS gives, customer IN (FROM given_names) AS takes
    FROM handoffs
    WHERE gives OR takes OR supplier = $into OR customer = $into
)
SELECT *, gives OR takes AS moves,
       CASE WHEN gives THEN $into ELSE old_supplier END AS supplier,
       CASE WHEN takes THEN $into ELSE old_customer END AS customer
FROM theirs;

CREATE OR REPLACE TEMP TABLE moved_agreements AS
WITH theirs AS (
    SELECT DISTINCT agreement, service, supplier AS old_supplier, customer AS old_customer,
           supplier IN (FROM given_names) AS gives, customer IN (FROM given_names) AS takes
    FROM agreements
    WHERE gives OR takes OR supplier = $into OR customer = $into
)
SELECT *, gives OR takes AS moves,
       CASE WHEN gives THEN $into ELSE old_supplier END AS supplier,
       CASE WHEN takes THEN $into ELSE old_customer END AS customer
FROM theirs;
