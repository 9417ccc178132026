import Foundation
import HTTPServer
import Identifiers
import Migrations
import PlatformProtocol
import PostgresTestKit
import ServiceHost
import ServiceRuntime

/// The tables in a service's README, which its code prints: what it answers, hears and tells, and its settings. Each
/// stands between two comments that bear its name.
extension ServiceSite {
    /// The tables that are not as the code has them. With `GOLDEN_UPDATE=1` they are written anew instead.
    public func readmeDifferences() throws -> [String] {
        let folder = ServiceDatabase(of: Running.name).folder
        let file = URL(filePath: ServiceTestDatabase.checkout.root).appending(path: "Services/\(folder)/README.md")
        var text = try String(contentsOf: file, encoding: .utf8)
        var differences: [String] = []
        for (name, table) in try printedTables() {
            guard let start = text.firstRange(of: "<!-- printed: \(name) -->\n"),
                let end = text[start.upperBound...].firstRange(of: "<!-- end of \(name) -->")
            else {
                differences.append("\(name) is missing")
                continue
            }
            let place = start.upperBound..<end.lowerBound
            if text[place] != table {
                differences.append(name)
                text.replaceSubrange(place, with: table)
            }
        }
        guard ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1" else { return differences }
        try text.write(to: file, atomically: true, encoding: .utf8)
        return []
    }

    private func printedTables() throws -> [(String, String)] {
        [
            ("routes", Self.table(["method", "path", "operation", "who"], try routeRows())),
            ("hears", Self.table(["topic", "event"], heard.map { ["`\($0.topic.name)`", "`\($0.rawValue)`"] })),
            (
                "tells",
                Self.table(
                    ["topic", "event"], Running.publishes.map { ["`\($0.type.topic.name)`", "`\($0.type.rawValue)`"] })
            ),
            ("settings", Self.table(["setting", "default", "what it is"], Running.Settings.settings.map(Self.row))),
        ]
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

    private static func row(_ setting: Setting) -> [String] {
        let need: String
        switch setting.need {
        case .required: need = "**required**"
        case .optional(let usual): need = usual.map { "`\($0)`" } ?? "none"
        }
        return [
            "`\(setting.name)`" + (setting.isSecret ? " or `\(setting.name)_FILE`" : ""), need, setting.documentation,
        ]
    }

    private static func table(_ header: [String], _ rows: [[String]]) -> String {
        ([header, header.map { _ in "---" }] + rows).map { cells in
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }.joined()
    }
}
