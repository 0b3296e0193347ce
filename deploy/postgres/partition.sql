-- Every table partitioned by LIST (district), with its rows, keys, indexes and triggers as they were.
--
--     psql --single-transaction -v ON_ERROR_STOP=1 -f partition.sql "$DATABASE"
--
-- Run it as the tables' owner while no server runs, best before anything is in the database. Rows of districts
-- without a partition of their own lie in `<table>_rest`. Run again, it does the same for tables that are new since.
-- Then, for each district, before its hall is founded:
--
--     SELECT clerk_partition('500102');
--
-- After both, and after every upgrade, run grants.sql again.

DO $partition$
DECLARE
    tables CONSTANT regclass[] := ARRAY(
        SELECT c.oid FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            AND NOT c.relispartition
            AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'district')
    );
    whole regclass;
    name text;
    each text;
    keys text[];
    indexes text[];
    -- Across tables: foreign keys and triggers come back once every table is in its place.
    later text[] := ARRAY(
        SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.contype = 'f' AND k.conrelid = ANY (tables)
    ) || ARRAY(
        SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t
        WHERE t.tgrelid = ANY (tables) AND NOT t.tgisinternal
    );
BEGIN
    FOR each IN
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname)
        FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = ANY (tables)
    LOOP
        EXECUTE each;
    END LOOP;
    FOREACH whole IN ARRAY tables LOOP
        SELECT relname INTO name FROM pg_class WHERE oid = whole;
        keys := ARRAY(
            SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', name, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE conrelid = whole AND contype IN ('p', 'u')
        );
        indexes := ARRAY(
            SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
            WHERE i.indrelid = whole
                AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
        );
        -- Names of keys and indexes are one table's alone: they go with the old one before the new one has them.
        FOR each IN
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', whole, conname)
            FROM pg_constraint WHERE conrelid = whole AND contype IN ('p', 'u')
            UNION ALL
            SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i
            WHERE i.indrelid = whole
                AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
        LOOP
            EXECUTE each;
        END LOOP;
        EXECUTE format('ALTER TABLE %I RENAME TO %I', name, name || '_whole');
        EXECUTE format(
            'CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY LIST (district)',
            name, name || '_whole'
        );
        EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', name || '_rest', name);
        FOREACH each IN ARRAY keys || indexes LOOP
            EXECUTE each;
        END LOOP;
        EXECUTE format('INSERT INTO %I SELECT * FROM %I', name, name || '_whole');
        EXECUTE format('DROP TABLE %I', name || '_whole');
    END LOOP;
    FOREACH each IN ARRAY later LOOP
        EXECUTE each;
    END LOOP;
END $partition$;

-- A trigger for each statement is not handed on to partitions, which can be emptied singly: each gets its own.
CREATE OR REPLACE FUNCTION clerk_guard(part regclass, whole regclass) RETURNS void LANGUAGE plpgsql AS $guard$
DECLARE
    each text;
    trigger text;
BEGIN
    FOR trigger, each IN
        SELECT t.tgname,
            replace(pg_get_triggerdef(t.oid, true), ' ON ' || whole::text || ' ', ' ON ' || part::text || ' ')
        FROM pg_trigger t
        WHERE t.tgrelid = whole AND NOT t.tgisinternal AND t.tgtype & 1 = 0
    LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', trigger, part);
        EXECUTE each;
    END LOOP;
END $guard$;

-- A partition of every table for one district.
CREATE OR REPLACE FUNCTION clerk_partition(district text) RETURNS void LANGUAGE plpgsql AS $district$
DECLARE
    whole regclass;
    name text;
BEGIN
    FOR whole, name IN
        SELECT oid, relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'p' ORDER BY relname
    LOOP
        name := name || '_' || district;
        EXECUTE format('CREATE TABLE %I PARTITION OF %s FOR VALUES IN (%L)', name, whole, district);
        PERFORM clerk_guard(quote_ident(name)::regclass, whole);
    END LOOP;
END $district$;

SELECT clerk_guard(inhrelid, inhparent) FROM pg_inherits
WHERE inhparent IN (
    SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'p'
) AND inhrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r');
