-- Rebuilding of copies: prepare_shadow makes empty tables like the live ones in a schema of their own, which a replay
-- fills as the system role; shadow_differences compares; swap_shadow gives the live tables the rows of the shadow in
-- the caller's transaction. The system role may write no table of the service, so that what a replay can change is
-- what these made, and nothing else: that is how effects elsewhere are off.
--
-- Only a table that a migration has declared can be rebuilt: INSERT INTO rebuildable_tables VALUES ('locations'). It has
-- a primary key, and a column called version if it has versions, and then a row of the live table that is newer stays.
--
-- The swap changes rows and not names: grants, policies, keys that refer to the table and its statistics stay what they
-- are, and where nothing differs nothing is written.

-- migrate: up

CREATE TABLE rebuildable_tables (
    name text PRIMARY KEY
);

ALTER TABLE rebuildable_tables ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY migrations_declare ON rebuildable_tables TO :"owner" USING (true) WITH CHECK (true);
CREATE POLICY operator_sees ON rebuildable_tables FOR SELECT TO :"system" USING (true);

GRANT SELECT ON rebuildable_tables TO :"system";

-- The schema of a build.
CREATE FUNCTION shadow_schema(build text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF build !~ '^[a-z][a-z0-9_]{0,40}$' THEN
        RAISE EXCEPTION 'no name for a build: %', build USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN 'shadow_' || build;
END
$$;

CREATE FUNCTION prepare_shadow(build text, tables text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET lock_timeout = '2s'
AS $$
DECLARE
    place text := shadow_schema(build);
    live text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = place) THEN
        EXECUTE format('CREATE SCHEMA %I', place);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO :"system"', place);
    END IF;
    FOREACH live IN ARRAY tables LOOP
        IF NOT EXISTS (SELECT FROM public.rebuildable_tables WHERE name = live) THEN
            RAISE EXCEPTION 'no table that may be rebuilt: %', live USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF to_regclass(format('%I.%I', place, live)) IS NULL THEN
            EXECUTE format('CREATE TABLE %I.%I (LIKE public.%I INCLUDING ALL)', place, live, live);
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I.%I TO :"system"', place, live);
        END IF;
    END LOOP;
END
$$;

-- The columns of a table's primary key, for a join or a conflict.
CREATE FUNCTION key_columns(live regclass) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY array_position(indkey::int2[], attnum))
    FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey::int2[])
    WHERE indrelid = live AND indisprimary
$$;

-- Row by row what differs, in the order of the key: 'missing' from the shadow, 'added' by it, 'newer' in the live table
-- than in the shadow, or 'different'. Columns that are ignored say when or by whom a copy was made, and not what it says.
-- Sees what the caller sees.
CREATE FUNCTION shadow_differences(build text, table_name text, ignored text[], rows_max integer)
    RETURNS TABLE (kind text, key jsonb, live jsonb, shadow jsonb)
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    keys text := key_columns(('public.' || quote_ident(table_name))::regclass);
    key_array text := (SELECT string_agg(quote_literal(trim(name)), ', ') FROM unnest(string_to_array(keys, ', ')) name);
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT CASE WHEN s IS NULL THEN ''missing'' WHEN l IS NULL THEN ''added''
                WHEN (l->>''version'')::bigint > (s->>''version'')::bigint THEN ''newer'' ELSE ''different'' END,
            (SELECT jsonb_object_agg(k, coalesce(l, s)->k) FROM unnest(ARRAY[%4$s]) k), l, s
        FROM (SELECT %1$s, to_jsonb(t) - $1 AS l FROM public.%2$I t) live
            FULL JOIN (SELECT %1$s, to_jsonb(t) - $1 AS s FROM %3$I.%2$I t) built USING (%1$s)
        WHERE l IS DISTINCT FROM s ORDER BY %1$s LIMIT $2',
        keys, table_name, shadow_schema(build), key_array) USING ignored, rows_max;
