-- Generated handoffs for the benchmark: 200 teams, 1,500 links, cases of five, 1 % sent twice, 0.3 % bad.
COPY (
    WITH drawn AS (
        SELECT n,
               n // 5 AS case_number,
               (hash(n, 'link') % 1500)::INTEGER AS link,
               TIMESTAMP '2024-01-01' + to_seconds((n * {seconds})::BIGINT) AS requested_at,
               to_hours((8 + hash(n, 'promise') % 112)::BIGINT) AS promised,
               to_seconds((3600 + hash(n, 'took') % 500000)::BIGINT) AS took,
               hash(n, 'cells') AS h,
               hash(n, 'bad') % 1000 < 3 AS bad
        FROM (SELECT CASE WHEN hash(i, 'twice') % 100 = 0 THEN greatest(i - 1, 0) ELSE i END AS n
              FROM range($rows) t(i))
    )
    SELECT printf('H%010d', n) AS handoff_id,
           printf('C%09d', case_number) AS case_id,
           n % 5 + 1 AS seq,
           printf('Team-%03d', link % 200) AS supplier,
           printf('Team-%03d', (link * 7 + 1) % 200) AS customer,
           printf('service_%02d', link % 37) AS service,
           strftime(requested_at, '%Y-%m-%d %H:%M:%S') AS requested_at,
           CASE WHEN bad THEN '2024-13-45 10:00:00'
                ELSE strftime(requested_at + promised, '%Y-%m-%d %H:%M:%S') END AS promised_at,
           CASE WHEN h % 250 = 0 THEN '' ELSE strftime(requested_at + took, '%Y-%m-%d %H:%M:%S') END
               AS delivered_at,
           CASE WHEN h % 100 = 0 THEN '' WHEN h % 10 = 1 THEN 'false' ELSE 'true' END AS accepted,
           CASE WHEN h % 2 = 0 THEN '' ELSE (h % 5 + 1)::VARCHAR END AS rating,
           strftime(TIMESTAMP '2024-01-08' + to_seconds((case_number * 5 * {seconds})::BIGINT),
                    '%Y-%m-%d %H:%M:%S') AS case_due_at
    FROM drawn
) TO '{out}' (HEADER, DELIMITER ',');
