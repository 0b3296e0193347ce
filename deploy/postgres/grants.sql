-- What the server and the walls may do, given by the tables' owner: after `clerk-tui init`, and after every upgrade.
--
--     psql --single-transaction -v ON_ERROR_STOP=1 -f grants.sql "$DATABASE"

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, clerk_server, clerk_wall;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO clerk_server, clerk_wall;

-- The logs are appended to. Nobody but their owner could even try to change, empty or unguard them.
GRANT SELECT, INSERT ON event, receipt, account_entry TO clerk_server;

-- What follows from the log, and what the hall is set up with.
GRANT SELECT, INSERT, UPDATE ON
    case_row, ticket_row, notice, licence, outbox, setting, item, department, overlay, account
    TO clerk_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON step_row, "window", zone, token, sitting, sign_in_guard, pin
    TO clerk_server;

-- Walls answer every question and verify; they know nothing of who may sign in.
GRANT SELECT ON
    event, receipt, case_row, step_row, ticket_row, notice, licence, outbox, setting, item, department, zone,
    "window", overlay
    TO clerk_wall;

GRANT SELECT ON alembic_version TO clerk_server, clerk_wall;
