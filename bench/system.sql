-- Cases of five handoffs that follow each other through four rows of forty teams to one of ten
-- customers outside; every second handoff is asked for when the case begins. One in sixteen takes
-- two days more than it may, one in fifty is returned, one in three hundred never delivered.
CREATE TEMP TABLE walks AS
WITH cases AS (
    SELECT n AS case_number, TIMESTAMP '2023-12-25' + to_seconds((n * {seconds})::BIGINT) AS begins,
           hash(n, 'walk') AS walk
    FROM range($cases) t(n)
)
SELECT case_number, begins, k, (walk >> (8 * k)) % 9 AS choice,
       -- A team hands on to nine of the next row: 40 × 9 × 4 links and some to each customer.
       (walk % 40 + 7 * (CASE WHEN k > 0 THEN walk % 9 ELSE 0 END
                         + CASE WHEN k > 1 THEN (walk >> 8) % 9 ELSE 0 END
                         + CASE WHEN k > 2 THEN (walk >> 16) % 9 ELSE 0 END
                         + CASE WHEN k > 3 THEN (walk >> 24) % 9 ELSE 0 END)) % 40 AS team,
       (walk % 40 + 7 * (walk % 9 + CASE WHEN k > 0 THEN (walk >> 8) % 9 ELSE 0 END
                         + CASE WHEN k > 1 THEN (walk >> 16) % 9 ELSE 0 END
                         + CASE WHEN k > 2 THEN (walk >> 24) % 9 ELSE 0 END)) % 40 AS next_team,
       4 + hash(case_number, k, 'took') % 18
           + CASE WHEN hash(case_number, k, 'late') % 16 = 0 THEN 48 ELSE 0 END AS took,
       hash(case_number, k, 'end') AS fate
FROM cases, range(5) s(k);

CREATE TEMP TABLE timed AS
SELECT *, begins + to_hours((sum(took) OVER (PARTITION BY case_number ORDER BY k))::BIGINT) AS done
FROM walks;

INSERT INTO stated_handoffs BY NAME
SELECT printf('H%09d-%d', case_number, k) AS handoff_id, printf('C%09d', case_number) AS case_id,
       printf('Team-%d%02d', k, team) AS supplier,
       CASE WHEN k = 4 THEN printf('Customer-%d', next_team % 10)
            ELSE printf('Team-%d%02d', k + 1, next_team) END AS customer,
       printf('service_%d', choice) AS service,
       CASE WHEN k % 2 = 0 THEN begins ELSE done - to_hours(took::BIGINT) END AS requested_at,
       begins + to_hours(24 * (k + 1)) AS promised_at,
       CASE WHEN fate % 300 > 0 OR k < 4 THEN done END AS delivered_at,
       CASE WHEN fate % 50 = 1 THEN done + INTERVAL 6 HOUR END AS returned_at,
       1 AS load, 5 * case_number + k AS line
FROM timed
ORDER BY line;

INSERT INTO events BY NAME
SELECT printf('C%09d', case_number) AS case_id, done - to_hours(took::BIGINT) AS happened_at,
       printf('Team-%d%02d', k, team) AS party, printf('service_%d', choice) AS activity,
       1 AS ordinal, 'Customer' AS end_customer, 1 AS load, 5 * case_number + k AS line
FROM timed
ORDER BY happened_at, line;

INSERT INTO party_rows BY NAME
SELECT printf('Customer-%d', n) AS party, 'customer' AS external, 0.9 AS promise_target,
       1 AS load, n AS line
FROM range(10) t(n);
