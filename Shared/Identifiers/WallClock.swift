/// Where code that needs the time of day gets it. The implementation that reads the machine's clock lives with the
/// service runtime, out of the domain's reach: rules take `at now: Timestamp`.
public protocol WallClock: Sendable {
    var now: Timestamp { get }
}
