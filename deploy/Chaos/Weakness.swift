/// What the control run takes away: the run must be found out, or the checker sees nothing.
enum Weakness {
    /// By database. Without its key the inbox recognises no event, without theirs notifications may be made twice;
    /// without constraint and claim a venue is whoever's who asks.
    static let statements: [(database: String, sql: String)] =
        ChaosSite.databases.map { ($0.name, "ALTER TABLE inbox DROP CONSTRAINT inbox_pkey") } + [
            ("comms_db", "ALTER TABLE notifications DROP CONSTRAINT notifications_event"),
            (
                "bookings_db",
                """
                ALTER TABLE leases DROP CONSTRAINT leases_no_overlap;
                CREATE OR REPLACE FUNCTION claim_venue(
                    venue uuid, wanted tstzrange[], for_booking uuid, people integer) RETURNS tstzrange
                    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
                    AS 'SELECT NULL::tstzrange'
                """
            ),
        ]

    static func plant(in site: ChaosSite) async throws {
        for (database, sql) in statements { _ = try await site.rows(sql, in: database) }
    }
}
