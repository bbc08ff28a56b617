-- KPIs that the company defined itself, as TOML; the latest standing row of an id counts.
CREATE TABLE kpi_rows (
    kpi        VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,     -- TOML
    who        VARCHAR NOT NULL,
    made_at    TIMESTAMP NOT NULL,   -- UTC
    withdrawn  BOOLEAN NOT NULL
);
