-- Each name that stands for another party, and the party at the end of its chain (a → b → c).
-- A name is given away only while it stands for itself, so chains have no cycles.
DELETE FROM standing_names;

INSERT INTO standing_names
WITH RECURSIVE steps AS (
    SELECT name, party FROM party_names WHERE undone_at IS NULL
), followed AS (
    FROM steps
    UNION
    SELECT f.name, s.party FROM followed f JOIN steps s ON s.name = f.party
)
SELECT name, party FROM followed ANTI JOIN steps ON steps.name = followed.party
