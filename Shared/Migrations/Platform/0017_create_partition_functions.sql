-- What makes and drops partitions. The roles of a running service may do no DDL, so these run as the owner, and can do
-- nothing but this: divide the four tables named here by whole months, and let go of ranges that are older than they
-- are kept, by the clock of the server as well as by that of the caller.
--
-- Every range table hides its rows like its parent and grants nothing to anybody. The owner may see its rows, so that
-- these functions can; in a default partition it may also move them.
--
-- Locks: attaching takes a lock on the parent that readers and writers do not notice, and an exclusive one on the
-- default partition, which is empty or nearly so; dropping takes an exclusive one on the parent. Neither is waited for
-- longer than lock_timeout, since everybody else would queue behind: the caller comes again. DETACH CONCURRENTLY would
-- need no such lock, and is not to be had for a table with a default partition nor inside of a function.

-- migrate: up

-- The tables, what they are divided by, and how long they keep a range after its end.
CREATE FUNCTION partitioned_table(table_name text) RETURNS TABLE (key_column text, kept interval, years smallint)
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT t.key_column, t.kept, t.years
    FROM (VALUES ('event_store_1y', 'id', interval '1 year', 1::smallint),
        ('event_store_3y', 'id', interval '3 years', 3::smallint),
        ('event_store_7y', 'id', interval '7 years', 7::smallint),
        ('inbox', 'event_id', interval '120 days', NULL::smallint)) AS t (name, key_column, kept, years)
    WHERE t.name = table_name
$$;

-- The smallest version 7 id of a moment, and the moment of an id.
CREATE FUNCTION first_id_at(moment timestamptz) RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

CREATE FUNCTION moment_of_id(id uuid) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)
$$;

-- The partitions of one of the tables, oldest first, the default one last. Its bounds are NULL.
CREATE FUNCTION partitions_of(table_name text)
    RETURNS TABLE (partition text, lower_id uuid, upper_id uuid, is_default boolean)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT c.relname::text,
        CASE WHEN bound <> 'DEFAULT' THEN coalesce(
            substring(bound FROM 'FROM \(''([0-9a-f-]{36})''\)'), '00000000-0000-0000-0000-000000000000')::uuid END,
        substring(bound FROM 'TO \(''([0-9a-f-]{36})''\)')::uuid,
        bound = 'DEFAULT'
    FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid, LATERAL pg_get_expr(c.relpartbound, c.oid) AS bound
    WHERE inhparent = ('public.' || quote_ident(table_name))::regclass
    ORDER BY bound = 'DEFAULT', 3
$$;

-- A table that fits under the parent. The caller fills it, if need be, hides its rows, and attaches it.
CREATE FUNCTION make_partition(table_name text, partition text) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING CONSTRAINTS INCLUDING STORAGE)',
        partition, table_name);
    IF table_name <> 'inbox' THEN
        EXECUTE format('CREATE UNIQUE INDEX %I ON public.%I (aggregate_id, version, aggregate_type)',
            partition || '_version', partition);
    END IF;
END
$$;

CREATE FUNCTION hide_partition(partition text) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition);
    EXECUTE format('CREATE POLICY maintenance_sees ON public.%I FOR SELECT TO CURRENT_USER USING (true)', partition);
END
$$;

-- The first call gives the first partition, until now the default, an upper bound: the month after the caller's, or
-- after the youngest row it has. No row moves. The server reads the partition once to see that the bound holds, unless
-- a CHECK constraint says so already. This and each later call then makes the months until months_ahead from now, and
-- moves into them what had to go to the default partition meanwhile.
CREATE FUNCTION create_partitions(table_name text, at timestamptz, months_ahead integer, rows_moved_max integer)
    RETURNS TABLE (partition text, rows_moved bigint)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET lock_timeout = '2s' SET timezone = 'UTC'
AS $$
DECLARE
    key text := (SELECT key_column FROM partitioned_table(table_name));
    rest text;
    bound timestamptz;
    edge uuid;
    next_edge uuid;
    youngest uuid;
    strays bigint;
