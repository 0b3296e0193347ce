-- The three roles of a hall's database and the database itself, made once by the cluster's administrator.
--
--     psql -v ON_ERROR_STOP=1 -f roles.sql postgres
--
-- Then give each a password by `\password clerk_owner` and so on, which sends and logs no plain text.

-- Owns the tables: makes and upgrades them, and is nobody's the rest of the time.
CREATE ROLE clerk_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
-- The server's processes, and desks that work on the database directly.
CREATE ROLE clerk_server LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
-- Monitors, boards and `verify`, on the primary or on a standby.
CREATE ROLE clerk_wall LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
ALTER ROLE clerk_wall SET default_transaction_read_only = on;

CREATE DATABASE hall OWNER clerk_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE hall FROM PUBLIC;
GRANT CONNECT ON DATABASE hall TO clerk_owner, clerk_server, clerk_wall;
