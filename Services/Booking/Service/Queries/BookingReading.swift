import BookingDomain
import HTTPServer
import Identifiers
import PlatformProtocol
import Postgres

/// What may be asked for beside a booking.
enum BookingPart: String, CaseIterable, Sendable {
    case location, staff, kits, compliance, history
}

/// What a reader of one booking wants beside it.
struct BookingParts: Sendable {
    let include: [BookingPart]
}

extension BookingParts: QueryReadable {
    static let query = QueryType(
        Self.init,
        Parameter(
            "include", .oneOf().repeated,
            "What else to answer. Parts have no version, so the ETag is then that of the whole answer"))
}

/// One booking with the parts that are asked for, in one flush.
struct BookingReading {
    let organizationID: OrganizationID
    let own: OwnBookings
    let parts: [BookingPart]

    func find(_ id: BookingID, in database: Database) async throws -> BookingView? {
        try await read("id = \(id)", in: database)
    }

    func find(_ reference: BookingReference, in database: Database) async throws -> BookingView? {
        try await read("reference = \(reference.text)", in: database)
    }

    private func read(_ key: SQL, in database: Database) async throws -> BookingView? {
        var batch = Batch(for: .organization(organizationID))
        let booking = batch.first(
            """
            SELECT \(BookingStore.columns) FROM bookings
            WHERE \(key) AND organization_id = \(organizationID) AND \(own.condition)
            """
        ) { try Booking($0) }
        let one: SQL = "(SELECT id FROM bookings WHERE \(key))"
        let location = add(.location, to: &batch) {
            $0.first(
                "SELECT snapshot FROM locations WHERE id = (SELECT location_id FROM bookings WHERE \(key))"
            ) { try $0.decode(JSONB<LocationSnapshot>.self).value }
        }
        let staff = add(.staff, to: &batch) {
            $0.rows(
                """
                SELECT id, staff_id, role, hourly_rate_minor FROM staff_assignments
                WHERE booking_id = \(one) AND NOT is_released
                    AND status = ANY (\(AssignedFacts.working.map(\.rawValue)))
                ORDER BY created_at, id LIMIT \(Int32(BookingLimits.staffMax))
                """
            ) { row in
                let (id, staff, role, rate) = try row.decode(
                    StaffAssignmentID.self, StaffID.self, String.self, Int64?.self)
                return StaffOnBooking(assignmentID: id, staffID: staff, role: role, hourlyRate: rate)
            }
        }
        let kits = add(.kits, to: &batch) {
            $0.rows(
                """
                SELECT id, template_id, kit_id, status, quantity FROM kit_assignments
                WHERE booking_id = \(one) AND NOT is_released
                ORDER BY assigned_at, id LIMIT \(Int32(BookingLimits.kitsMax))
                """
            ) { try KitOnBooking($0) }
        }
        let law = add(.compliance, to: &batch) {
            $0.first("SELECT \(LawAnswer.columns) FROM compliance_standings WHERE booking_id = \(one)") {
                try LawAnswer($0)
            }
        }
        let history = add(.history, to: &batch) {
            $0.rows(
                """
                SELECT \(BookingHistory.columns) FROM booking_history WHERE booking_id = \(one)
                ORDER BY version LIMIT \(Int32(BookingHistory.entriesMax))
                """
            ) { try BookingHistoryView($0) }
        }
        let results = try await database.run(batch)
        guard let booking = try results[booking] else { return nil }
        var view = BookingView(booking)
        view.parts = BookingPartsView(
            location: try location.flatMap { try results[$0] }, staffAssignments: try staff.map { try results[$0] },
            staffCount: try staff.map { try results[$0].count }, kits: try kits.map { try results[$0] },
            compliance: try law.flatMap { try results[$0] }.map { ComplianceAnswerView($0, of: booking) },
            history: try history.map { try results[$0] })
        return view
    }

    /// Adds a statement for a part, when somebody wants it.
    private func add<Value>(
        _ part: BookingPart, to batch: inout Batch, _ statement: (inout Batch) -> Batch.Handle<Value>
    ) -> Batch.Handle<Value>? {
        parts.contains(part) ? statement(&batch) : nil
    }
}

extension KitOnBooking {
    fileprivate init(_ row: Row) throws {
        let (id, template, kit, status, quantity) = try row.decode(
            KitAssignmentID.self, KitTemplateID.self, KitID?.self, KitAssignmentStatus.self, Int32.self)
        self.init(
            assignmentID: id, kitTemplateID: template, kitInstanceID: kit, status: status, quantity: Int(quantity))
    }
}
