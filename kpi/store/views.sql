-- What pages and measures read beside handoffs: facts under the names that they stand for.

-- Reference tables keep every standing load's rows. latest_…: the latest row of each key under the
-- names that files write, which later loads are compared with and exports write.
CREATE OR REPLACE VIEW latest_parties AS
FROM party_rows QUALIFY row_number() OVER (PARTITION BY party ORDER BY load DESC, line DESC) = 1;

CREATE OR REPLACE VIEW latest_agreements AS
FROM agreement_rows
QUALIFY row_number() OVER (PARTITION BY agreement, version, kpi ORDER BY load DESC, line DESC) = 1;

-- Steps taken here, and those that files tell of other stores; a step taken here speaks first.
CREATE OR REPLACE VIEW latest_agreement_steps AS
FROM (
    SELECT s.agreement, s.version, s.side, s.action, s.who, s.taken_at, s.reason,
           l.undone_at AS taken_back_at, s.load, s.step::BIGINT AS line, true AS taken_here
    FROM agreement_steps s LEFT JOIN loads l ON l.load = s.load
    UNION ALL BY NAME
    SELECT *, false AS taken_here FROM agreement_step_rows
)
QUALIFY row_number() OVER (
    PARTITION BY agreement, version, side, action, taken_at
    ORDER BY taken_here DESC, load DESC, line DESC) = 1;

CREATE OR REPLACE VIEW latest_annotations AS
FROM annotation_rows
QUALIFY row_number() OVER (PARTITION BY day, text, scope ORDER BY load DESC, line DESC) = 1;

CREATE OR REPLACE VIEW latest_services AS
FROM service_rows
QUALIFY row_number() OVER (PARTITION BY supplier, service ORDER BY load DESC, line DESC) = 1;

CREATE OR REPLACE VIEW latest_contacts AS
FROM contact_rows
QUALIFY row_number() OVER (PARTITION BY contact_id ORDER BY load DESC, line DESC) = 1;

CREATE OR REPLACE VIEW latest_actions AS
FROM action_rows
QUALIFY row_number() OVER (PARTITION BY action ORDER BY load DESC, line DESC) = 1;

-- Of a party with several names the row of the name that stays speaks, whole; where it has none,
-- the latest of the others. What is said of a party that was split holds for its parts too.
CREATE OR REPLACE VIEW stated_parties AS
SELECT l.* REPLACE (coalesce(n.party, l.party) AS party)
FROM latest_parties l
LEFT JOIN (SELECT DISTINCT name, party FROM standing_names) n ON n.name = l.party
QUALIFY row_number() OVER (
    PARTITION BY coalesce(n.party, l.party)
    ORDER BY coalesce(n.party, l.party) = l.party DESC, load DESC, line) = 1;

CREATE OR REPLACE VIEW services AS
SELECT l.* REPLACE (coalesce(n.party, l.supplier) AS supplier)
FROM latest_services l
LEFT JOIN (SELECT DISTINCT name, party FROM standing_names) n ON n.name = l.supplier
QUALIFY row_number() OVER (
    PARTITION BY coalesce(n.party, l.supplier), service
    ORDER BY coalesce(n.party, l.supplier) = l.supplier DESC, load DESC, line) = 1;

CREATE OR REPLACE VIEW contacts AS
SELECT l.* REPLACE (coalesce(s.party, l.supplier) AS supplier, coalesce(c.party, l.customer) AS customer)
FROM latest_contacts l
LEFT JOIN standing_names s ON s.name = l.supplier
    AND coalesce(l.contacted_at, l.planned_at, l.answered_at, '-infinity') >= s.since AND coalesce(l.contacted_at, l.planned_at, l.answered_at, '-infinity') < s.until
LEFT JOIN standing_names c ON c.name = l.customer
    AND coalesce(l.contacted_at, l.planned_at, l.answered_at, '-infinity') >= c.since AND coalesce(l.contacted_at, l.planned_at, l.answered_at, '-infinity') < c.until;

CREATE OR REPLACE VIEW actions AS
SELECT l.* REPLACE (coalesce(s.party, l.supplier) AS supplier, coalesce(c.party, l.customer) AS customer)
FROM latest_actions l
LEFT JOIN standing_names s ON s.name = l.supplier
    AND coalesce(l.opened_on, l.due_on, l.done_on, '-infinity') >= s.since AND coalesce(l.opened_on, l.due_on, l.done_on, '-infinity') < s.until
