/// How much a log line matters, in rising order.
public enum LogLevel: UInt8, Sendable, Comparable, CaseIterable {
    /// Every step, with details that are never logged above it. For a developer's own machine.
    case trace
    /// Decisions inside a component.
    case debug
    /// What an operator wants to read: one line a request at the edge, starts, stops, settings.
    case info
    /// Something went wrong and was dealt with.
    case warning
    /// Something went wrong and somebody should look. Written at once.
    case error

    /// The level as it stands in a line and in the configuration.
    public var name: StaticString {
        switch self {
        case .trace: "trace"
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    @inlinable
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
