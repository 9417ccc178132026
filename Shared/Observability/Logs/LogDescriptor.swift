import EventLoop
import Glibc

/// Where batches of lines go: stdout, or in a test whatever misbehaves in the way to be tested.
public protocol LogDescriptor: Sendable {
    /// Writes as much of `bytes` as it takes.
    func write(_ bytes: [UInt8]) -> LogTransfer

    /// Blocks until there may be room again, `limit` at most.
    func waitUntilWritable(atMost limit: Duration)
}

/// What one write came to.
public enum LogTransfer: Sendable, Equatable {
    case wrote(Int)
    /// No room now (the descriptor is non-blocking and its reader is slow).
    case full
    /// The reader is gone, or the disk is full: these bytes will not be written.
    case failed
}

/// A descriptor of this process. It is not owned: stdout is not ours to close.
public struct SystemLogDescriptor: LogDescriptor {
    private let number: Int32

    public init(_ number: Int32 = 1) {
        self.number = number
    }

    public func write(_ bytes: [UInt8]) -> LogTransfer {
        while true {
            // Safety: the array lends its storage for the call, and the count is its own.
            let count = unsafe Glibc.write(number, bytes, bytes.count)
            if count >= 0 { return .wrote(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .full
            default: return .failed
            }
        }
    }

    public func waitUntilWritable(atMost limit: Duration) {
        var interest = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        // Safety: one pollfd, lent for the call, and the count says one.
        _ = unsafe poll(&interest, 1, Int32(clamping: limit.wholeNanoseconds / 1_000_000))
    }
}
