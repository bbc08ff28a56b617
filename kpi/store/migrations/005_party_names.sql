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
