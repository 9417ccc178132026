public import JSON
public import TestKit

/// An answer as a test looks at it.
public struct SiteAnswer: Sendable, CustomStringConvertible {
    public let response: ParsedResponse

    public init(response: ParsedResponse) {
        self.response = response
    }

    public var status: Int { response.status }

    /// The body as JSON; null when it is none.
    public var json: JSONValue { (try? JSONValue(parsing: Array(response.body.utf8))) ?? .null }  // No JSON is null.

    /// What is at a path of member names and positions: `answer["page", "total"]`, `answer["items", 0, "id"]`.
    public subscript(path: any PathStep...) -> JSONValue {
        path.reduce(json) { value, step in step.step(into: value) }
    }

    /// The text at a path, empty when there is none.
    public func text(_ path: any PathStep...) -> String {
        guard case .string(let text) = path.reduce(json, { $1.step(into: $0) }) else { return "" }
        return text
    }

    /// A header field's value.
    public func field(_ name: String) -> String? {
        let prefix = name.lowercased() + ":"
        let line = response.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(prefix) }
        return line.map { String($0.dropFirst(prefix.count).drop { $0 == " " }) }
    }

    public var description: String { "\(status) \(response.body)" }
}

/// A step into a JSON value: a member's name or a position.
public protocol PathStep {
    func step(into value: JSONValue) -> JSONValue
}

extension String: PathStep {
    public func step(into value: JSONValue) -> JSONValue {
        guard case .object(let object) = value else { return .null }
        return object[self] ?? .null
    }
}

extension Int: PathStep {
    public func step(into value: JSONValue) -> JSONValue {
        guard case .array(let items) = value, items.indices.contains(self) else { return .null }
        return items[self]
    }
}
