public import Identifiers
import Synchronization

/// What a health report tells about the requests of a process: how many there were, and how many failed lately.
public final class RequestFigures: Sendable {
    private let processed = Atomic<Int>(0)
    private let faults = RecentErrors()

    public init() {}

    /// Counts one answered request.
    public func count() {
        processed.wrappingAdd(1, ordering: .relaxed)
    }

    /// Counts that a request failed through our fault.
    public func countFault(at moment: Timestamp) {
        faults.record(at: moment)
    }

    /// What a `HealthBoard` is given.
    public var forHealth: HealthBoard.Figures {
        HealthBoard.Figures(
            requestsProcessed: { [self] in processed.load(ordering: .relaxed) },
            errorsRecent: { [self] in faults.count(at: $0) })
    }
}
