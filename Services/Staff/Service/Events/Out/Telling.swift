import Identifiers
import Messaging
import PlatformProtocol
import Postgres
import StaffDomain

/// Writes down what became of assignments, and tells it.
struct Telling: Sendable {
    let outbox: Outbox
    let cause: EventCause
    let actor: ActorID
    let transaction: Transaction
    private let store = AssignmentStore()
    private let bookings = BookingStore()

    init(outbox: Outbox, cause: EventCause, actor: ActorID, transaction: Transaction) {
        (self.outbox, self.cause, self.actor, self.transaction) = (outbox, cause, actor, transaction)
    }

    /// Changes of assignments that were there, in the order in which they were decided: each finds its time free
    /// because those before it are written.
    func save(_ changes: [AssignmentChange]) async throws {
        for change in changes {
            try await store.save(change.assignment, in: transaction)
            switch change.event {
            case .released(let reason): try tell(change.assignment, releasedBecause: reason)
            case .assigned, .moved:
                let id = change.assignment.bookingID
                guard let (booking, crew) = try await bookings.find(id, withCrewIn: transaction) else { continue }
                try tell(change.assignment, on: booking, crew: crew, skills: [])
            }
        }
    }

    /// Somebody works on a booking, or works on it at another time than was told before.
    func tell(
        _ assignment: Assignment, on booking: KnownBooking, crew: [StaffOnBooking], skills: [String]
    ) throws {
        let payload = StaffAssignedToBooking(
            assignments: crew, assignedBy: actor, assignedAt: assignment.updatedAt, booking: BookingBrief(booking),
            totalHourlyRate: crew.reduce(0) { $0 + ($1.hourlyRate ?? 0) }, skillsMatched: skills,
            assignment: StaffAssignmentSnapshot(assignment))
        try outbox.append(payload, version: assignment.version, cause: cause, in: transaction)
    }

    private func tell(_ assignment: Assignment, releasedBecause reason: String) throws {
        let payload = StaffAssignmentReleased(
            releasedBy: actor, releasedAt: assignment.updatedAt, reason: reason,
            assignment: StaffAssignmentSnapshot(assignment))
        try outbox.append(payload, version: assignment.version, cause: cause, in: transaction)
    }
}

extension StaffAssignmentSnapshot {
    init(_ assignment: Assignment) {
        let order = assignment.order
        self.init(
            id: assignment.id, version: assignment.version, organizationID: assignment.organizationID,
            bookingID: assignment.bookingID, staffID: assignment.staffID, userID: assignment.userID, role: order.role,
            status: assignment.status, conflict: assignment.conflict, startTime: assignment.window.start,
            endTime: assignment.window.end, hourlyRate: order.hourlyRate, currency: order.currency,
            specialRequirements: order.specialRequirements, instructions: order.instructions,
            createdBy: assignment.createdBy, createdAt: assignment.createdAt, updatedAt: assignment.updatedAt)
    }
}

extension StaffOnBooking {
    init(_ assignment: Assignment) {
        self.init(
            assignmentID: assignment.id, staffID: assignment.staffID, role: assignment.order.role,
            hourlyRate: assignment.order.hourlyRate)
    }
}

extension BookingBrief {
    init(_ booking: KnownBooking) {
        self.init(
            id: booking.id, title: booking.title, status: booking.status, locationID: booking.locationID,
            state: booking.state, startDateTime: booking.window.start, endDateTime: booking.window.end,
            timezone: booking.timeZone)
    }
}
