import Foundation
import Migrations

/// What commands take from the environment.
struct OperatorEnvironment: Sendable {
    let variables: [String: String]

    init(_ variables: [String: String]) {
        self.variables = variables
    }

    /// The server that the databases are on.
    var server: String { variables["RISHI_DATABASE_SERVER"] ?? "host=localhost port=5432" }

    /// The server as somebody who may make databases and roles.
    var administration: String? { variables["RISHI_DATABASE_ADMIN"] }

    /// The folder with the migrations: a checkout, or an image's data.
    var data: String { variables["RISHI_DATA"] ?? "." }

    /// The brokers of the Kafka cluster.
    var brokers: String? { variables["KAFKA_BOOTSTRAP_SERVERS"].flatMap { $0.isEmpty ? nil : $0 } }

    /// A secret, from the variable itself or from the file that its twin with `_FILE` names.
    func secret(_ name: String) throws(UsageError) -> String? {
        if let value = variables[name], !value.isEmpty { return value }
        guard let path = variables[name + "_FILE"] else { return nil }
        guard let contents = FileManager.default.contents(atPath: path),
            let text = String(validating: contents, as: UTF8.self)
        else { throw UsageError("\(name)_FILE: \(path) cannot be read") }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