END
$$;

-- Keeps everybody from writing the live tables until the caller's transaction ends. Readers go on.
CREATE FUNCTION lock_for_swap(tables text[]) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET lock_timeout = '2s'
AS $$
DECLARE
    live text;
BEGIN
    FOREACH live IN ARRAY tables LOOP
        IF NOT EXISTS (SELECT FROM public.rebuildable_tables WHERE name = live) THEN
            RAISE EXCEPTION 'no table that may be rebuilt: %', live USING ERRCODE = 'insufficient_privilege';
        END IF;
        EXECUTE format('LOCK TABLE public.%I IN SHARE ROW EXCLUSIVE MODE', live);
    END LOOP;
END
$$;

-- Gives the live tables the rows of the shadow. What only the live table has is deleted if the caller says so.
CREATE FUNCTION swap_shadow(build text, tables text[], deletes_rest boolean)
    RETURNS TABLE (table_name text, rows_written bigint, rows_deleted bigint)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET lock_timeout = '2s'
AS $$
DECLARE
    place text := shadow_schema(build);
    keys text;
    columns text;
    changes text;
    newer text;
BEGIN
    PERFORM lock_for_swap(tables);
    FOREACH table_name IN ARRAY tables LOOP
        keys := key_columns(('public.' || quote_ident(table_name))::regclass);
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
            string_agg(format('%1$I = excluded.%1$I', attname), ', ' ORDER BY attnum),
            max(CASE WHEN attname = 'version' THEN ' AND live.version <= excluded.version' ELSE '' END)
        INTO columns, changes, newer
        FROM pg_attribute
        WHERE attrelid = ('public.' || quote_ident(table_name))::regclass AND attnum > 0 AND NOT attisdropped
            AND attgenerated = '';
        -- The owner writes here for every organisation; nobody else comes near the table until this is committed.
        EXECUTE format('ALTER TABLE public.%I NO FORCE ROW LEVEL SECURITY', table_name);
        rows_deleted := 0;
        IF deletes_rest THEN
            EXECUTE format('DELETE FROM public.%1$I AS live WHERE NOT EXISTS (SELECT FROM %2$I.%1$I AS built
                WHERE (%3$s) = (%4$s))', table_name, place,
                (SELECT string_agg('live.' || k, ', ') FROM unnest(string_to_array(keys, ', ')) k),
                (SELECT string_agg('built.' || k, ', ') FROM unnest(string_to_array(keys, ', ')) k));
            GET DIAGNOSTICS rows_deleted = ROW_COUNT;
        END IF;
        EXECUTE format('INSERT INTO public.%1$I AS live (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %3$I.%1$I
            ON CONFLICT (%4$s) DO UPDATE SET %5$s
            WHERE to_jsonb(live) IS DISTINCT FROM to_jsonb(excluded)%6$s',
            table_name, columns, place, keys, changes, newer);
        GET DIAGNOSTICS rows_written = ROW_COUNT;
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', table_name);
        RETURN NEXT;
    END LOOP;
END
$$;

CREATE FUNCTION discard_shadow(build text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET lock_timeout = '2s'
AS $$
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', shadow_schema(build));
END
$$;

GRANT EXECUTE ON FUNCTION shadow_schema(text), prepare_shadow(text, text[]), key_columns(regclass),
    shadow_differences(text, text, text[], integer), lock_for_swap(text[]), swap_shadow(text, text[], boolean),
    discard_shadow(text) TO :"system";

-- migrate: down

DROP FUNCTION discard_shadow(text);
DROP FUNCTION swap_shadow(text, text[], boolean);
DROP FUNCTION lock_for_swap(text[]);
DROP FUNCTION shadow_differences(text, text, text[], integer);
DROP FUNCTION key_columns(regclass);
DROP FUNCTION prepare_shadow(text, text[]);
DROP FUNCTION shadow_schema(text);
DROP TABLE rebuildable_tables;
