/// The two versions this wire speaks. A later minor version of 1 is read as 1.1, as RFC 9110 section 2.5 has it.
public enum HTTPVersion: UInt8, Sendable, Comparable {
    case http10, http11

    /// The version as it is written in a start line.
    @inlinable
    public var name: StaticString {
        switch self {
        case .http10: "HTTP/1.0"
        case .http11: "HTTP/1.1"
        }
    }

    /// Orders versions by age.
    @inlinable
    public static func < (older: HTTPVersion, newer: HTTPVersion) -> Bool {
        older.rawValue < newer.rawValue
    }
}