LEFT JOIN standing_names c ON c.name = l.customer
    AND coalesce(l.opened_on, l.due_on, l.done_on, '-infinity') >= c.since AND coalesce(l.opened_on, l.due_on, l.done_on, '-infinity') < c.until;

-- An agreement is of whom its names mean on its first day: a part that was split off later has to
-- agree anew. An agreement of a party with itself is stored, but holds no link.
CREATE OR REPLACE VIEW all_agreements AS
SELECT l.* REPLACE (coalesce(s.party, l.supplier) AS supplier, coalesce(c.party, l.customer) AS customer)
FROM latest_agreements l
LEFT JOIN standing_names s ON s.name = l.supplier
    AND coalesce(l.valid_from, '-infinity') >= s.since AND coalesce(l.valid_from, '-infinity') < s.until
LEFT JOIN standing_names c ON c.name = l.customer
    AND coalesce(l.valid_from, '-infinity') >= c.since AND coalesce(l.valid_from, '-infinity') < c.until;

CREATE OR REPLACE VIEW agreements AS FROM all_agreements WHERE supplier <> customer;

-- A scope is '', a party, or 'supplier > customer'.
CREATE OR REPLACE VIEW all_annotations AS
WITH parts AS (
    SELECT *, split_part(scope, ' > ', 1) AS supplier,
           CASE WHEN contains(scope, ' > ') THEN scope[length(supplier) + 4:] END AS customer
    FROM latest_annotations
)
SELECT p.* EXCLUDE (supplier, customer) REPLACE (coalesce(
    w.party, coalesce(s.party, p.supplier) || ' > ' || coalesce(c.party, p.customer), p.scope) AS scope)
FROM parts p
LEFT JOIN standing_names w ON w.name = p.scope
    AND p.day >= w.since AND p.day < w.until
LEFT JOIN standing_names s ON s.name = p.supplier
    AND p.day >= s.since AND p.day < s.until
LEFT JOIN standing_names c ON c.name = p.customer
    AND p.day >= c.since AND p.day < c.until;

CREATE OR REPLACE VIEW annotations AS
FROM all_annotations
QUALIFY row_number() OVER (PARTITION BY day, text, scope ORDER BY load DESC, line DESC) = 1;

-- Every party that a handoff or a party file names; the end customers of event logs are external.
CREATE OR REPLACE VIEW parties AS
WITH named AS (
    SELECT DISTINCT supplier AS party FROM all_handoffs
    UNION SELECT DISTINCT customer FROM all_handoffs
), owed AS (
    SELECT DISTINCT end_customer AS name{owed_day} FROM events
), ends AS (
    SELECT DISTINCT coalesce(n.party, o.name) AS party
    FROM owed o LEFT JOIN standing_names n ON n.name = o.name{owed_then}
    UNION
    -- kpi.words.terms.END_CUSTOMER, also in handoffs of an export
    SELECT DISTINCT coalesce(n.party, o.name)
    FROM (SELECT '⟨external customer⟩' AS name) o LEFT JOIN standing_names n ON n.name = o.name
)
SELECT coalesce(s.party, n.party) AS party, s.department,
       coalesce(s.external, CASE WHEN e.party IS NOT NULL THEN 'customer' ELSE 'no' END) AS external,
       s.promise_target, s.owner, s.email, s.country, s.calendar
FROM named n
FULL JOIN stated_parties s ON s.party = n.party
LEFT JOIN ends e ON e.party = coalesce(s.party, n.party);

-- KPIs that the company defined, and the unit of their targets: share, hours, rating or number.
-- Definitions are written by kpi.measures.defined alone, one key on a line, a text never on two.
CREATE OR REPLACE VIEW defined_kpis AS
SELECT kpi, regexp_extract(definition, '\nunit = "([a-z]+)"\n', 1) AS unit
FROM (FROM kpi_rows
      QUALIFY row_number() OVER (PARTITION BY kpi ORDER BY made_at DESC, rowid DESC) = 1)
WHERE NOT withdrawn;
