import ComplianceDomain
import Identifiers
import JSON
import PlatformProtocol
import Postgres

/// The answers that were given. They are kept as they were answered, so that a later data set does not change them.
struct CheckStore: Sendable {
    func insert(_ record: CheckRecord, in transaction: Transaction) throws {
        let view = CheckView(record)
        try transaction.enqueue(
            """
            INSERT INTO checks (
                id, organization_id, booking_id, booking_version, version, state, decision, as_of, rule_set_version,
                answer, checked_by, checked_at)
            VALUES (
                \(record.id), \(record.organizationID), \(record.bookingID), \(record.bookingVersion.map { Int32($0) }),
                \(record.version.map { Int32($0) }), \(record.state), \(record.check.decision),
                \(record.check.asOf), \(record.check.ruleSetVersion), \(JSONB(view)),
                \(record.by.text), \(record.at))
            """)
    }
}

/// What the law last said to each booking. Its row is what orders the answers.
struct StandingStore: Sendable {
    struct Standing: Sendable, Equatable {
        let version: Int
        let bookingVersion: Int
    }

    func lock(_ booking: BookingID, in transaction: Transaction) async throws -> Standing? {
        let row = try await transaction.first(
            "SELECT version, booking_version FROM booking_standings WHERE booking_id = \(booking) FOR UPDATE")
        guard let (version, bookingVersion) = try row?.decode(Int32.self, Int32.self) else { return nil }
        return Standing(version: Int(version), bookingVersion: Int(bookingVersion))
    }

    /// Two that meet a new booking at once break the key: the second one tries again and finds the first one's row.
    func save(
        _ record: CheckRecord, of booking: BookingSnapshot, isNew: Bool, in transaction: Transaction
    ) throws {
        let (version, bookingVersion) = (Int32(clamping: record.version ?? 1), Int32(clamping: booking.version))
        guard isNew else {
            return try transaction.enqueue(
                """
                UPDATE booking_standings SET version = \(version), booking_version = \(bookingVersion),
                    state = \(record.state), decision = \(record.check.decision), check_id = \(record.id),
                    checked_at = \(record.at)
                WHERE booking_id = \(booking.id)
                """)
        }
        try transaction.enqueue(
            """
            INSERT INTO booking_standings (
                booking_id, organization_id, version, booking_version, state, decision, check_id, checked_at)
            VALUES (
                \(booking.id), \(record.organizationID), \(version), \(bookingVersion), \(record.state),
                \(record.check.decision), \(record.id), \(record.at))
            """)
    }
}

/// Rules that bookings break.
struct ViolationStore: Sendable {
    /// The ids of the rules that a booking was found to break and still does.
    func open(of booking: BookingID, in transaction: Transaction) async throws -> [String] {
        try await transaction.rows(
            "SELECT rule_id FROM violations WHERE booking_id = \(booking) AND status = 'open' ORDER BY rule_id"
        ).map { try $0.decode(String.self) }
    }

    func close(_ rules: [String], of booking: BookingID, at now: Timestamp, in transaction: Transaction) throws {
        guard !rules.isEmpty else { return }
        try transaction.enqueue(
            """
            UPDATE violations SET status = 'superseded', closed_at = \(now)
            WHERE booking_id = \(booking) AND status = 'open' AND rule_id = ANY (\(rules))
            """)
    }

    func insert(
        _ violation: ComplianceViolationDetected, of organization: OrganizationID, in transaction: Transaction
    ) throws {
        try transaction.enqueue(
            """
            INSERT INTO violations (
                id, organization_id, booking_id, check_id, state, rule_id, severity, finding, status, version,
                detected_at)
            VALUES (
                \(violation.violationID), \(organization), \(violation.bookingID), \(violation.checkID),
                \(violation.state), \(violation.finding.ruleID), \(violation.severity), \(JSONB(violation.finding)),
                'open', 1, \(violation.detectedAt))
            """)
    }
}
