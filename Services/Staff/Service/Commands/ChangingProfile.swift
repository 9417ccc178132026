import Identifiers
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost
import StaffDomain

/// Says something else of a person. Another certificate may settle what an assignment of theirs lacked.
struct ChangingProfile: Sendable {
    let tools: ServiceTools
    let caller: Caller
    private let store = ProfileStore()

    init(tools: ServiceTools, caller: Caller) {
        (self.tools, self.caller) = (tools, caller)
    }

    func run(
        _ id: StaffID, expecting version: ExpectedVersion, _ change: @Sendable (StaffDetails) -> StaffDetails,
        in transaction: Transaction
    ) async throws -> StaffProfile {
        guard var profile = try await store.lock(id, for: caller, in: transaction), profile.isVisible(to: caller) else {
            throw Problem(.notFound)
        }
        try version.check(against: profile.version)
        let old = profile.details
        let now = tools.clock.now
        try profile.change(to: change(old), byThemselves: caller.isLimitedToOwn, at: now)
        try await store.save(profile, in: transaction)
        guard old.certifications != profile.details.certifications else { return profile }
        if var loaded = try await CalendarStore().load(id, from: now, also: nil, in: transaction) {
            let teller = Telling(
                outbox: tools.outbox, cause: caller.cause, actor: caller.actor, transaction: transaction)
            try await teller.save(loaded.calendar.settle(loaded.bookings, at: now))
        }
        return profile
    }
}

extension StaffProfile {
    /// Whoever is limited to their own sees themselves.
    func isVisible(to caller: Caller) -> Bool {
        !caller.isLimitedToOwn || details.userID == caller.actor
    }
}
