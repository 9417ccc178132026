import Identifiers
import JSON
import Messaging
import PlatformProtocol
import Postgres

/// What other services told, as copies of what they own. A row is written by an event that is newer than it.
struct FactStore: Sendable {
    func take(_ location: LocationSnapshot, from envelope: Envelope, in transaction: Transaction) async throws {
        try await transaction.applyIfNewer(
            envelope, than: "SELECT version FROM locations WHERE id = \(location.id) FOR UPDATE"
        ) {
            try await transaction.execute(
                """
                INSERT INTO locations (
                    id, organization_id, version, kind, granted_to, capacity, parties_at_once, set_up_minutes,
                    tear_down_minutes, created_by, snapshot)
                VALUES (
                    \(location.id), \(envelope.organizationID), \(Int32(clamping: envelope.aggregateVersion)),
                    \(location.kind), \(location.grantedTo), \(location.capacity.map { Int32(clamping: $0) }),
                    \(Int32(clamping: location.partiesAtOnce)), \(Int32(clamping: location.setUpMinutes)),
                    \(Int32(clamping: location.tearDownMinutes)), \(location.createdBy.text), \(JSONB(location)))
                ON CONFLICT (id) DO UPDATE SET
                    version = excluded.version, kind = excluded.kind, granted_to = excluded.granted_to,
                    capacity = excluded.capacity, parties_at_once = excluded.parties_at_once,
                    set_up_minutes = excluded.set_up_minutes, tear_down_minutes = excluded.tear_down_minutes,
                    snapshot = excluded.snapshot
                WHERE locations.version < excluded.version
                """)
        }
    }

    func take(_ answer: ComplianceChecked, from envelope: Envelope, in transaction: Transaction) async throws {
        let broken = answer.findings.filter { $0.outcome == .failed }
        try await transaction.applyIfNewer(
            envelope,
            than: "SELECT version FROM compliance_standings WHERE booking_id = \(answer.bookingID) FOR UPDATE"
        ) {
            try await transaction.execute(
                """
                INSERT INTO compliance_standings (
                    booking_id, organization_id, version, booking_version, check_id, decision, questions, broken,
                    checked_at)
                VALUES (
                    \(answer.bookingID), \(envelope.organizationID), \(Int32(clamping: envelope.aggregateVersion)),
                    \(Int32(clamping: answer.bookingVersion)), \(answer.checkID), \(answer.decision),
                    \(answer.questions), \(JSONText(RuleFinding.list.encoded(broken))), \(answer.checkedAt))
                ON CONFLICT (booking_id) DO UPDATE SET
                    version = excluded.version, booking_version = excluded.booking_version,
                    check_id = excluded.check_id, decision = excluded.decision, questions = excluded.questions,
                    broken = excluded.broken, is_answered = false, checked_at = excluded.checked_at
                WHERE compliance_standings.version < excluded.version
                """)
        }
    }

    /// - Returns: whether it was newer than what was known.
    func take(
        _ assignment: StaffAssignmentSnapshot, isReleased: Bool, from envelope: Envelope, in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.applyIfNewer(
            envelope, than: "SELECT version FROM staff_assignments WHERE id = \(assignment.id) FOR UPDATE"
        ) {
            try await transaction.execute(
                """
                INSERT INTO staff_assignments (
                    id, organization_id, version, booking_id, staff_id, user_id, role, status, is_released,
                    hourly_rate_minor, currency, created_at)
                VALUES (
                    \(assignment.id), \(envelope.organizationID), \(Int32(clamping: envelope.aggregateVersion)),
                    \(assignment.bookingID), \(assignment.staffID), \(assignment.userID.text), \(assignment.role),
                    \(assignment.status), \(isReleased), \(assignment.hourlyRate), \(assignment.currency.description),
                    \(assignment.createdAt))
                ON CONFLICT (id) DO UPDATE SET
                    version = excluded.version, booking_id = excluded.booking_id, staff_id = excluded.staff_id,
                    user_id = excluded.user_id, role = excluded.role, status = excluded.status,
                    is_released = excluded.is_released, hourly_rate_minor = excluded.hourly_rate_minor,
                    currency = excluded.currency
                WHERE staff_assignments.version < excluded.version
                """)
        }
    }

    /// - Returns: whether it was newer than what was known.
    func take(
        _ assignment: KitAssignmentSnapshot, isReleased: Bool, from envelope: Envelope, in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.applyIfNewer(
            envelope, than: "SELECT version FROM kit_assignments WHERE id = \(assignment.id) FOR UPDATE"
        ) {
            try await transaction.execute(
                """
                INSERT INTO kit_assignments (
                    id, organization_id, version, booking_id, template_id, kit_id, status, is_released, quantity,
                    assigned_at)
                VALUES (
                    \(assignment.id), \(envelope.organizationID), \(Int32(clamping: envelope.aggregateVersion)),
                    \(assignment.bookingID), \(assignment.kitTemplateID), \(assignment.kitInstanceID),
                    \(assignment.status), \(isReleased), \(Int32(clamping: assignment.quantity)),
                    \(assignment.assignedAt))
                ON CONFLICT (id) DO UPDATE SET
                    version = excluded.version, booking_id = excluded.booking_id, kit_id = excluded.kit_id,
                    status = excluded.status, is_released = excluded.is_released, quantity = excluded.quantity
                WHERE kit_assignments.version < excluded.version
                """)
        }
    }
}

extension RuleFinding {
    /// Several, as they are kept.
    static let list = JSONType<[RuleFinding]>.array(JSONType<RuleFinding>.nested(RuleFinding.self), count: 0...200)
}
