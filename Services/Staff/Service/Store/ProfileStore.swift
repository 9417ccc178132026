import Identifiers
import PlatformProtocol
import Postgres
import ResourceAPI
import StaffDomain

/// The rows of people and of their certificates.
struct ProfileStore: Sendable {
    /// Of `staff_profiles p`: each list of the certificates is in the same order.
    static let columns = SQLFragment(
        """
        p.id, p.organization_id, p.version, p.user_id, p.display_name, p.email, p.phone, p.home_city, p.home_state,
        p.home_postal_code, p.home_latitude, p.home_longitude, p.languages, p.skills, p.expertise,
        ARRAY(SELECT kind FROM staff_certifications c WHERE c.staff_id = p.id AND removed_at IS NULL ORDER BY kind),
        ARRAY(SELECT number FROM staff_certifications c WHERE c.staff_id = p.id AND removed_at IS NULL ORDER BY kind),
        ARRAY(SELECT issued_on FROM staff_certifications c
            WHERE c.staff_id = p.id AND removed_at IS NULL ORDER BY kind),
        ARRAY(SELECT expires_on FROM staff_certifications c
            WHERE c.staff_id = p.id AND removed_at IS NULL ORDER BY kind),
        p.hourly_rate, p.currency, p.travel_minutes, p.is_active, p.created_by, p.created_at, p.updated_at
        """)

    func find(_ id: StaffID, for caller: Caller, in database: Database) async throws -> StaffProfile? {
        let row = try await database.first(
            """
            SELECT \(Self.columns) FROM staff_profiles p
            WHERE p.id = \(id) AND p.organization_id = \(caller.organizationID)
            """, for: caller.scope)
        return try row.map { try StaffProfile($0) }
    }

    /// A person whom nobody else changes until the transaction ends.
    func lock(_ id: StaffID, for caller: Caller, in transaction: Transaction) async throws -> StaffProfile? {
        var batch = Batch(for: transaction.scope)
        _ = batch.rows(
            """
            SELECT 1 FROM staff_profiles WHERE id = \(id) AND organization_id = \(caller.organizationID) FOR UPDATE
            """)
        let profile = batch.first(
            """
            SELECT \(Self.columns) FROM staff_profiles p
            WHERE p.id = \(id) AND p.organization_id = \(caller.organizationID)
            """
        ) { try StaffProfile($0) }
        return try await transaction.run(batch)[profile]
    }

    func insert(_ profile: StaffProfile, in transaction: Transaction) async throws {
        let details = profile.details
        try await whileUserIsFree(
            """
            INSERT INTO staff_profiles (id, organization_id, version, user_id, display_name, email, phone,
                home_city, home_state, home_postal_code, home_latitude, home_longitude, languages, skills,
                expertise, hourly_rate, currency, travel_minutes, is_active, created_by, created_at, updated_at)
            VALUES (\(profile.id), \(profile.organizationID), \(Int32(profile.version)), \(details.userID.text),
                \(details.displayName), \(details.email), \(details.phone), \(details.home?.city),
                \(details.home?.state), \(details.home?.postalCode), \(details.home?.point?.latitude),
                \(details.home?.point?.longitude), \(details.languages), \(details.skills), \(details.expertise),
                \(details.hourlyRate?.minorUnits), \(details.hourlyRate?.currency.description),
                \(Int32(details.travelMinutes)), \(details.isActive), \(profile.createdBy.text),
                \(profile.createdAt), \(profile.updatedAt))
            """, in: transaction)
        try saveCertifications(of: profile, in: transaction)
    }

    /// Writes down a locked profile.
    func save(_ profile: StaffProfile, in transaction: Transaction) async throws {
        let details = profile.details
        try await whileUserIsFree(
            """
            UPDATE staff_profiles SET version = \(Int32(clamping: profile.version)),
                user_id = \(details.userID.text), display_name = \(details.displayName), email = \(details.email),
                phone = \(details.phone), home_city = \(details.home?.city), home_state = \(details.home?.state),
                home_postal_code = \(details.home?.postalCode), home_latitude = \(details.home?.point?.latitude),
                home_longitude = \(details.home?.point?.longitude), languages = \(details.languages),
                skills = \(details.skills), expertise = \(details.expertise),
                hourly_rate = \(details.hourlyRate?.minorUnits),
                currency = \(details.hourlyRate?.currency.description),
                travel_minutes = \(Int32(details.travelMinutes)), is_active = \(details.isActive),
                updated_at = \(profile.updatedAt)
            WHERE id = \(profile.id) AND organization_id = \(profile.organizationID)
            """, in: transaction)
        try saveCertifications(of: profile, in: transaction)
    }

