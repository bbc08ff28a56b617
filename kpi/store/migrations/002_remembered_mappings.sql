-- What people said of a file's columns, offered for the next file with the same header.
CREATE TABLE remembered_mappings (
    header   VARCHAR NOT NULL,     -- the columns' names as they compare, one to a line
    mapping  VARCHAR NOT NULL,     -- JSON
    load     INTEGER NOT NULL,     -- the load that succeeded with it
    saved_at TIMESTAMP NOT NULL    -- UTC
);
