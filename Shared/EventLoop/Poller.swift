import CLinux
import Glibc

/// The epoll instance of a loop and the eventfd that other threads wake it with.
final class Poller {
    /// The tag of the wake-up descriptor: no watch has it, because a watch's slot is a descriptor number.
    private static let wakeTag = UInt64.max

    private let epoll: Descriptor
    private let wakeup: Descriptor
    private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: LoopLimits.eventsPerTurn)

    init() throws(SystemError) {
        let epollNumber = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epollNumber >= 0 else { throw SystemError("epoll_create1") }
        epoll = Descriptor(owning: epollNumber)
        let wakeNumber = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard wakeNumber >= 0 else { throw SystemError("eventfd") }
        wakeup = Descriptor(owning: wakeNumber)
        try add(wakeNumber, interest: EPOLLIN.rawValue, tag: Self.wakeTag)
    }

    deinit {
        events.deallocate()
    }

    func add(_ descriptor: Int32, interest: UInt32, tag: UInt64) throws(SystemError) {
        guard clinux_epoll_control(epoll.number, EPOLL_CTL_ADD, descriptor, interest, tag) == 0 else {
            throw SystemError("epoll_ctl")
        }
    }

    /// Stops watching. A descriptor that its owner has closed already is gone from the set: that is no error.
    func remove(_ descriptor: Int32) {
        _ = clinux_epoll_control(epoll.number, EPOLL_CTL_DEL, descriptor, 0, 0)
    }

    /// Makes the current or next `wait` return at once. Callable from any thread.
    func wake() {
        var one: UInt64 = 1
        // EAGAIN means that the counter is full, so the loop is being woken anyway.
        _ = write(wakeup.number, &one, MemoryLayout<UInt64>.size)
    }

    /// Waits up to `milliseconds` (for ever when negative) and reports each event but the wake-up itself.
    func wait(atMost milliseconds: Int32, _ report: (_ tag: UInt64, _ events: UInt32) -> Void) {
        let count = epoll_wait(epoll.number, events.baseAddress, Int32(events.count), milliseconds)
        guard count >= 0 else {
            // Only a signal may interrupt; anything else is our own mistake and SystemError stops on the worst.
            precondition(errno == EINTR, "epoll_wait failed: \(SystemError("epoll_wait"))")
            return
        }
        for index in 0..<Int(count) {
            let tag = clinux_event_tag(&events[index])
            if tag == Self.wakeTag {
                var counter: UInt64 = 0
                _ = read(wakeup.number, &counter, MemoryLayout<UInt64>.size)
            } else {
                report(tag, events[index].events)
            }
        }
    }
}
