/// Ends the waits of one task from the loop it lives on.
///
/// A task's own cancellation reaches a wait only through a handler that the runtime is given anew for each wait, under
/// a lock. Whoever cancels a task from its own loop, as a server does its connections, can fire a signal beside it; a
/// wait that was given the signal needs no handler.
// Safety: used on the loop's thread only.
public final class CancellationSignal: @unchecked Sendable {
    /// Whether the task has been cancelled: no further wait begins.
    public private(set) var hasFired = false
    private var waiting: TCPStream?

    public init() {}

    /// Wakes the task where it waits. Fire it after the task itself has been cancelled.
    public func fire() {
        hasFired = true
        waiting?.interrupt()
    }

    /// Waits until something can be read from `stream`, as `TCPStream.waitReadable` does, or the signal fires.
    public func waitReadable(_ stream: TCPStream, until deadline: MonotonicTime) async throws {
        guard !hasFired else { throw StreamFault.cancelled }
        waiting = stream
        defer { waiting = nil }
        try await stream.waitReadable(until: deadline)
    }
}
