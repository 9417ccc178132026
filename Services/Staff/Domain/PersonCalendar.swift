public import Identifiers

/// All the time of one person that is taken, or would be, from some moment on. It decides about each assignment of the
/// person, so that whoever holds it (in the service: whoever has locked the person's row) knows what is free.
///
/// Who is first has the time. An assignment whose booking was moved to where the person is taken stays, marked
/// `time`, holds nothing, and gets its time as soon as that is free.
public struct PersonCalendar: Sendable {
    public let person: StaffProfile
    /// Those that have not ended, oldest first.
    public private(set) var assignments: [Assignment]

    /// - Parameters:
    ///   - person: whose calendar it is.
    ///   - assignments: those of the person that have not ended, as they were stored.
    public init(of person: StaffProfile, _ assignments: [Assignment]) {
        self.person = person
        self.assignments = assignments.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// Takes the person's time for a booking.
    public mutating func assign(
        _ id: StaffAssignmentID, to booking: KnownBooking, _ order: AssignmentOrder, by actor: ActorID,
        at now: Timestamp
    ) throws(StaffError) -> AssignmentChange {
        guard CrewPolicy(booking.status) == .takes else { throw .bookingTakesNobody(booking.status) }
        guard now < booking.window.end else { throw .bookingOver }
        guard person.details.isActive else { throw .inactive }
        var order = order
        order.currency = booking.currency
        if order.hourlyRate == nil, let usual = person.details.hourlyRate {
            guard usual.currency == booking.currency else {
                throw .rateCurrency(usual.currency, booking: booking.currency)
            }
            order.hourlyRate = usual.minorUnits
        }
        try Eligibility.check(
            person.details.certifications, forRole: order.role, order.specialRequirements, on: booking.lastDay)
        let assignment = Assignment(
            restoring: id, of: person.organizationID, version: 1, bookingID: booking.id, staffID: person.id,
            userID: person.details.userID, order, status: .accepted, window: booking.window,
            travelMinutes: person.details.travelMinutes, conflict: nil, releaseReason: nil, createdBy: actor,
            createdAt: now, updatedAt: now)
        if let there = assignments.first(where: { $0.bookingID == booking.id }) { throw .calendarTaken(there.held) }
        if let obstacle = obstacle(to: assignment) { throw .calendarTaken(obstacle) }
        assignments.append(assignment)
        return AssignmentChange(assignment: assignment, event: .assigned)
    }

    /// Gives the time of one assignment back.
    public mutating func release(
        _ id: StaffAssignmentID, because reason: String, at now: Timestamp
    ) throws(StaffError) -> AssignmentChange? {
        guard let index = assignments.firstIndex(where: { $0.id == id }) else { return nil }
        try assignments[index].release(because: reason, at: now)
        return AssignmentChange(assignment: assignments.remove(at: index), event: .released(reason: reason))
    }

    /// Does what a new state of a booking means for the person.
    public mutating func follow(_ booking: KnownBooking, at now: Timestamp) -> [AssignmentChange] {
        guard CrewPolicy(booking.status) == .releases else {
            return assignments.indices.filter { assignments[$0].bookingID == booking.id }
                .compactMap { judge($0, booking, at: now) }
        }
        var changes: [AssignmentChange] = []
        for assignment in assignments where assignment.bookingID == booking.id {
            guard AssignmentStates.moves(from: assignment.status).contains(.cancelled) else { continue }
            // The move was looked up the line above.
            if let change = try? release(assignment.id, because: booking.status.releaseReason, at: now) {
                changes.append(change)
            }
        }
        return changes
    }

    /// Looks again at what could not stay as it was, oldest first: the time may be free now, the certificate renewed.
    ///
    /// - Parameters:
    ///   - bookings: those of the assignments that are in conflict; another one is left as it is.
    ///   - now: when.
    /// - Returns: what became of them, in the order in which it was decided.
    public mutating func settle(_ bookings: [BookingID: KnownBooking], at now: Timestamp) -> [AssignmentChange] {
        var changes: [AssignmentChange] = []
        for index in assignments.indices where assignments[index].conflict != nil {
            guard let booking = bookings[assignments[index].bookingID], CrewPolicy(booking.status) != .releases else {
                continue
            }
            if let change = judge(index, booking, at: now) { changes.append(change) }
        }
        return changes
    }

    /// Moves an assignment to its booking's window and finds out whether it can be there.
    private mutating func judge(_ index: Int, _ booking: KnownBooking, at now: Timestamp) -> AssignmentChange? {
        var next = assignments[index]
        next.window = booking.window
        let proof = Result { () throws(StaffError) in
            try Eligibility.check(
                person.details.certifications, forRole: next.order.role, next.order.specialRequirements,
                on: booking.lastDay)
        }
        next.conflict =
            if obstacle(to: next) != nil { .time } else if case .failure = proof { .certification } else { nil }
        guard next != assignments[index] else { return nil }
        next.version += 1
        next.updatedAt = max(now, next.updatedAt)
        assignments[index] = next
        return AssignmentChange(assignment: next, event: .moved)
    }

    /// The first window that is in an assignment's way.
    private func obstacle(to wanted: Assignment) -> TimeWindow? {
        let held = wanted.held
        return assignments.filter { $0.id != wanted.id && $0.holdsTime && $0.held.overlaps(held) }
            .map(\.held).min { $0.start < $1.start }
    }
}

/// An assignment after a change, and what the change was.
public struct AssignmentChange: Sendable, Equatable {
    public let assignment: Assignment
    public let event: AssignmentEvent
}

/// Everything that can have happened to an assignment.
public enum AssignmentEvent: Sendable, Equatable {
    case assigned
    /// Its window is another one, or whether it can be kept.
    case moved
    case released(reason: String)
}

extension BookingStatus {
    /// Why people of a booking are free again.
    var releaseReason: String { "booking \(rawValue)" }
}
