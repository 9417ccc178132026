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

    /// The server alone, for those who bring a user and a password of their own. A text that is neither a URL nor pairs
    /// stays as it is, for libpq to refuse.
    public var withoutUser: String {
        if var url = URLComponents(string: text), let scheme = url.scheme, scheme.hasPrefix("postgres") {
            (url.user, url.password) = (nil, nil)
            return url.string ?? text
        }
        guard let pairs = Self.pairs(of: text) else { return text }
        return pairs.filter { !["user", "password", "passfile"].contains($0.key) }
            .map { "\($0.key)=\(Self.quoted($0.value))" }.joined(separator: " ")
    }

    /// libpq's pairs: `key = value`, where a value with blanks stands in quotes, and a backslash before a character means
    /// that character.
    private static func pairs(of text: String) -> [(key: String, value: String)]? {
        var rest = text[...]
        var pairs: [(key: String, value: String)] = []
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { return pairs }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let key = rest[..<equals].filter { !$0.isWhitespace }
            rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
            let isQuoted = rest.first == "'"
            if isQuoted { rest.removeFirst() }
            var value = ""
            while let character = rest.first, isQuoted ? character != "'" : !character.isWhitespace {
                rest.removeFirst()
                guard character == "\\" else {
                    value.append(character)
                    continue
                }
                guard let meant = rest.popFirst() else { return nil }
                value.append(meant)
            }
            if isQuoted, rest.popFirst() == nil { return nil }
            pairs.append((key, value))
        }
    }

    private static func quoted(_ value: String) -> String {
        "'" + value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'") + "'"
    }
}
