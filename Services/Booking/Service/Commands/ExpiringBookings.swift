import BookingDomain
import Identifiers
import Postgres
import ServiceHost

/// Ends what nobody decided about in time. The work is found as the system and done as the application, each booking in
/// a transaction of its organisation; a replica that finds one locked leaves it to whoever is at it.
struct ExpiringBookings: Sendable {
    let tools: ServiceTools

    func job(every interval: Duration) -> PeriodicJob {
        PeriodicJob("expire bookings", every: interval) { databases in
            _ = try await run(finding: databases.system, changing: databases.app)
        }
    }

    /// - Returns: how many ended. One that fails keeps no other from ending; its error is thrown afterwards.
    func run(finding system: Database, changing app: Database) async throws -> Int {
        var (expired, failure, last) = (0, Optional<any Error>.none, Optional<OverdueBooking>.none)
        while true {
            let overdue = try await OverdueBookings().page(behind: last, at: tools.clock.now, in: system)
            for booking in overdue {
                do {
                    expired += try await expire(booking, in: app) ? 1 : 0
                } catch {
                    failure = error
                }
            }
            guard overdue.count == OverdueBookings.pageSize else { break }
            last = overdue.last
        }
        if let failure { throw failure }
        return expired
    }

    private func expire(_ overdue: OverdueBooking, in app: Database) async throws -> Bool {
        let changing = ChangingBooking(tools: tools, as: ChangeOrigin(for: overdue.organizationID, by: tools))
        let options = TransactionOptions(isRepeatable: true)
        return try await app.transaction(for: .organization(overdue.organizationID), options) { transaction in
            var isExpired = false
            _ = try await changing.run(overdue.id, waits: false, in: transaction) { booking, _, author, now in
                // Somebody may have decided since it was found.
                guard booking.status == .pendingApproval, let deadline = booking.holdExpiresAt, deadline <= now else {
                    return []
                }
                isExpired = true
                return [try booking.expire(by: author, at: now)]
            }
            return isExpired
        }
    }
}
