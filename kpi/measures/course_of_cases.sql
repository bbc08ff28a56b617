-- As course.sql, where the few cases that can go straight back are looked up before.
SELECT *, false AS sent_back FROM ({followed}) WHERE case_id NOT IN (FROM asked_cases)
UNION ALL BY NAME
SELECT *, lead(supplier) OVER course = customer AND lead(customer) OVER course = supplier AS sent_back
FROM ({later})
WINDOW course AS (
    PARTITION BY case_id
    ORDER BY coalesce(delivered_at, as_of), requested_at, due NULLS LAST, handoff_id)
