-- Working hours and own days of a calendar: one row per opening stretch of a day. A later load
-- replaces the days that it names, whole; places (zone, country, region) are of the calendar.
CREATE TABLE calendar_rows (
    calendar VARCHAR NOT NULL,
    day      VARCHAR NOT NULL,       -- monday … sunday, or a date such as 2026-05-01, which decides
    opens    VARCHAR NOT NULL,       -- 09:00; '' on a day that is closed; 'usual': no own day any more
    closes   VARCHAR NOT NULL,       -- 18:00, up to 24:00; not after opens: on the morning after
    zone VARCHAR, country VARCHAR, region VARCHAR, -- on any of its rows; country none: no holidays
    note VARCHAR,
    load INTEGER NOT NULL, line BIGINT NOT NULL
);
CREATE VIEW calendar_places AS
SELECT calendar,
       arg_max(zone, (load, line)) FILTER (zone IS NOT NULL) AS zone,
       arg_max(country, (load, line)) FILTER (country IS NOT NULL) AS country,
       -- A row that names a country without a region means the whole country.
       nullif(arg_max(coalesce(region, ''), (load, line))
              FILTER (country IS NOT NULL OR region IS NOT NULL), '') AS region
FROM calendar_rows GROUP BY calendar;

CREATE VIEW calendars AS
WITH latest AS (
    FROM calendar_rows
    QUALIFY load = max(load) OVER (PARTITION BY calendar, day)
        AND row_number() OVER (PARTITION BY calendar, day, opens ORDER BY load DESC, line DESC) = 1
)
SELECT l.* REPLACE (p.zone AS zone, p.country AS country, p.region AS region)
FROM latest l JOIN calendar_places p USING (calendar)
WHERE l.opens <> 'usual';
