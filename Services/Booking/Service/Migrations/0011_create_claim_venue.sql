-- Is there room for a party in these windows, whoever else is there? Locks the venue, so that two who ask at once are
-- answered one after the other, lets go what has lapsed, and answers NULL, or the first window that is in the way and
-- nothing else of an organisation that is not the caller's. A booking is not in its own way.
--
-- An exclusive lease is in everybody's way. Others are counted, and their people summed against the capacity, at each
-- moment at which one of them begins: between two such moments the sums only fall. The exclusion constraint on leases holds even without this function; this
-- one also counts, and knows what time it is.

-- migrate: up

CREATE FUNCTION claim_venue(venue uuid, wanted tstzrange[], for_booking uuid, people integer) RETURNS tstzrange
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    parties_max integer;
    people_max integer;
    slot tstzrange;
    taken tstzrange;
BEGIN
    SELECT coalesce(parties_at_once, 1), capacity INTO parties_max, people_max
    FROM public.locations WHERE id = venue FOR NO KEY UPDATE;
    FOREACH slot IN ARRAY wanted LOOP
        PERFORM public.release_lapsed_leases(venue, slot);
        UPDATE public.leases SET status = 'released', released_at = now(), release_reason = 'lapsed'
        WHERE venue_id = venue AND occupied && slot AND status = 'active' AND NOT is_exclusive AND expires_at <= now();

        SELECT occupied INTO taken FROM public.leases
        WHERE venue_id = venue AND occupied && slot AND status = 'active' AND is_exclusive AND booking_id <> for_booking
        ORDER BY lower(occupied) LIMIT 1;
        IF taken IS NOT NULL THEN
            RETURN taken;
        END IF;

        WITH others AS MATERIALIZED (
            SELECT occupied, party_size FROM public.leases
            WHERE venue_id = venue AND occupied && slot AND status = 'active' AND NOT is_exclusive
                AND booking_id <> for_booking
        )
        SELECT there.earliest INTO taken
        FROM (SELECT DISTINCT greatest(lower(occupied), lower(slot)) AS moment FROM others) AS moments,
            LATERAL (
                SELECT count(*) AS parties, sum(party_size) AS guests,
                    (array_agg(occupied ORDER BY occupied))[1] AS earliest
                FROM others WHERE occupied @> moments.moment
            ) AS there
        WHERE there.parties >= parties_max OR there.guests + people > people_max
        ORDER BY moments.moment LIMIT 1;
        IF taken IS NOT NULL THEN
            RETURN taken;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

GRANT EXECUTE ON FUNCTION claim_venue(uuid, tstzrange[], uuid, integer) TO :"app";

-- migrate: down

DROP FUNCTION claim_venue(uuid, tstzrange[], uuid, integer);
