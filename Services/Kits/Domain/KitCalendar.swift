public import Identifiers

/// All that one kit is taken for, or would be, from some moment on. It decides about each allocation of the kit, so that
/// whoever holds it (in the service: whoever has locked the kit's row) knows when it is free.
///
/// Who is first has the kit. An allocation whose booking was moved to where the kit is taken stays, marked `time`, holds
/// nothing, and gets the kit as soon as that is free.
public struct KitCalendar: Sendable {
    public let kit: Kit
    /// Those that have not ended, oldest first.
    public private(set) var allocations: [KitAllocation]

    /// - Parameters:
    ///   - kit: whose calendar it is.
    ///   - allocations: those of the kit that have not ended, as they were stored.
    public init(of kit: Kit, _ allocations: [KitAllocation]) {
        self.kit = kit
        self.allocations = allocations.sorted { ($0.assignedAt, $0.id) < ($1.assignedAt, $1.id) }
    }

    /// Takes the kit for a booking.
    public mutating func allocate(
        _ id: KitAssignmentID, to booking: KnownBooking, notes: String?, by actor: ActorID, at now: Timestamp
    ) throws(KitError) -> KitChange {
        guard KitPolicy(booking.status) == .takes else { throw .bookingTakesNothing(booking.status) }
        guard now < booking.window.end else { throw .bookingOver }
        switch kit.profile.condition {
        case .excellent, .good, .fair: break
        case .needsMaintenance, .outOfService: throw .unfit(kit.profile.condition)
        }
        let terms = KitTerms(of: kit.profile)
        guard terms.mayEnter(booking.state) else {
            throw .crossesStateLine(home: terms.homeState, booking: booking.state)
        }
        let allocation = KitAllocation(
            restoring: id, of: kit.organizationID, version: 1, bookingID: booking.id, kitID: kit.id, terms,
            status: .assigned, usage: booking.window, conflict: nil, releaseReason: nil, notes: notes,
            assignedBy: actor, assignedAt: now, updatedAt: now)
        if let there = allocations.first(where: { $0.bookingID == booking.id }) { throw .taken(there.planned) }
        if let obstacle = obstacle(to: allocation) { throw .taken(obstacle) }
        allocations.append(allocation)
        return KitChange(allocation: allocation, event: .assigned)
    }

    /// Gives the kit back unused.
    public mutating func release(
        _ id: KitAssignmentID, because reason: String, at now: Timestamp
    ) throws(KitError) -> KitChange? {
        guard let index = allocations.firstIndex(where: { $0.id == id }) else { return nil }
        try allocations[index].release(because: reason, at: now)
        return KitChange(allocation: allocations.remove(at: index), event: .released(reason: reason))
    }

    /// Does what a new state of a booking means for the kit.
    public mutating func follow(_ booking: KnownBooking, at now: Timestamp) -> [KitChange] {
        guard KitPolicy(booking.status) == .releases else {
            return allocations.indices.filter { allocations[$0].bookingID == booking.id }
                .compactMap { judge($0, booking, at: now) }
        }
        var changes: [KitChange] = []
        for allocation in allocations where allocation.bookingID == booking.id {
            guard KitStates.isReleasable(allocation.status) else { continue }
            // It was asked the line above.
            if let change = try? release(allocation.id, because: "booking \(booking.status.rawValue)", at: now) {
                changes.append(change)
            }
        }
        return changes
    }

    /// Looks again at what could not stay as it was, oldest first: the kit may be free now.
    ///
    /// - Parameters:
    ///   - bookings: those of the allocations that are in conflict; another one is left as it is.
    ///   - now: when.
    /// - Returns: what became of them, in the order in which it was decided.
    public mutating func settle(_ bookings: [BookingID: KnownBooking], at now: Timestamp) -> [KitChange] {
        var changes: [KitChange] = []
        for index in allocations.indices where allocations[index].conflict != nil {
            guard let booking = bookings[allocations[index].bookingID], KitPolicy(booking.status) != .releases else {
                continue
            }
            if let change = judge(index, booking, at: now) { changes.append(change) }
        }
        return changes
    }

    /// Moves an allocation to its booking's window and finds out whether it can be there.
    private mutating func judge(_ index: Int, _ booking: KnownBooking, at now: Timestamp) -> KitChange? {
        var next = allocations[index]
        next.usage = booking.window
        next.conflict =
            if obstacle(to: next) != nil { .time } else if !next.terms.mayEnter(booking.state) { .stateLine } else {
                nil
            }
        guard next != allocations[index] else { return nil }
        next.version += 1
        next.updatedAt = max(now, next.updatedAt)
        allocations[index] = next
        return KitChange(allocation: next, event: .moved)
    }

    /// The first planned period that is in an allocation's way.
    private func obstacle(to wanted: KitAllocation) -> TimeWindow? {
        let planned = wanted.planned
        return allocations.filter { $0.id != wanted.id && $0.holdsKit && $0.planned.overlaps(planned) }
            .map(\.planned).min { $0.start < $1.start }
    }
}

/// An allocation after a change, and what the change was.
public struct KitChange: Sendable, Equatable {
    public let allocation: KitAllocation
    public let event: KitEvent
}

/// Everything that can have happened to an allocation.
public enum KitEvent: Sendable, Equatable {
    case assigned
    /// Its window is another one, or whether it can be kept.
    case moved
    case released(reason: String)
}
