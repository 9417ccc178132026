/// A part of a process that runs for as long as the process does: a server, a relay, a consumer, a periodic check.
///
/// `run` brings the service up, calls `lifecycle.started()` once it can be relied on (the next service starts only
/// then), works until `lifecycle` asks it to stop, finishes what it has begun, and returns:
///
///     func run(_ lifecycle: ServiceLifecycle) async throws {
///         let listener = try await server.listen()
///         lifecycle.started()
///         await lifecycle.stopRequested()
///         await listener.drain()
///     }
///
/// Cancellation is the other thing and comes only when the time to finish has run out: drop everything and return.
public protocol Service: Sendable {
    /// Names the service in logs; constant and bounded.
    var name: String { get }

    func run(_ lifecycle: ServiceLifecycle) async throws
}

/// What a service and its group tell each other.
public final class ServiceLifecycle: Sendable {
    private let onStarted: @Sendable () -> Void
    private let stop = Latch()
    private let cancellation = Latch()

    init(onStarted: @escaping @Sendable () -> Void) {
        self.onStarted = onStarted
    }

    /// Says that the service can be relied on. Only the first call counts.
    public func started() {
        onStarted()
    }

    /// Suspends until the service is asked to finish, or its task is cancelled.
    public func stopRequested() async {
        await stop.wait()
    }

    /// Runs `work` until it returns, or cancels it when the service is asked to finish. For work that may be left at
    /// any await: a periodic check, a subscription.
    public func untilStopped(_ work: @escaping @Sendable () async -> Void) async {
        await withDiscardingTaskGroup { group in
            let done = Latch()
            group.addTask {
                await work()
                done.open()
            }
            group.addTask {
                await self.stop.wait()
                done.open()
            }
            await done.wait()
            group.cancelAll()
        }
    }

    func requestStop() { stop.open() }

    func cancel() { cancellation.open() }

    /// Runs the service with a task of its own to cancel.
    func carry(_ service: any Service) async -> ServiceEnd {
        await withTaskGroup(of: ServiceEnd?.self) { group in
            group.addTask {
                do {
                    try await service.run(self)
                    return .returned
                } catch {
                    return .threw(error)
                }
            }
            group.addTask {
                await self.cancellation.wait()
                return nil
            }
            var end = ServiceEnd.returned
            for await result in group {
                if let result { end = result }
                group.cancelAll()
            }
            return end
        }
    }
}

/// How a service's `run` ended.
enum ServiceEnd: Sendable {
    case returned
    case threw(any Error)
}
