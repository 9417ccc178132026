/// What a test waited for did not happen; the description carries the last state seen.
public struct WaitTimedOut: Error, CustomStringConvertible {
    public let description: String
}

/// Asks again and again until `condition` holds. It looks at a level, never at an edge: a state that was reached
/// before the question counts. `status` goes into the failure.
///
/// After `limit` the condition gets as long as a hundred tasks, one after the other, need to get through the shared
/// pool: hundreds of tests compute there at once, and what is waited for may stand in line behind all of them.
public func wait(
    until what: String, within limit: Duration = .seconds(60), every pause: Duration = .milliseconds(2),
    status: () async -> String = { "" },
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    var turnsOfPool = 0
    while try await !condition() {
        if ContinuousClock.now >= end {
            await Task.detached {}.value
            turnsOfPool += 1
        }
        guard turnsOfPool < 100 else {
            throw WaitTimedOut(description: "waited \(limit) until \(what) \(await status())")
        }
        try await Task.sleep(for: pause)
    }
}

/// Suspends until the task is cancelled: what a handler does that hangs.
public func waitForCancellation() async {
    let (nothing, feed) = AsyncStream.makeStream(of: Void.self)
    for await _ in nothing {}
    // A stream ends with its feed, so this one is held until the cancellation has ended it.
    withExtendedLifetime(feed) {}
}

/// Something a test waits for that another task brings about: set once, awaited by any number.
public actor Signal {
    private var isSet = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    public init() {}

    public func set() {
        isSet = true
        for waiter in waiters { waiter.resume() }
        waiters = []
    }

    public func wait() async {
        guard !isSet else { return }
        await withCheckedContinuation { waiters.append($0) }
    }
}
