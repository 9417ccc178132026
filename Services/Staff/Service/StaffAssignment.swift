// StaffService: staff-assignment, the service of people and their time.
//
// Purpose: who is on file, and who works on which booking. Model: routes call one command or query each; a command locks
// the person's row, has the person's calendar decide, and writes rows and events in one transaction. What bookings are
// is heard from their own service and kept as a copy, which goes by versions: whatever is repeated, late or out of order,
// the newest state wins, and people follow it. Failure: a rule's refusal is a problem document, and nothing of the
// command stays. Not here: rules (StaffDomain) and everything that all services share (ServiceHost, ResourceAPI).
//
// Locks are taken in one order by everybody: the booking's copy, then people by their ids. An assignment changes only
// while its person's row is locked, and is added only while its booking's is as well.

public import HTTPServer
public import Messaging
public import PlatformProtocol
public import Postgres
public import ServiceHost
public import ServiceRuntime

/// staff-assignment.
public struct StaffAssignment: PlatformService {
    public static let name = ServiceName.staff
    public static let publishes: [any EventPayload.Type] = [
        StaffAssignedToBooking.self, StaffAssignmentReleased.self,
    ]

    private let tools: ServiceTools

    public init(_ settings: StaffConfiguration, _ tools: ServiceTools) {
        self.tools = tools
    }

    public func routes(in database: Database) -> [Route] {
        ProfileRoutes(database: database, tools: tools).table
            + AssignmentRoutes(database: database, tools: tools).table
    }

    public func subscriptions() -> [EventSubscription] {
        BookingSubscriptions(tools: tools).table
    }
}

/// What staff-assignment is told at its start.
public struct StaffConfiguration: ServiceConfiguration {
    public let platform: PlatformSettings

    public init(reading environment: inout EnvironmentReader) {
        platform = PlatformSettings(of: .staff, reading: &environment)
    }
}
