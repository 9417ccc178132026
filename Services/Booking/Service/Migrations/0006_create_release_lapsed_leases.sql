-- Releases the holds of any organisation on this venue and window whose time is over, and tells how many there were.
-- A constraint cannot know what time it is, so whoever takes a lease calls this first, in the same transaction.

-- migrate: up

CREATE FUNCTION release_lapsed_leases(venue uuid, wanted tstzrange) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    released integer;
BEGIN
    UPDATE public.leases SET status = 'released', released_at = now(), release_reason = 'lapsed'
    WHERE venue_id = venue AND occupied && wanted AND status = 'active' AND is_exclusive AND expires_at <= now();
    GET DIAGNOSTICS released = ROW_COUNT;
    RETURN released;
END
$$;

GRANT EXECUTE ON FUNCTION release_lapsed_leases(uuid, tstzrange) TO :"app";

-- migrate: down

DROP FUNCTION release_lapsed_leases(uuid, tstzrange);
