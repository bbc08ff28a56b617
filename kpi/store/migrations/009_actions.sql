-- What somebody does about a link, until when, and what became of it.
CREATE TABLE action_rows (
    action   VARCHAR NOT NULL,
    supplier VARCHAR NOT NULL, customer VARCHAR NOT NULL, service VARCHAR NOT NULL,
    text     VARCHAR NOT NULL, owner VARCHAR,
    opened_on DATE, due_on DATE,     -- due_on is included
    done_on  DATE,                   -- done or dropped
    status   VARCHAR NOT NULL,       -- open, done, dropped
    kpi      VARCHAR NOT NULL,       -- '' where none is named
    expected DOUBLE,                 -- a share 0 to 1, hours, or a rating
    rebase   BOOLEAN,                -- once done, the process is another
    load INTEGER NOT NULL, line BIGINT NOT NULL
);
