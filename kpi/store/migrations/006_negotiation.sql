-- Every step of a negotiation: who, when, why. Never changed, never deleted: where the load that
-- wrote its rows is undone, the step was taken back, and the log of loads says when.
CREATE TABLE agreement_steps (
    step      INTEGER NOT NULL,
    agreement VARCHAR NOT NULL,
    version   INTEGER NOT NULL,
    side      VARCHAR NOT NULL,      -- supplier, customer; '' for a draft sent to both
    action    VARCHAR NOT NULL,      -- proposed, countered, accepted, withdrawn, ended
    who       VARCHAR NOT NULL,
    taken_at  TIMESTAMP NOT NULL,    -- wall time in the company's zone
    reason    VARCHAR NOT NULL,
    load      INTEGER NOT NULL       -- the load that holds the rows it wrote
);
