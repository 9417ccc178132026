import EventLoop

/// Something that tasks of one loop wait for, each until its own deadline.
// Safety: made and used on the loop's thread only; `notify` and `wait` check it.
final class LoopCondition: @unchecked Sendable {
    private let loop: Loop
    private var waiters: [Waiter] = []
    private var lastKey: UInt64 = 0

    private struct Waiter {
        let key: UInt64
        let continuation: UnsafeContinuation<Void, Never>
        let timer: TimerID?
    }

    init(on loop: Loop) {
        self.loop = loop
    }

    /// Suspends until `holds`, which is asked again after each `notify`; false when the deadline came first.
    func wait(until deadline: MonotonicTime, _ holds: () -> Bool) async -> Bool {
        loop.checkIsolated()
        while !holds() {
            guard MonotonicTime.now < deadline else { return false }
            await suspend(until: deadline)
        }
        return true
    }

    /// Has everyone who waits look again.
    func notify() {
        loop.checkIsolated()
        let woken = waiters
        waiters = []
        for waiter in woken { resume(waiter) }
    }

    private func suspend(until deadline: MonotonicTime) async {
        await withUnsafeContinuation { continuation in
            lastKey += 1
            let key = lastKey
            var timer: TimerID?
            if deadline != .never {
                let made = loop.makeTimer { [unowned self] in timeUp(key) }
                loop.arm(made, at: deadline)
                timer = made
            }
            waiters.append(Waiter(key: key, continuation: continuation, timer: timer))
        }
    }

    private func timeUp(_ key: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.key == key }) else { return }
        resume(waiters.remove(at: index))
    }

    private func resume(_ waiter: Waiter) {
        if let timer = waiter.timer { loop.release(timer) }
        waiter.continuation.resume()
    }
}
