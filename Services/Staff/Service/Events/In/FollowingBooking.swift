import Identifiers
import Messaging
import PlatformProtocol
import Postgres
import ServiceHost
import StaffDomain

/// Keeps the copy of a booking, and has its people follow it: released when it has ended, moved when it was, and marked
/// where they cannot move.
struct FollowingBooking: Sendable {
    let tools: ServiceTools
    let envelope: Envelope
    private let bookings = BookingStore()
    private let calendars = CalendarStore()

    init(tools: ServiceTools, envelope: Envelope) {
        (self.tools, self.envelope) = (tools, envelope)
    }

    func run(_ snapshot: BookingSnapshot, in transaction: Transaction) async throws {
        let booking = try KnownBooking(snapshot, version: envelope.aggregateVersion)
        try await transaction.applyIfNewer(envelope, than: bookings.version(of: booking.id)) {
            guard try await bookings.save(booking, in: transaction) else { return }
            let people = try await calendars.lockCrew(of: booking.id, in: transaction)
            let teller = Telling(
                outbox: tools.outbox, cause: .event(envelope), actor: snapshot.updatedBy, transaction: transaction)
            for id in people {
                try await move(id, with: booking, teller)
            }
        }
    }

    private func move(_ id: StaffID, with booking: KnownBooking, _ teller: Telling) async throws {
        let from = min(tools.clock.now, booking.window.start)
        guard let loaded = try await calendars.load(id, from: from, also: booking.id, in: teller.transaction) else {
            return
        }
        var calendar = loaded.calendar
        let now = tools.clock.now
        var changes = calendar.follow(booking, at: now)
        changes += calendar.settle(loaded.bookings, at: now)
        try await teller.save(changes)
    }
}

extension KnownBooking {
    /// A booking as its service tells it.
    init(_ snapshot: BookingSnapshot, version: Int) throws(TimeWindowFault) {
        self.init(
            id: snapshot.id, organizationID: snapshot.organizationID, version: version, title: snapshot.title,
            status: snapshot.status, locationID: snapshot.locationID, state: snapshot.state,
            window: try TimeWindow(start: snapshot.startDateTime, end: snapshot.endDateTime),
            timeZone: snapshot.timezone, currency: snapshot.currency)
    }
}
