import BookingDomain
import Identifiers
import Messaging
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Makes a draft whose slot is held for a while.
///
/// Two round trips where the request says when it is: the first claims the venue and reads it, the second writes and
/// commits. A date by the clocks of a venue needs the venue's zone first, which is a third.
struct CreatingBooking: Sendable {
    let tools: ServiceTools
    let origin: ChangeOrigin
    let id: BookingID
    private let store = BookingStore()
    private let leases = VenueLeases()

    init(tools: ServiceTools, as origin: ChangeOrigin, id: BookingID) {
        (self.tools, self.origin, self.id) = (tools, origin, id)
    }

    func run(_ form: BookingForm, in transaction: Transaction) async throws -> Booking {
        let now = tools.clock.now
        let claimed = try await claim(form, in: transaction)
        let details = try form.details(at: claimed?.venue)
        try details.checkSize()
        if form.place != nil, claimed == nil {
            throw VenueRefusal.unknown.problem(beside: details.faults(startingAfter: now))
        }
        var random = SystemRandomNumberGenerator()
        let (booking, change) = try Booking.create(
            id: id, organizationID: origin.organizationID, details: details, source: form.source,
            randomBits: random.next(), holds: .standard, by: origin.author, at: now)
        if let venue = claimed?.venue { try VenueRefusal.check(venue, for: booking) }
        if let taken = claimed?.taken { throw TimeConflict(taken) }
        try store.insert(booking, in: transaction)
        if let venue = claimed?.venue, let plan = try VenueLeases.Plan(of: booking, at: now) {
            try leases.insert(
                try plan.windows(at: venue), plan, of: booking, at: venue, ids: tools.ids.next, at: now,
                in: transaction)
        }
        if let entry = change.history {
            try store.insert(entry, as: tools.ids.next(), of: booking, in: transaction)
        }
        try BookingTelling(outbox: tools.outbox, cause: origin.cause).tell(
            change, of: booking, at: claimed?.venue, in: transaction)
        return booking
    }

    private func claim(
        _ form: BookingForm, in transaction: Transaction
    ) async throws -> (venue: LocationSnapshot, taken: TimestampRange?)? {
        guard let place = form.place else { return nil }
        if let dates = form.dateWindows {
            return try await leases.claim(place, dates, for: id, people: form.partySize, in: transaction)
        }
        guard let venue = try await LocationStore().find(place, in: transaction) else { return nil }
        // What is wrong with the dates is told by the rule, which is asked next.
        guard let dates = try? form.details(at: venue).dateWindows else { return (venue, nil) }
        return try await leases.claim(place, dates, for: id, people: form.partySize, in: transaction)
    }
}
