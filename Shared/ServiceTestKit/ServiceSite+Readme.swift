import HTTPServer
import Identifiers
import Migrations
import PlatformProtocol
import ServiceHost
import ServiceRuntime

extension ServiceSite {
    /// What is different in the tables of the service's README: routes, hears, tells and settings.
    public func readmeDifferences() throws -> [String] {
        let readme = ServiceReadme(of: ServiceDatabase(of: Running.name).folder)
        let tables: [(name: String, header: [String], rows: [[String]])] = [
            ("routes", ["method", "path", "operation", "who"], try routeRows()),
            ("hears", ["topic", "event"], try service.subscriptions().map { Self.row(of: $0.type) }),
            ("tells", ["topic", "event"], Running.publishes.map { Self.row(of: $0.type) }),
            ("settings", ["setting", "default", "what it is"], Running.Settings.settings.map(Self.row(of:))),
        ]
        return try tables.compactMap { try readme.difference($0.name, header: $0.header, rows: $0.rows) }
    }

    private func routeRows() throws -> [[String]] {
        try service.routes(in: database).map { route in
            let operation = route.operation
            let roles = operation.roles.roles.map { role in
                operation.limitsToOwn(RoleSet(role)) ? "\(role.rawValue) (own)" : role.rawValue
            }
            return ["\(operation.method.name)", "`\(operation.path)`", operation.name, roles.joined(separator: ", ")]
        }
    }

    private static func row(of type: EventType) -> [String] { ["`\(type.topic.name)`", "`\(type.rawValue)`"] }

    private static func row(of setting: Setting) -> [String] {
        let need: String
        switch setting.need {
        case .required: need = "**required**"
        case .optional(let usual): need = usual.map { "`\($0)`" } ?? "none"
        }
        let name = "`\(setting.name)`" + (setting.isSecret ? " or `\(setting.name)_FILE`" : "")
        return [name, need, setting.documentation]
    }
}
