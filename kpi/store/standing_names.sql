-- Each name of a standing decision, and the party at the end of its chain (a → b → c), span by span.
-- A name is given away only while it stands for itself, so chains have no cycles.
INSERT INTO standing_names
WITH RECURSIVE decided AS (
    SELECT name, party,
           coalesce(CAST(valid_from AS TIMESTAMP), '-infinity'::TIMESTAMP) AS since,
           coalesce(CAST(valid_to + 1 AS TIMESTAMP), 'infinity'::TIMESTAMP) AS until
    FROM party_names WHERE undone_at IS NULL
),
bounds AS (
    SELECT since AS bound FROM decided UNION SELECT until FROM decided
    UNION SELECT '-infinity'::TIMESTAMP UNION SELECT 'infinity'::TIMESTAMP
),
-- Between two neighbouring bounds nothing changes.
spans AS (
    SELECT bound AS since, lead(bound) OVER (ORDER BY bound) AS until FROM bounds
    QUALIFY until IS NOT NULL
),
steps AS (
    SELECT s.since, d.name, d.party
    FROM spans s JOIN decided d ON d.since <= s.since AND s.until <= d.until
),
followed AS (
    FROM steps
    UNION
    SELECT f.since, f.name, s.party FROM followed f JOIN steps s ON s.name = f.party AND s.since = f.since
),
ends AS (
    FROM followed ANTI JOIN steps ON steps.name = followed.party AND steps.since = followed.since
),
meant AS (
    SELECT n.name, s.since, s.until, coalesce(e.party, n.name) AS party
    FROM (SELECT DISTINCT name FROM decided) n CROSS JOIN spans s
    LEFT JOIN ends e ON e.name = n.name AND e.since = s.since
),
marked AS (
    SELECT *, party IS DISTINCT FROM lag(party) OVER (PARTITION BY name ORDER BY since) AS begins
    FROM meant
),
runs AS (
    SELECT *, sum(begins::INTEGER) OVER (PARTITION BY name ORDER BY since) AS run FROM marked
)
SELECT name, any_value(party) AS party, min(since) AS since, max(until) AS until
FROM runs GROUP BY name, run
-- A damaged table may lead in a circle: such a name stands for itself.
HAVING any_value(party) <> name OR min(since) > '-infinity' OR max(until) < 'infinity'
