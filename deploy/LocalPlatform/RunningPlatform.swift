public import Identifiers
import PlatformProtocol
public import ServiceRuntime

/// What runs here, for whoever begins when everything is ready.
public struct RunningPlatform: Sendable {
    /// Where clients go.
    public let gateway: HostPort
    /// The same as `http://127.0.0.1:8080`.
    public var url: String { "http://\(gateway)" }
    /// Where operators go.
    public let operatorsURL: String
    let services: Set<ServiceName>
    let folder: RunFolder

    /// Somebody's token that the gateway accepts.
    public func token(_ token: UserToken = UserToken(), at now: Timestamp) throws -> String {
        try token.signed(in: folder, at: now)
    }

    /// Three command lines that work, those of the services first. The token stands in `$TOKEN`.
    public var firstSteps: [String] {
        let asked = FirstStep.all.filter { $0.service.map(services.contains) ?? true }
        return asked.prefix(3).map { step in
            switch step.place {
            case .operators: "curl \(operatorsURL)\(step.path)"
            case .clients where step.service == nil: "curl \(url)\(step.path)"
            case .clients: "curl -H \"Authorization: Bearer $TOKEN\" '\(url)\(step.path)'"
            }
        }
    }
}

/// Something to begin with.
struct FirstStep: Sendable {
    enum Place: Sendable {
        case clients
        case operators
    }

    let place: Place
    let path: String
    /// Who answers it; the gateway itself when nil.
    let service: ServiceName?

    /// In the order in which they are preferred.
    static let all = [
        FirstStep(place: .clients, path: "/api/v1/bookings", service: .booking),
        FirstStep(place: .clients, path: "/api/v1/kits", service: .kits),
        FirstStep(place: .clients, path: "/api/v1/regions", service: .regions),
        FirstStep(place: .clients, path: "/health", service: nil),
        FirstStep(place: .clients, path: "/problems", service: nil),
        FirstStep(place: .operators, path: "/admin/upstreams", service: nil),
    ]
}
