/// What one task of a loop waits for: a moment, or that somebody rings. A ring that nobody hears is remembered.
// Safety: used on the loop's thread only; the cancellation handler sends itself there.
public final class Alarm: @unchecked Sendable {
    private let loop: Loop
    private var continuation: CheckedContinuation<Void, Never>?
    private var timer: TimerID?
    private var hasRung = false

    public init(on loop: Loop) {
        self.loop = loop
    }

    /// Suspends until `moment`, until somebody rings, or until the task is cancelled.
    public func wait(until moment: MonotonicTime = .never) async {
        loop.checkIsolated()
        precondition(continuation == nil, "an alarm wakes one task")
        guard !hasRung, !Task.isCancelled else {
            hasRung = false
            return
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.continuation = continuation
                guard moment != .never else { return }
                let timer = loop.makeTimer { [unowned self] in ring() }
                self.timer = timer
                loop.arm(timer, at: moment)
            }
        } onCancel: {
            loop.execute { self.ring() }
        }
        hasRung = false
    }

    /// Wakes whoever waits, or the next one.
    public func ring() {
        hasRung = true
        if let timer { loop.release(timer) }
        timer = nil
        continuation?.resume()
        continuation = nil
    }

    /// Forgets a ring that nobody has heard.
    public func reset() {
        hasRung = false
    }
}
