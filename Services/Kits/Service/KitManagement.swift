// KitsService: kit-management, the service of kits and of who has them when.
//
// Purpose: which kits there are, and which booking has which. Model: routes call one command or query each; a command
// locks the kit's row, has the kit's calendar decide, and writes rows and events in one transaction. What bookings are is
// heard from their own service and kept as a copy, which goes by versions: whatever is repeated, late or out of order,
// the newest state wins, and kits follow it. Failure: a rule's refusal is a problem document, and nothing of the
// command stays. Not here: rules (KitsDomain) and everything that all services share (ServiceHost, ResourceAPI).
//
// Locks are taken in one order by everybody: the booking's copy, then kits by their ids. An allocation changes only
// while its kit's row is locked, and is added only while its booking's is as well.

public import HTTPServer
public import Messaging
public import PlatformProtocol
public import Postgres
public import ServiceHost
public import ServiceRuntime

/// kit-management.
public struct KitManagement: PlatformService {
    public static let name = ServiceName.kits
    public static let publishes: [any EventPayload.Type] = [KitAssignedToActivity.self, KitReleased.self]

    private let tools: ServiceTools

    public init(_ settings: KitsConfiguration, _ tools: ServiceTools) {
        self.tools = tools
    }

    public func routes(in database: Database) -> [Route] {
        KitRoutes(database: database, tools: tools).table
            + AllocationRoutes(database: database, tools: tools).table
    }

    public func subscriptions() -> [EventSubscription] {
        BookingSubscriptions(tools: tools).table
    }
}

/// What kit-management is told at its start.
public struct KitsConfiguration: ServiceConfiguration {
    public let platform: PlatformSettings

    public init(reading environment: inout EnvironmentReader) {
        platform = PlatformSettings(of: .kits, reading: &environment)
    }
}
