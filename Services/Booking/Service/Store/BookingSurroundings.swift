import BookingDomain
import Identifiers
import JSON
import PlatformProtocol
import Postgres

/// A locked booking with everything that a rule may have to know besides it: its place, what the law said, and who and
/// what was assigned, as other services told it.
struct BookingSurroundings: Sendable {
    var booking: Booking
    let venue: LocationSnapshot?
    let law: LawAnswer?
    let assigned: AssignedFacts

    /// What is known about its readiness.
    var facts: ReadinessFacts {
        ReadinessFacts(
            venue: venue.map { VenueProjection($0) }, compliance: law?.standing, staffAsked: assigned.staffAsked,
            kitsLost: assigned.kitsLost)
    }

    var readiness: Readiness { Readiness(of: booking, given: facts) }

    var grounds: DecisionGrounds { DecisionGrounds(compliance: law?.standing, readiness: readiness, holds: .standard) }
}

/// What the law last said to a booking, and which rules it found broken.
struct LawAnswer: Sendable {
    let standing: ComplianceStanding
    let broken: [RuleFinding]
    let questions: [String]
    let checkedAt: Timestamp
}

/// Who and what was assigned to a booking, as it was told.
struct AssignedFacts: Sendable, Equatable {
    /// Who works on it, each once, in the order of their assignments.
    var staff: [StaffID] = []
    var staffAsked = 0
    /// The kits that were taken for it.
    var kits: [KitAssignmentID] = []
    var kitsLost = 0

    /// Who is counted as somebody who works on a booking.
    static let working: [StaffAssignmentStatus] = [.accepted, .checkedIn, .checkedOut]
}

/// What one flush reads of a booking and its surroundings.
struct SurroundingsStore: Sendable {
    let organizationID: OrganizationID

    /// Locks a booking of the organisation until the transaction ends and reads what is around it; nil when there is
    /// none that the caller may change. The surroundings are read behind the lock, so they are those of this moment.
    ///
    /// - Parameters:
    ///   - id: which one.
    ///   - own: what limits the caller to their own.
    ///   - location: another place than the booking's, where it is to move.
    ///   - waits: whether to wait for whoever is at it; who does not takes it as not there.
    ///   - transaction: that of the change.
    /// - Returns: the booking and what is around it.
    /// - Throws: what the database says.
    func lock(
        _ id: BookingID, _ own: OwnBookings = .all, at location: LocationID? = nil, waits: Bool = true,
        in transaction: Transaction
    ) async throws -> BookingSurroundings? {
        var batch = Batch(for: transaction.scope)
        let end: SQL = waits ? " FOR UPDATE" : " FOR UPDATE SKIP LOCKED"
        let booking = batch.first("\(selection(of: id, own))\(end)") { try Booking($0) }
        let parts = add(to: &batch, of: id, at: location)
        let results = try await transaction.run(batch)
        guard let booking = try results[booking] else { return nil }
        return try parts.surroundings(of: booking, in: results)
    }

    /// The same without a lock, for readers.
    func find(
        _ id: BookingID, _ own: OwnBookings, in database: Database
    ) async throws -> BookingSurroundings? {
        var batch = Batch(for: .organization(organizationID))
        let booking = batch.first(selection(of: id, own)) { try Booking($0) }
        let parts = add(to: &batch, of: id, at: nil)
        let results = try await database.run(batch)
        guard let booking = try results[booking] else { return nil }
        return try parts.surroundings(of: booking, in: results)
    }

    private func selection(of id: BookingID, _ own: OwnBookings) -> SQL {
        """
        SELECT \(BookingStore.columns) FROM bookings
        WHERE id = \(id) AND organization_id = \(organizationID) AND \(own.condition)
        """
    }

    private struct Parts {
        let venue: Batch.Handle<LocationSnapshot?>
        let law: Batch.Handle<LawAnswer?>
        let staff: Batch.Handle<[(StaffID, StaffAssignmentStatus)]>
        let kits: Batch.Handle<[(KitAssignmentID, KitAssignmentStatus)]>

        func surroundings(of booking: Booking, in results: BatchResults) throws -> BookingSurroundings {
            BookingSurroundings(
                booking: booking, venue: try results[venue], law: try results[law],
                assigned: AssignedFacts(staff: try results[staff], kits: try results[kits]))
        }
    }

    private func add(to batch: inout Batch, of id: BookingID, at location: LocationID?) -> Parts {
        Parts(
            venue: batch.first(
                """
                SELECT snapshot FROM locations WHERE id = coalesce(
                    \(location), (SELECT location_id FROM bookings WHERE id = \(id)))
                """
            ) { try $0.decode(JSONB<LocationSnapshot>.self).value },
            law: batch.first(
                """
                SELECT \(LawAnswer.columns) FROM compliance_standings WHERE booking_id = \(id)
                """
            ) { try LawAnswer($0) },
            staff: batch.rows(
                """
                SELECT staff_id, status FROM staff_assignments WHERE booking_id = \(id) AND NOT is_released
                ORDER BY created_at, id
                """
            ) { try $0.decode(StaffID.self, StaffAssignmentStatus.self) },
            kits: batch.rows(
                """
                SELECT id, status FROM kit_assignments WHERE booking_id = \(id) AND NOT is_released
                ORDER BY assigned_at, id
                """
            ) { try $0.decode(KitAssignmentID.self, KitAssignmentStatus.self) })
    }
}

extension LawAnswer {
    static let columns = SQLFragment(
        "check_id, booking_version, decision, is_answered, broken, questions, checked_at")

    /// Reads these columns.
    init(_ row: Row) throws {
        let (check, version, decision, isAnswered, broken, questions, checkedAt) = try row.decode(
            ComplianceCheckID.self, Int32.self, ComplianceDecision.self, Bool.self, JSONText.self, [String].self,
            Timestamp.self)
        self.init(
            standing: ComplianceStanding(
                checkID: check, bookingVersion: Int(version), decision: decision, isAnswered: isAnswered),
            broken: try RuleFinding.list.decode(broken.bytes.span), questions: questions, checkedAt: checkedAt)
    }
}

extension AssignedFacts {
    /// More than a booking may have are more than anybody can count: the first ones are taken.
    fileprivate init(
        staff assignments: [(StaffID, StaffAssignmentStatus)], kits: [(KitAssignmentID, KitAssignmentStatus)]
    ) {
        var seen: Set<StaffID> = []
        let working = assignments.filter { Self.working.contains($0.1) && seen.insert($0.0).inserted }
        staff = working.prefix(BookingLimits.staffMax).map(\.0)
        staffAsked = assignments.count { $0.1 == .created || $0.1 == .offered }
        self.kits = kits.prefix(BookingLimits.kitsMax).map(\.0)
        kitsLost = kits.count { $0.1 == .lost }
    }
}

/// Which bookings of the organisation a caller reaches.
enum OwnBookings: Sendable {
    case all
    /// Those that the caller made, that are for them as the client, that they work on, or that are at a place of the
    /// organisation which they put on file.
    case of(ActorID)

    var condition: SQL {
        switch self {
        case .all: return "true"
        case .of(let actor):
            let name = actor.text
            return """
                (created_by = \(name) OR client_id::text = \(name)
                OR id IN (SELECT booking_id FROM staff_assignments s
                    WHERE s.organization_id = bookings.organization_id AND s.user_id = \(name) AND NOT s.is_released
                        AND s.status = ANY (\(AssignedFacts.working.map(\.rawValue))))
                OR location_id IN (SELECT l.id FROM locations l
                    WHERE l.organization_id = bookings.organization_id AND l.created_by = \(name)))
                """
        }
    }
}
