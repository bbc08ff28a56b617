-- Unfinished cases as of now that are not counted: without a due, and not due yet.
SELECT count(*) FILTER (WHERE outcome = 'no due'),
       epoch($as_of::TIMESTAMP - min(first_requested) FILTER (WHERE outcome = 'no due')) / 86400,
       count(*) FILTER (WHERE outcome = 'not due')
FROM chain_cases;
