/// What a test waited for did not happen; the description carries the last state seen.
public struct WaitTimedOut: Error, CustomStringConvertible {
    public let description: String
}

/// Asks again and again until `condition` holds. It looks at a level, never at an edge: a state that was reached
/// before the question counts. It gives up only after `limit` and a thousand answers, so that a machine that is too
/// busy to ask is not taken for a condition that does not hold. `status` goes into the failure.
public func wait(
    until what: String, within limit: Duration = .seconds(10), status: () async -> String = { "" },
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    var answers = 0
    while try await !condition() {
        answers += 1
        guard ContinuousClock.now < end || answers < 1000 else {
            throw WaitTimedOut(description: "waited \(limit) until \(what) \(await status())")
        }
        try await Task.sleep(for: .milliseconds(2))
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
