import CLinux
import EventLoop
import Glibc

/// The eventfd through which librdkafka wakes a loop, and its watch.
///
/// The watch is edge-triggered and each write to an eventfd is an edge, so the counter is never read: it would take
/// centuries to fill.
// Safety: made, waited on and closed on the loop's thread; librdkafka's threads write to the number alone, and stop
// before it is closed, because the queue that knows it is gone by then.
final class WakeDescriptor: @unchecked Sendable {
    let number: Int32
    private let watch: Watch
    private var isOpen = true

    init(on loop: Loop) throws(SystemError) {
        number = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard number >= 0 else { throw SystemError("eventfd") }
        do {
            watch = try Watch(number, on: loop)
        } catch {
            Glibc.close(number)
            throw error
        }
        // Whatever came before the watch is looked for once.
        watch.isReadable = true
    }

    deinit {
        // Only where an initialiser further up failed, which is on the loop as well.
        close()
    }

    /// Suspends until something was written since the last call of this; false when closed.
    func written() async -> Bool {
        guard await watch.readable() == .ready else { return false }
        watch.isReadable = false
        return true
    }

    /// Wakes whoever waits, as librdkafka would.
    func raise() {
        var one: UInt64 = 1
        // Refused only by a full counter, and then the waiter has its edge already.
        _ = write(number, &one, MemoryLayout<UInt64>.size)
    }

    /// Ends the wait. The queues that write here must be gone.
    func close() {
        guard isOpen else { return }
        isOpen = false
        watch.cancel()
        Glibc.close(number)
    }
}
