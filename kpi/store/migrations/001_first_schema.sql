-- Times are wall times in the company's zone, without a zone of their own; loads are stamped in UTC.
-- Text keys: an absent service is '', so that a link is always (supplier, customer, service).

CREATE TABLE settings (name VARCHAR NOT NULL, value VARCHAR NOT NULL);

-- Counts committed writes; part of every cache key.
CREATE TABLE revision (number BIGINT NOT NULL);
INSERT INTO revision VALUES (0);

CREATE TABLE loads (
    load      INTEGER NOT NULL,
    kind      VARCHAR NOT NULL,      -- handoffs, events, agreements, parties, annotations
    file_name VARCHAR NOT NULL,
    sha256    VARCHAR NOT NULL,
    bytes     BIGINT NOT NULL,
    who       VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,    -- UTC
    sample    BOOLEAN NOT NULL,      -- belongs to the sample company
    mapping   VARCHAR NOT NULL,      -- JSON: how columns were read
    report    VARCHAR NOT NULL,      -- JSON: the load report
    undone_at TIMESTAMP              -- UTC; an undone load stays in the log
);

-- Handoffs as stated by handoff files: each cell from the latest standing load that filled it.
-- Columns a1, a2, … are added for other columns of the files; `attributes` names them.
-- Ids differ in every row; this compression writes them in two thirds of the time of the default.
CREATE TABLE stated_handoffs (
    handoff_id     VARCHAR NOT NULL USING COMPRESSION zstd,
    case_id        VARCHAR NOT NULL,
    supplier       VARCHAR NOT NULL,
    customer       VARCHAR NOT NULL,
    service        VARCHAR NOT NULL,
    requested_at   TIMESTAMP NOT NULL,
    promised_at    TIMESTAMP,
    delivered_at   TIMESTAMP,
    accepted       BOOLEAN,
    returned_at    TIMESTAMP,
    rating         TINYINT,
    paused_hours   DOUBLE,
    case_due_at    TIMESTAMP,
    case_closed_at TIMESTAMP,
    case_kept      BOOLEAN,
    load           INTEGER NOT NULL, -- the load that asserted it first
    line           BIGINT NOT NULL   -- physical line in that load's file
);

CREATE TABLE attributes (name VARCHAR NOT NULL, col VARCHAR NOT NULL);

-- What each load asserted, kept only for handoffs that more than one load asserted;
-- a handoff without rows here is asserted by stated_handoffs.load alone, with exactly its cells.
CREATE TABLE handoff_assertions AS FROM stated_handoffs;

-- Events as logged; case cells are those of the event's row. An unknown party is ''.
CREATE TABLE events (
    case_id     VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    party       VARCHAR NOT NULL,
    activity    VARCHAR NOT NULL,
    ordinal     INTEGER NOT NULL,    -- among equals of the four columns before
    opened_at   TIMESTAMP,
    due_at      TIMESTAMP,
    resolved_at TIMESTAMP,
    closed_at   TIMESTAMP,
    kept        BOOLEAN,             -- declared outcome
    rejection   BOOLEAN,             -- this activity returns the handoff that brought the case here;
                                     -- NULL where the mapping names no rejection
    end_customer VARCHAR NOT NULL,   -- external customer owed the case
    load        INTEGER NOT NULL,
    line        BIGINT NOT NULL
);
CREATE TABLE event_assertions AS FROM events;

-- Handoffs derived from events, re-made whole for every case that a load or undo touches.
CREATE TABLE derived_handoffs (
    handoff_id VARCHAR NOT NULL, case_id VARCHAR NOT NULL,
    supplier VARCHAR NOT NULL, customer VARCHAR NOT NULL, service VARCHAR NOT NULL,
    requested_at TIMESTAMP NOT NULL, promised_at TIMESTAMP, delivered_at TIMESTAMP,
    accepted BOOLEAN, returned_at TIMESTAMP, rating TINYINT, paused_hours DOUBLE,
    case_due_at TIMESTAMP, case_closed_at TIMESTAMP, case_kept BOOLEAN,
    load INTEGER NOT NULL, line BIGINT NOT NULL,
    stated BOOLEAN NOT NULL          -- a handoff file states the same id: that row speaks
);

CREATE VIEW handoffs AS
SELECT handoff_id, case_id, supplier, customer, service, requested_at, promised_at, delivered_at,
       accepted, returned_at, rating, paused_hours, case_due_at, case_closed_at, case_kept,
       load, line, false AS derived
FROM stated_handoffs
UNION ALL BY NAME
SELECT * EXCLUDE (stated), true AS derived FROM derived_handoffs WHERE NOT stated;

-- Reference tables keep every standing load's rows; the view of the same name shows the latest per key.
CREATE TABLE party_rows (
    party VARCHAR NOT NULL, department VARCHAR,
    external VARCHAR NOT NULL,       -- no, customer, supplier
    promise_target DOUBLE, owner VARCHAR, email VARCHAR, country VARCHAR, calendar VARCHAR,
    load INTEGER NOT NULL, line BIGINT NOT NULL
);
CREATE VIEW stated_parties AS
FROM party_rows QUALIFY row_number() OVER (PARTITION BY party ORDER BY load DESC, line DESC) = 1;

CREATE TABLE agreement_rows (
    agreement VARCHAR NOT NULL, version INTEGER NOT NULL,
    supplier VARCHAR NOT NULL, customer VARCHAR NOT NULL, service VARCHAR NOT NULL,
    kpi VARCHAR NOT NULL,            -- '' where the row agrees times alone
    target DOUBLE,                   -- a share 0 to 1, hours, or a rating
    lead_time_hours DOUBLE, repair_time_hours DOUBLE, response_hours DOUBLE,
    valid_from DATE, valid_to DATE,  -- valid_to is included
    status VARCHAR NOT NULL,         -- proposed, countered, accepted, ended
    supplier_accepted_at TIMESTAMP, customer_accepted_at TIMESTAMP, reason VARCHAR,
    load INTEGER NOT NULL, line BIGINT NOT NULL
);
CREATE VIEW agreements AS
FROM agreement_rows
QUALIFY row_number() OVER (PARTITION BY agreement, version, kpi ORDER BY load DESC, line DESC) = 1;

CREATE TABLE annotation_rows (
    day DATE NOT NULL, text VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,          -- '' for the company, a party, or 'supplier > customer'
    load INTEGER NOT NULL, line BIGINT NOT NULL
);
CREATE VIEW annotations AS
FROM annotation_rows
QUALIFY row_number() OVER (PARTITION BY day, text, scope ORDER BY load DESC, line DESC) = 1;

-- Every party that a handoff or a party file names; the end customers of event logs are external.
CREATE VIEW parties AS
WITH named AS (
    SELECT DISTINCT supplier AS party FROM handoffs UNION SELECT DISTINCT customer FROM handoffs
), ends AS (
    SELECT DISTINCT end_customer AS party FROM events
    UNION SELECT '⟨external customer⟩' -- kpi.words.terms.END_CUSTOMER, also in handoffs of an export
)
SELECT coalesce(s.party, n.party) AS party, s.department,
       coalesce(s.external, CASE WHEN e.party IS NOT NULL THEN 'customer' ELSE 'no' END) AS external,
       s.promise_target, s.owner, s.email, s.country, s.calendar
FROM named n
FULL JOIN stated_parties s ON s.party = n.party
LEFT JOIN ends e ON e.party = coalesce(s.party, n.party);
