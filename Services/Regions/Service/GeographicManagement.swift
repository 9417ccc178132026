// RegionsService: geographic-management, the service of places.
//
// Purpose: locations and their review. Model: routes call one command or query each; a command runs the domain's rule on
// a locked row and writes row and events in one transaction. Failure: a rule's refusal is a problem document, and
// nothing of the command stays. Not here: rules (RegionsDomain) and everything that all services share (ServiceHost,
// ResourceAPI).

public import HTTPServer
public import PlatformProtocol
public import Postgres
public import ServiceHost
public import ServiceRuntime

/// geographic-management.
public struct GeographicManagement: PlatformService {
    public static let name = ServiceName.regions
    public static let publishes: [any EventPayload.Type] = [
        LocationCreated.self, LocationUpdated.self, LocationApproved.self, LocationRejected.self,
    ]

    private let tools: ServiceTools

    public init(_ settings: RegionsConfiguration, _ tools: ServiceTools) {
        self.tools = tools
    }

    public func routes(in database: Database) -> [Route] {
        LocationRoutes(database: database, tools: tools).table
    }
}

/// What geographic-management is told at its start.
public struct RegionsConfiguration: ServiceConfiguration {
    public let platform: PlatformSettings

    public init(reading environment: inout EnvironmentReader) {
        platform = PlatformSettings(of: .regions, reading: &environment)
    }
}
