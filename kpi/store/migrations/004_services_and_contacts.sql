-- Their views are made in kpi/store/views.sql, like those of everything that names parties.

-- The service catalogue: what a supplier offers, and what a customer may ask for.
CREATE TABLE service_rows (
    supplier VARCHAR NOT NULL, service VARCHAR NOT NULL,
    description VARCHAR,
    standard BOOLEAN,                -- a standard request, or one that is talked about first
    how_to_request VARCHAR, competences VARCHAR, owner VARCHAR,
    load INTEGER NOT NULL, line BIGINT NOT NULL
);

-- Contacts between the two sides of a link: planned, asked, answered.
CREATE TABLE contact_rows (
    contact_id VARCHAR NOT NULL,
    supplier VARCHAR NOT NULL, customer VARCHAR NOT NULL, service VARCHAR NOT NULL,
    channel VARCHAR, subject VARCHAR,
    planned_at TIMESTAMP, contacted_at TIMESTAMP, answered_at TIMESTAMP,
    load INTEGER NOT NULL, line BIGINT NOT NULL
);
