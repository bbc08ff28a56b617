-- A name may mean another party for some days only: a party that was split, or changed hands.
ALTER TABLE party_names ADD COLUMN valid_from DATE;  -- NULL: since ever
ALTER TABLE party_names ADD COLUMN valid_to DATE;    -- the last day; NULL: for ever

-- Who is meant in the end and when, for every name of a standing decision, without gaps: also the
-- spans in which a name means itself.
DROP TABLE standing_names;
CREATE TABLE standing_names (
    name  VARCHAR NOT NULL,
    party VARCHAR NOT NULL,
    since TIMESTAMP NOT NULL,        -- -infinity: since ever
    until TIMESTAMP NOT NULL         -- not included; infinity: for ever
);