    /// Nothing is deleted: what is no longer said is marked, and can be said again.
    private func saveCertifications(of profile: StaffProfile, in transaction: Transaction) throws {
        let held = profile.details.certifications
        let kinds = held.map(\.kind.rawValue)
        try transaction.enqueue(
            """
            UPDATE staff_certifications SET removed_at = \(profile.updatedAt)
            WHERE staff_id = \(profile.id) AND removed_at IS NULL AND kind <> ALL (\(kinds))
            """)
        guard !held.isEmpty else { return }
        try transaction.enqueue(
            """
            INSERT INTO staff_certifications (staff_id, organization_id, kind, number, issued_on, expires_on)
            SELECT \(profile.id), \(profile.organizationID), kind, number, issued_on, expires_on
            FROM unnest(\(kinds), \(held.map(\.number)), \(held.map(\.issuedOn)), \(held.map(\.expiresOn)))
                AS said (kind, number, issued_on, expires_on)
            ON CONFLICT (staff_id, kind) DO UPDATE SET number = excluded.number, issued_on = excluded.issued_on,
                expires_on = excluded.expires_on, removed_at = NULL
            """)
    }

    private func whileUserIsFree(_ write: SQL, in transaction: Transaction) async throws {
        do throws(PostgresError) {
            _ = try await transaction.execute(write)
        } catch .uniqueViolation(constraint: "staff_profiles_by_user", _) {
            throw StaffError.userTaken
        }
    }
}

extension StaffProfile {
    /// Reads the columns of `ProfileStore.columns`.
    init(_ row: Row) throws {
        var columns = row.columns
        let id = try columns.next(StaffID.self)
        let organizationID = try columns.next(OrganizationID.self)
        let version = try columns.next(Int32.self)
        let details = try StaffDetails(&columns)
        let createdBy = try ActorID(column: columns.next())
        let createdAt = try columns.next(Timestamp.self)
        let updatedAt = try columns.next(Timestamp.self)
        try columns.end()
        self.init(
            restoring: id, of: organizationID, version: Int(version), details, createdBy: createdBy,
            createdAt: createdAt, updatedAt: updatedAt)
    }
}

extension StaffDetails {
    fileprivate init(_ columns: inout Row.Columns) throws {
        let userID = try ActorID(column: columns.next())
        let displayName = try columns.next(String.self)
        let email = try columns.next(String?.self)
        let phone = try columns.next(String?.self)
        let home = try Home(&columns)
        let languages = try columns.next([String].self)
        let skills = try columns.next([String].self)
        let expertise = try columns.next(CannabisExpertiseLevel.self)
        let certifications = try Self.certifications(&columns)
        let rate = try columns.next(Int64?.self)
        let currency = try columns.next(String?.self).map { text throws(Problem) in try Currency(column: text) }
        self.init(
            userID: userID, displayName: displayName, email: email, phone: phone, home: home, languages: languages,
            skills: skills, expertise: expertise, certifications: certifications,
            hourlyRate: rate.flatMap { rate in currency.map { Money(minorUnits: rate, currency: $0) } },
            travelMinutes: Int(try columns.next(Int32.self)), isActive: try columns.next())
    }

    private static func certifications(_ columns: inout Row.Columns) throws -> [Certification] {
        let kinds = try columns.next([String].self)
        let numbers = try columns.next([String?].self)
        let issued = try columns.next([CalendarDay?].self)
        let expires = try columns.next([CalendarDay?].self)
        return kinds.indices.compactMap { index in
            // The table's own check lets no other word in.
            CannabisStaffCertification(rawValue: kinds[index]).map {
                Certification(
                    kind: $0, number: numbers[index], issuedOn: issued[index], expiresOn: expires[index])
            }
        }
    }
}

extension StaffDetails.Home {
    fileprivate init?(_ columns: inout Row.Columns) throws {
        let city = try columns.next(String?.self)
        let state = try columns.next(USState?.self)
        let postalCode = try columns.next(String?.self)
        let latitude = try columns.next(Double?.self)
        let longitude = try columns.next(Double?.self)
        guard let city, let state else { return nil }
        let point = latitude.flatMap { latitude in
            longitude.flatMap { GeoPoint(latitude: latitude, longitude: $0) }
        }
        self.init(city: city, state: state, postalCode: postalCode, point: point)
    }
}
