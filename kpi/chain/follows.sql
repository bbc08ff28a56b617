-- The events that name their step; names are compared only here, to become whole numbers.
FROM events
JOIN follows_cases USING (case_id)
JOIN follows_steps ON step = {step}
WHERE happened_at <= $as_of
