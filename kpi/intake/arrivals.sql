-- Every standing load of a file: its source, what it kept out, and its latest fact.
-- $loads, $walls: all loads and when each was made, as wall time in the company's zone.
CREATE OR REPLACE TEMP TABLE arrivals AS
WITH made AS (
    SELECT unnest($loads::INTEGER[]) AS load, unnest($walls::TIMESTAMP[]) AS loaded
), standing AS (
    SELECT load, loaded, kind,
           json_extract(report, ['$.records', '$.rejected_records', '$.conflict_records'])
               ::BIGINT[] AS counts,
           -- The name without its folder or archive and without endings: a.zip › b.csv is b.
           regexp_replace(regexp_extract(regexp_replace(lower(nfc_normalize(file_name)),
                                                        '^.*\.zip › ', ''), '[^/\\]*$'),
                          '\.(csv|tsv|txt|xlsx|gz|zip)\b', '', 'g') AS stem
    FROM loads JOIN made USING (load)
    -- What people state in the program comes from no file.
    WHERE undone_at IS NULL AND json_extract_string(mapping, '$.format') <> 'in app'
), worded AS (
    -- 20260302T0800Z, and the letters that belong to a number: W12, Q1, sem 3, v2.
    SELECT *, string_split_regex(
               regexp_replace(regexp_replace(stem, '\d+t\d+z?', ' ', 'g'),
                   '(^|[^\pL\pM])(w|wk|week|kw|q|t|s|sem|semana|v)[ _-]?\d+', '\1 ', 'g'),
               '[^\pL\pM]+') AS words
    FROM standing
), facts AS (
    -- Each load's own word: of a handoff that several loads assert it lies beside the handoff.
    SELECT load, requested_at, delivered_at FROM handoff_assertions
    UNION ALL
    SELECT load, requested_at, delivered_at
    FROM stated_handoffs ANTI JOIN handoff_assertions USING (handoff_id)
    UNION ALL SELECT load, happened_at, NULL FROM events
    UNION ALL SELECT load, happened_at, NULL FROM event_assertions
    UNION ALL SELECT load, happened_at, NULL FROM event_confirmations
    -- Loads that said of a row exactly what it shows.
    UNION ALL
    SELECT c.load, requested_at, delivered_at
    FROM handoff_confirmations c JOIN stated_handoffs USING (handoff_id)
), latest AS (
    -- What was still to come when the file was loaded had not happened.
    SELECT load, max(CASE WHEN delivered_at <= loaded THEN delivered_at
                          WHEN requested_at <= loaded THEN requested_at END) AS fact
    FROM facts JOIN made USING (load)
    GROUP BY load
)
SELECT list_aggregate(list_filter(words, lambda word: word <> '' AND word NOT IN $months),
                      'string_agg', ' ') AS source,
       kind, loaded, counts[1] AS records, counts[2] AS rejected, counts[3] AS in_conflict,
       epoch(loaded - fact) / 3600 AS lag_hours
FROM worded LEFT JOIN latest USING (load)
