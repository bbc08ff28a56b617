-- The steps of a negotiation that a file tells: the history of another store, say. Those taken here
-- are in agreement_steps; latest_agreement_steps shows both.
CREATE TABLE agreement_step_rows (
    agreement VARCHAR NOT NULL, version INTEGER NOT NULL,
    side VARCHAR NOT NULL, action VARCHAR NOT NULL, who VARCHAR NOT NULL,
    taken_at TIMESTAMP NOT NULL, reason VARCHAR NOT NULL,
    taken_back_at TIMESTAMP,         -- UTC, as the log of loads has it
    load INTEGER NOT NULL, line BIGINT NOT NULL
);
