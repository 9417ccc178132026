import BookingDomain
import Identifiers
import Identity
import JSON
import Messaging
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Who changes a booking, in which organisation, and why.
struct ChangeOrigin: Sendable {
    let organizationID: OrganizationID
    let author: ChangeAuthor
    let cause: EventCause
    /// Which bookings are in reach.
    var own = OwnBookings.all

    /// Somebody who asked.
    init(_ caller: Caller) {
        (organizationID, cause) = (caller.organizationID, caller.cause)
        author = ChangeAuthor(caller.actor, caller.capacity)
        own = caller.ownBookings
    }

    /// What another service told.
    init(told envelope: Envelope, by tools: ServiceTools) {
        (organizationID, cause) = (envelope.organizationID, .event(envelope))
        author = .platform
    }

    /// The service by itself.
    init(for organization: OrganizationID, by tools: ServiceTools) {
        organizationID = organization
        author = .platform
        cause = .command(tools.ids.next(), by: ChangeAuthor.platform.id)
    }
}

extension ChangeAuthor {
    /// Changes that nobody asked for are the service's.
    static let platform = ChangeAuthor(.platform, .system)
}

extension ActorID {
    static let platform: ActorID = {
        guard let actor = ActorID(ServiceName.booking.rawValue) else {
            preconditionFailure("the name of a service is an actor's")
        }
        return actor
    }()
}

extension Caller {
    /// As what they act: guests are those who only reach what is theirs.
    fileprivate var capacity: ChangeAuthor.Kind {
        if case .service(_) = identity.kind { return .system }
        return isLimitedToOwn && identity.roles.meets([.client, .guest]) ? .guest : .business
    }

    var ownBookings: OwnBookings { isLimitedToOwn ? .of(actor) : .all }
}

/// Changes a booking by a rule: the one way in which any booking changes after it was made.
///
/// The row is locked and read together with what the rule may have to know; the rule decides; leases, row, history and
/// events are written in the same transaction, the last three without being waited for.
struct ChangingBooking: Sendable {
    typealias Rule = (inout Booking, BookingSurroundings, ChangeAuthor, Timestamp) throws -> [BookingChange]

    let tools: ServiceTools
    let origin: ChangeOrigin
    private let store = BookingStore()
    private let leases = VenueLeases()

    init(tools: ServiceTools, as origin: ChangeOrigin) {
        (self.tools, self.origin) = (tools, origin)
    }

    /// - Parameters:
    ///   - id: which one.
    ///   - version: what the caller believes to change; nil where nobody asked.
    ///   - location: where it is to move, when that is known beforehand.
    ///   - waits: whether to wait for whoever is at it.
    ///   - remarks: what the caller says beyond what the rule asks for; the events carry it.
    ///   - transaction: in which organisation.
    ///   - rule: what decides.
    /// - Returns: the booking after the change and what was around it before; nil when there is none in reach.
    /// - Throws: what the rule says, or `TimeConflict`; then nothing is changed.
    func run(
        _ id: BookingID, expecting version: ExpectedVersion? = nil, at location: LocationID? = nil, waits: Bool = true,
        remarks: JSONValue? = nil, in transaction: Transaction, _ rule: Rule
    ) async throws -> BookingSurroundings? {
        let surroundings = try await SurroundingsStore(organizationID: origin.organizationID).lock(
            id, origin.own, at: location, waits: waits, in: transaction)
        guard var after = surroundings else { return nil }
        try version?.check(against: after.booking.version)
        let now = tools.clock.now
        let held = try VenueLeases.Plan(of: after.booking, at: now)
        let changes = try decide(rule, &after, at: now).filter { !$0.isEmpty }
        guard !changes.isEmpty else { return after }
        let booking = after.booking
        try await leases.settle(
            from: held, of: booking, at: after.venue, ids: tools.ids.next, at: now, in: transaction)
        try store.save(booking, in: transaction)
        let telling = BookingTelling(outbox: tools.outbox, cause: origin.cause, remarks: remarks)
        for change in changes {
            if let entry = change.history {
                try store.insert(entry, as: tools.ids.next(), of: booking, in: transaction)
            }
            try telling.tell(change, of: booking, at: after.venue, in: transaction)
        }
        return after
    }

    /// What the law refuses is answered with the rules that are broken, which the domain does not know.
    private func decide(
        _ rule: Rule, _ surroundings: inout BookingSurroundings, at now: Timestamp
    ) throws -> [BookingChange] {
        do {
            let before = surroundings
            return try rule(&surroundings.booking, before, origin.author, now)
        } catch BookingError.complianceRefused(let decision) {
            throw LawRefusal(decision: decision, broken: surroundings.law?.broken ?? [])
        }
    }
}