BEGIN
    IF key IS NULL THEN
        RAISE EXCEPTION 'no table that is divided by months: %', table_name USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF months_ahead NOT BETWEEN 1 AND 24 THEN
        RAISE EXCEPTION 'months ahead: %', months_ahead USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('create_partitions ' || table_name, 0));
    SELECT p.partition INTO rest FROM partitions_of(table_name) p WHERE is_default;
    SELECT p.upper_id INTO edge FROM partitions_of(table_name) p ORDER BY p.upper_id DESC NULLS LAST LIMIT 1;

    IF edge IS NULL THEN
        -- In the order in which a writer takes its locks, or one would wait for the other.
        EXECUTE format('LOCK TABLE ONLY public.%I IN ACCESS EXCLUSIVE MODE', table_name);
        EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', rest);
        EXECUTE format('SELECT %1$I FROM public.%2$I ORDER BY %1$I DESC LIMIT 1', key, rest) INTO youngest;
        bound := date_trunc('month', greatest(at, moment_of_id(youngest)), 'UTC') + interval '1 month';
        IF bound > at + interval '13 months' THEN
            RAISE EXCEPTION 'partition % has ids of %: it gets no bound', rest, moment_of_id(youngest)
                USING ERRCODE = 'check_violation';
        END IF;
        edge := first_id_at(bound);
        EXECUTE format('ALTER TABLE public.%I DETACH PARTITION public.%I', table_name, rest);
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (MINVALUE) TO (%L)',
            table_name, rest, edge);
        RETURN QUERY SELECT rest, 0::bigint;
        rest := table_name || '_rest';
        PERFORM make_partition(table_name, rest);
        PERFORM hide_partition(rest);
        EXECUTE format('CREATE POLICY maintenance_moves ON public.%I FOR DELETE TO CURRENT_USER USING (true)', rest);
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I DEFAULT', table_name, rest);
        RETURN QUERY SELECT rest, 0::bigint;
    END IF;

    bound := moment_of_id(edge);
    WHILE bound <= at + make_interval(months => months_ahead) LOOP
        next_edge := first_id_at(bound + interval '1 month');
        partition := table_name || to_char(bound AT TIME ZONE 'UTC', '_YYYY_MM');
        -- Whoever writes into the default partition right now is waited for, so that what is counted is all there is.
        EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', rest);
        EXECUTE format('SELECT count(*) FROM (SELECT FROM public.%1$I WHERE %2$I >= $1 AND %2$I < $2 LIMIT $3) AS t',
            rest, key) INTO strays USING edge, next_edge, rows_moved_max + 1;
        IF strays > rows_moved_max THEN
            RAISE EXCEPTION 'partition % has more rows of % than may be moved at once', rest, partition
                USING ERRCODE = 'program_limit_exceeded';
        END IF;
        PERFORM make_partition(table_name, partition);
        IF strays > 0 THEN
            EXECUTE format(
                'WITH gone AS (DELETE FROM public.%1$I WHERE %2$I >= $1 AND %2$I < $2 RETURNING *)
                INSERT INTO public.%3$I SELECT * FROM gone', rest, key, partition) USING edge, next_edge;
        END IF;
        PERFORM hide_partition(partition);
        EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
            table_name, partition, edge, next_edge);
        rows_moved := strays;
        RETURN NEXT;
        edge := next_edge;
        bound := bound + interval '1 month';
    END LOOP;
END
$$;

