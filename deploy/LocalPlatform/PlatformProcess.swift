import Migrations
import PlatformProtocol
import ServiceRuntime

/// One of the seven processes, as it runs on this machine: what it listens at, what it needs, what it is told.
struct PlatformProcess: Sendable {
    let service: ServiceName
    let ports: [UInt16]
    /// Where it says whether it is ready.
    let health: HostPort
    /// What must be migrated before it starts.
    let database: ServiceDatabase?
    /// Whether it is told where the brokers are, and started anew when they move.
    let usesBroker: Bool
    /// Its own settings.
    let settings: [String: String]

    /// The executable's name, and the log's.
    var name: String { service.rawValue }
}

extension ServiceName {
    /// The service's own database; the gateway has none.
    var database: ServiceDatabase? {
        switch self {
        case .booking: .booking
        case .staff: .staff
        case .kits: .kits
        case .compliance: .compliance
        case .regions: .regions
        case .notifications: .comms
        case .gateway: nil
        }
    }

    /// The folder of its program in a checkout.
    var mainFolder: String {
        database.map { "Services/\($0.folder)/Main" } ?? "Gateway/Main"
    }
}
