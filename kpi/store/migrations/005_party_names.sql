-- Renamed and merged parties. Facts keep the name they came with; views show the name it stands for.
CREATE TABLE party_names (
    change   INTEGER NOT NULL,       -- one decision; may hold several names
    name     VARCHAR NOT NULL,       -- as files write it
    party    VARCHAR NOT NULL,       -- whom it means
    reason   VARCHAR NOT NULL,
    who      VARCHAR NOT NULL,
    made_at  TIMESTAMP NOT NULL,     -- UTC
    undone_at TIMESTAMP              -- UTC
);

-- Who is meant in the end, made from party_names by kpi.store.views; empty where no name stands.
CREATE TABLE standing_names (name VARCHAR NOT NULL, party VARCHAR NOT NULL);

-- Names that look alike and were said to mean different parties: not proposed again.
CREATE TABLE different_names (
    name    VARCHAR NOT NULL,
    other   VARCHAR NOT NULL,        -- sorts after name
    who     VARCHAR NOT NULL,
    said_at TIMESTAMP NOT NULL       -- UTC
);

-- Which text of views.sql the views were made from.
CREATE TABLE made_views (fingerprint VARCHAR NOT NULL);
