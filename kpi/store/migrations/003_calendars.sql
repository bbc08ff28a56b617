-- Working hours and own days of a calendar: one row per opening stretch of a day.
CREATE TABLE calendar_rows (
    calendar VARCHAR NOT NULL,
    day      VARCHAR NOT NULL,       -- monday … sunday, or a date such as 2026-05-01, which decides
    opens    VARCHAR NOT NULL,       -- 09:00; '' on a day that is closed
    closes   VARCHAR NOT NULL,       -- 18:00, up to 24:00; not after midnight
    zone VARCHAR, country VARCHAR, region VARCHAR, -- of the whole calendar, on any of its rows
    note VARCHAR,
    load INTEGER NOT NULL, line BIGINT NOT NULL
);
CREATE VIEW calendars AS
FROM calendar_rows
QUALIFY row_number() OVER (PARTITION BY calendar, day, opens ORDER BY load DESC, line DESC) = 1;