-- What is in the default partition and should not be: its number, counted up to rows_max, and the moments of its ids.
-- Before the first bound there is nothing it should not have.
CREATE FUNCTION stray_rows(table_name text, rows_max integer)
    RETURNS TABLE (strays bigint, oldest timestamptz, youngest timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET lock_timeout = '2s' SET timezone = 'UTC'
AS $$
DECLARE
    key text := (SELECT key_column FROM partitioned_table(table_name));
    rest text;
BEGIN
    IF key IS NULL THEN
        RAISE EXCEPTION 'no table that is divided by months: %', table_name USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT p.partition INTO rest FROM partitions_of(table_name) p WHERE is_default;
    IF NOT EXISTS (SELECT FROM partitions_of(table_name) p WHERE NOT p.is_default) THEN
        RETURN QUERY SELECT 0::bigint, NULL::timestamptz, NULL::timestamptz;
        RETURN;
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT count(*), moment_of_id((min(%1$I::text))::uuid), moment_of_id((max(%1$I::text))::uuid)
        FROM (SELECT %1$I FROM public.%2$I LIMIT $1) AS t', key, rest) USING rows_max;
END
$$;

-- The ranges whose time is over. The server's clock has a say, so that one that is ahead somewhere drops nothing.
CREATE FUNCTION expired_partitions(table_name text, at timestamptz) RETURNS TABLE (partition text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT p.partition FROM partitions_of(table_name) p, partitioned_table(table_name) t
    WHERE NOT p.is_default AND p.partition <> 'inbox_closed'
        AND moment_of_id(p.upper_id) + t.kept <= least(at, clock_timestamp())
    ORDER BY p.upper_id
$$;

-- Lets one range go, if its time is over, and tells what became of it: 'dropped'; 'held', because a legal hold covers
-- a row of it; 'unsealed', because the audit chain does not know all of its rows. A range under a hold stays as a whole:
-- to delete only what is not held would take a right to delete events, and would leave the chain with digests over rows
-- of which some are there, which nobody could tell from tampering.
CREATE FUNCTION drop_partition(table_name text, partition_name text, at timestamptz) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET lock_timeout = '2s' SET timezone = 'UTC'
AS $$
DECLARE
    range_lower uuid;
    range_upper uuid;
    row_count bigint;
    highest bigint;
    is_true boolean;
BEGIN
    SELECT p.lower_id, p.upper_id INTO range_lower, range_upper
    FROM partitions_of(table_name) p JOIN expired_partitions(table_name, at) e USING (partition)
    WHERE p.partition = partition_name;
    IF range_upper IS NULL THEN
        RAISE EXCEPTION 'no range of % whose time is over: %', table_name, partition_name
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- Drops are numbered in the order of their commits; no hold is placed while this looks for one; and nobody writes
    -- into the range while this counts.
    LOCK TABLE public.partition_drops IN SHARE ROW EXCLUSIVE MODE;
    LOCK TABLE public.legal_holds IN SHARE MODE;
    EXECUTE format('LOCK TABLE public.%I IN SHARE MODE', partition_name);
    EXECUTE format('SELECT count(*) FROM public.%I', partition_name) INTO row_count;
    IF table_name <> 'inbox' THEN
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM public.legal_holds h WHERE h.released_at IS NULL AND (
                (h.held_organization IS NULL AND h.aggregate_id IS NULL) OR EXISTS (
                    SELECT FROM public.%I e
                    WHERE (h.held_organization IS NULL OR e.organization_id = h.held_organization)
                        AND (h.aggregate_id IS NULL
                            OR (e.aggregate_id = h.aggregate_id AND e.aggregate_type = h.aggregate_type)))))',
            partition_name) INTO is_true;
        IF is_true THEN
            RETURN 'held';
        END IF;
        EXECUTE format('SELECT max(position) FROM public.%I', partition_name) INTO highest;
        IF highest > coalesce((SELECT max(to_position) FROM public.event_chain WHERE kind = 'events'), 0) THEN
            RETURN 'unsealed';
        END IF;
    END IF;
    EXECUTE format('DROP TABLE public.%I', partition_name);
    INSERT INTO public.partition_drops (parent, partition, retention_years, lower_id, upper_id, events, last_position,
        dropped_at)
    SELECT table_name, partition_name, t.years, range_lower, range_upper, row_count, highest, clock_timestamp()
    FROM partitioned_table(table_name) t;
    IF table_name = 'inbox' THEN
        PERFORM close_inbox(range_upper);
    END IF;
    RETURN 'dropped';
END
$$;

-- Puts a table in the place of the ranges that are gone which takes no row. Otherwise the default partition would, and
-- an event from long ago whose row is gone would take effect a second time. Now it fails, and is told.
CREATE FUNCTION close_inbox(upper_id uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    DROP TABLE IF EXISTS public.inbox_closed;
    PERFORM make_partition('inbox', 'inbox_closed');
    PERFORM hide_partition('inbox_closed');
    ALTER TABLE public.inbox_closed ADD CONSTRAINT inbox_no_longer_knows CHECK (false);
    DELETE FROM public.inbox_rest r WHERE r.event_id < close_inbox.upper_id;
    EXECUTE format('ALTER TABLE public.inbox ATTACH PARTITION public.inbox_closed FOR VALUES FROM (MINVALUE) TO (%L)',
        upper_id);
END
$$;

CREATE POLICY maintenance_sees ON event_store_1y_first FOR SELECT TO :"owner" USING (true);
CREATE POLICY maintenance_sees ON event_store_3y_first FOR SELECT TO :"owner" USING (true);
CREATE POLICY maintenance_sees ON event_store_7y_first FOR SELECT TO :"owner" USING (true);
CREATE POLICY maintenance_sees ON inbox_first FOR SELECT TO :"owner" USING (true);

GRANT EXECUTE ON FUNCTION partitioned_table(text), first_id_at(timestamptz), moment_of_id(uuid), partitions_of(text),
    create_partitions(text, timestamptz, integer, integer), stray_rows(text, integer),
    expired_partitions(text, timestamptz), drop_partition(text, text, timestamptz) TO :"system";

-- migrate: down

DROP POLICY IF EXISTS maintenance_sees ON event_store_1y_first;
DROP POLICY IF EXISTS maintenance_sees ON event_store_3y_first;
DROP POLICY IF EXISTS maintenance_sees ON event_store_7y_first;
DROP POLICY IF EXISTS maintenance_sees ON inbox_first;
DROP FUNCTION close_inbox(uuid);
DROP FUNCTION drop_partition(text, text, timestamptz);
DROP FUNCTION expired_partitions(text, timestamptz);
DROP FUNCTION stray_rows(text, integer);
DROP FUNCTION create_partitions(text, timestamptz, integer, integer);
DROP FUNCTION hide_partition(text);
DROP FUNCTION make_partition(text, text);
DROP FUNCTION partitions_of(text);
DROP FUNCTION moment_of_id(uuid);
DROP FUNCTION first_id_at(timestamptz);
DROP FUNCTION partitioned_table(text);
