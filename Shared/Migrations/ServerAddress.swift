import Foundation

/// A PostgreSQL server, as its operator writes it: a URL or libpq's `key=value` pairs. Database, user and password are
/// filled in for each use.
public struct ServerAddress: Sendable {
    private let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// The connection string of one database on the server. What is nil stays as it was written.
    public func connectionString(database: String, user: String? = nil, password: String? = nil) -> String {
        if var url = URLComponents(string: text), let scheme = url.scheme, scheme.hasPrefix("postgres") {
            url.path = "/" + database
            if let user {
                url.user = user
                url.password = password
            }
            return url.string ?? text
        }
        // libpq takes the last of two pairs with one key.
        var pairs = "\(text) dbname=\(Self.quoted(database))"
        if let user { pairs += " user=\(Self.quoted(user)) password=\(Self.quoted(password ?? ""))" }
        return pairs
    }

    private static func quoted(_ value: String) -> String {
        "'" + value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'") + "'"
    }
}
