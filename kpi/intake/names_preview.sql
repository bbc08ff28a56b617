-- What a decision about names would do; needs the temp table given_names, $into, and the $first and
-- $last day of its term, NULL where it has none.
CREATE OR REPLACE TEMP TABLE moved_handoffs AS
WITH theirs AS (
    SELECT case_id, service, supplier AS old_supplier, customer AS old_customer,
           requested_at >= coalesce(CAST($first AS DATE), '-infinity')
               AND requested_at < coalesce(CAST($last AS DATE) + 1, 'infinity') AS within,
           within AND supplier IN (FROM given_names) AS gives,
           within AND customer IN (FROM given_names) AS takes
    FROM handoffs
    WHERE supplier IN (FROM given_names) OR customer IN (FROM given_names)
       OR supplier = $into OR customer = $into
)
SELECT *, gives OR takes AS moves,
       CASE WHEN gives THEN $into ELSE old_supplier END AS supplier,
       CASE WHEN takes THEN $into ELSE old_customer END AS customer
FROM theirs;

CREATE OR REPLACE TEMP TABLE moved_agreements AS
WITH theirs AS (
    SELECT DISTINCT agreement, service, supplier AS old_supplier, customer AS old_customer,
           coalesce(valid_from, '-infinity') AS begins,
           begins >= coalesce(CAST($first AS DATE), '-infinity')
               AND begins <= coalesce(CAST($last AS DATE), 'infinity') AS within,
           within AND supplier IN (FROM given_names) AS gives,
           within AND customer IN (FROM given_names) AS takes,
           NOT within AND begins < coalesce(CAST($first AS DATE), '-infinity')
               AND coalesce(valid_to, 'infinity') >= CAST($first AS DATE)
               AND (supplier IN (FROM given_names) OR customer IN (FROM given_names)) AS stays
    FROM agreements
    WHERE supplier IN (FROM given_names) OR customer IN (FROM given_names)
       OR supplier = $into OR customer = $into
)
SELECT *, gives OR takes AS moves,
       CASE WHEN gives THEN $into ELSE old_supplier END AS supplier,
       CASE WHEN takes THEN $into ELSE old_customer END AS customer
FROM theirs;
