-- Is the venue taken in this window, whoever took it? Answers the first window that is in the way, and nothing else of
-- an organisation that is not the caller's. NULL means free. A booking is not in its own way.
-- It is a function of the owner also because the operator && is not leakproof: under row-level security it loses its
-- index.

-- migrate: up

CREATE FUNCTION lease_conflict(venue uuid, wanted tstzrange, for_booking uuid DEFAULT NULL) RETURNS tstzrange
    LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT occupied FROM public.leases
        WHERE venue_id = venue AND occupied && wanted AND status = 'active' AND is_exclusive
            AND (expires_at IS NULL OR expires_at > now()) AND booking_id IS DISTINCT FROM for_booking
        ORDER BY lower(occupied) LIMIT 1);
END
$$;

GRANT EXECUTE ON FUNCTION lease_conflict(uuid, tstzrange, uuid) TO :"app";

-- migrate: down

DROP FUNCTION lease_conflict(uuid, tstzrange, uuid);
