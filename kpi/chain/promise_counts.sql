-- Cases of the span per customer of their last end.
SELECT customer, external,
       count(*) FILTER (WHERE outcome = 'kept') AS kept,
       count(*) FILTER (WHERE outcome IN ('kept', 'broken')) AS cases,
       count(*) FILTER (WHERE outcome = 'unknown') AS unknown,
       count(*) FILTER (WHERE outcome = 'not due') AS unfinished
FROM chain_cases
WHERE belongs_to >= $first AND belongs_to < $last
GROUP BY customer, external
ORDER BY cases DESC, customer;
