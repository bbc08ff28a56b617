-- Loads that said of a row exactly what it shows, which need no copy of its cells: a key here, beside
-- the loads that the assertions name. Before a row changes, those who confirmed it get their copies.
CREATE TABLE handoff_confirmations (
    handoff_id VARCHAR NOT NULL,
    load       INTEGER NOT NULL,     -- never the load of the current row, which came before
    line       BIGINT NOT NULL       -- physical line in that load's file
);
CREATE TABLE event_confirmations (
    case_id     VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    party       VARCHAR NOT NULL,
    activity    VARCHAR NOT NULL,
    ordinal     INTEGER NOT NULL,
    load        INTEGER NOT NULL,
    line        BIGINT NOT NULL
);
