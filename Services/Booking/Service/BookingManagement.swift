// BookingService: booking-management, the service of bookings.
//
// Purpose: bookings from the draft to what became of them, and that no two of them have one venue at one time. Model: a
// route reads what is asked and calls one command or query; every change of a booking goes through `ChangingBooking`,
// which locks the row, asks one rule of BookingDomain, moves the leases along, and writes row, history and events in one
// transaction. What other services know is kept here as copies of their events, which readiness is derived from.
// Failure: a rule's refusal is a problem document, and nothing of the command stays. Not here: rules (BookingDomain),
// prices, payments, the saga of a creation, dates and activities of an event.

public import HTTPServer
public import Messaging
public import PlatformProtocol
public import Postgres
public import ServiceHost
public import ServiceRuntime

/// booking-management.
public struct BookingManagement: PlatformService {
    public static let name = ServiceName.booking
    public static let publishes: [any EventPayload.Type] = [
        BookingCreated.self, BookingStatusChanged.self, BookingSubmitted.self, BookingApproved.self,
        BookingRejected.self, BookingChangesRequested.self, BookingUpdated.self, BookingCancelled.self,
        BookingStageAdvanced.self, BookingOperationalVerified.self, BookingConfirmed.self, BookingCheckedIn.self,
        BookingCompleted.self, BookingExpired.self,
    ]

    let tools: ServiceTools
    private let sweep: Duration

    public init(_ settings: BookingConfiguration, _ tools: ServiceTools) {
        (self.tools, sweep) = (tools, settings.sweep)
    }

    public func routes(in database: Database) -> [Route] {
        BookingRoutes(database: database, tools: tools).table
            + MoveRoutes(database: database, tools: tools).table
            + StatusRoutes(database: database, tools: tools).table
            + ReadinessRoutes(database: database, tools: tools).table
    }

    public func subscriptions() -> [EventSubscription] {
        LocationSubscriptions().table + FactSubscriptions(tools: tools).table
    }

    public func jobs() -> [PeriodicJob] {
        [ExpiringBookings(tools: tools).job(every: sweep)]
    }
}

/// What booking-management is told at its start.
public struct BookingConfiguration: ServiceConfiguration {
    public let platform: PlatformSettings
    let sweep: Duration

    public init(reading environment: inout EnvironmentReader) {
        platform = PlatformSettings(of: .booking, reading: &environment)
        sweep = environment.value(
            "RISHI_BOOKING_SWEEP", .duration(in: .seconds(1) ... .seconds(3600)), default: .seconds(15),
            "The pause between two looks for bookings that nobody decided about in time.")
    }
}
