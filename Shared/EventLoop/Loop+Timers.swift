extension Loop {
    /// Makes a timer that runs `action` on the loop each time it goes off. Arm it as often as needed; release it with
    /// `release`.
    public func makeTimer(_ action: @escaping () -> Void) -> TimerID {
        assert(isCurrent)
        return timers.register(action)
    }

    public func arm(_ timer: TimerID, at moment: MonotonicTime) {
        assert(isCurrent)
        timers.arm(timer, at: moment.tickAfter)
    }

    public func disarm(_ timer: TimerID) {
        assert(isCurrent)
        timers.disarm(timer)
    }

    public func release(_ timer: TimerID) {
        assert(isCurrent)
        timers.unregister(timer)
    }

    /// Suspends the calling task, which must run on this loop, until `moment`. Cancelling the task ends the wait.
    public func sleep(until moment: MonotonicTime) async throws {
        checkIsolated()
        let sleeper = Sleeper(on: self)
        defer { sleeper.end() }
        await withTaskCancellationHandler {
            await sleeper.wait(until: moment)
        } onCancel: {
            execute { sleeper.wake() }
        }
        try Task.checkCancellation()
    }

    /// Suspends the calling task, which must run on this loop, for `duration`.
    public func sleep(for duration: Duration) async throws {
        try await sleep(until: .now + duration)
    }
}

/// One sleeping task.
private final class Sleeper: @unchecked Sendable {
    // Safety: created, used and ended on the loop's thread; the cancellation handler only sends it back there.

    private let loop: Loop
    private var continuation: UnsafeContinuation<Void, Never>?
    private var timer: TimerID?
    private var isAwake = false

    init(on loop: Loop) {
        self.loop = loop
    }

    func wait(until moment: MonotonicTime) async {
        guard !isAwake, !Task.isCancelled else { return }
        await withUnsafeContinuation { continuation in
            self.continuation = continuation
            let timer = loop.makeTimer { [unowned self] in wake() }
            self.timer = timer
            loop.arm(timer, at: moment)
        }
    }

    func wake() {
        isAwake = true
        continuation?.resume()
        continuation = nil
    }

    func end() {
        if let timer { loop.release(timer) }
        timer = nil
    }
}
