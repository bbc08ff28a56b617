-- What judges each of them in the replay.
SELECT case_number,
       CASE evidence WHEN 'case due' THEN 0 WHEN 'ends' THEN 1 ELSE 2 END AS evidence,
       coalesce(epoch_us(case_due), $never) AS case_due,
       epoch_us(coalesce(closed, last_end)) AS close, epoch_us(last_end) AS last_end
FROM chain_cases
WHERE outcome = 'broken' AND NOT unfinished AND belongs_to >= $first AND belongs_to < $last
ORDER BY case_number;
