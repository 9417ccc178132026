// ComplianceService: compliance-management, the service of the law.
//
// Purpose: every booking is judged by the rules of its state as soon as it is made or changed, and anybody who plans may
// ask beforehand. Model: the shipped data set is read once at the start and becomes a rule set for each state
// (ComplianceDomain); an event or a request gives facts, the domain the check, and its row, the violations it found and
// what is told about them commit together. Failure: a data set with a fault stops the start, with all its faults.
// Not here: rules, which are data; licences, audits and age records.

public import HTTPServer
public import Messaging
public import PlatformProtocol
public import Postgres
public import ServiceHost
public import ServiceRuntime

/// compliance-management.
public struct ComplianceManagement: PlatformService {
    public static let name = ServiceName.compliance
    public static let publishes: [any EventPayload.Type] = [ComplianceChecked.self, ComplianceViolationDetected.self]

    private let tools: ServiceTools
    private let law: LawBook

    public init(_ settings: ComplianceConfiguration, _ tools: ServiceTools) throws {
        self.tools = tools
        law = LawBook(try LawFolder(root: tools.data).read())
    }

    public func routes(in database: Database) -> [Route] {
        CheckRoutes(database: database, tools: tools, law: law).table + StateRoutes(law: law).table
    }

    public func subscriptions() -> [EventSubscription] {
        BookingSubscriptions(judging: JudgingBooking(tools: tools, law: law)).table
    }
}

/// What compliance-management is told at its start.
public struct ComplianceConfiguration: ServiceConfiguration {
    public let platform: PlatformSettings

    public init(reading environment: inout EnvironmentReader) {
        platform = PlatformSettings(of: .compliance, reading: &environment)
    }
}
