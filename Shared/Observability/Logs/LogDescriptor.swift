import EventLoop
import Glibc

/// Where batches of lines go: stdout, or in a test whatever misbehaves in the way to be tested.
public protocol LogDescriptor: Sendable {
    /// Writes as much of `bytes` as it takes.
    func write(_ bytes: ArraySlice<UInt8>) -> LogTransfer

    /// Blocks until there may be room again, `limit` at most.
    func waitUntilWritable(atMost limit: Duration)
}

/// What one write came to.
public enum LogTransfer: Sendable, Equatable {
    case wrote(Int)
    /// No room now: the reader is slow.
    case full
    /// The reader is gone, or the disk is full: these bytes will not be written.
    case failed
}

/// A descriptor of this process, made for stdout. It is not owned: stdout is not ours to close, nor ours to make
/// non-blocking, because whoever started us shares it. So a write is made only when poll(2) says that there is room, and
/// is no longer than a pipe then takes at once (PIPE_BUF).
/// A regular file is never full in that sense: it takes whole batches.
public struct SystemLogDescriptor: LogDescriptor {
    private let number: Int32
    private let isFile: Bool

    public init(_ number: Int32 = 1) {
        self.number = number
        var status = stat()
        // Safety: the structure is lent for the call.
        isFile = unsafe fstat(number, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    public func write(_ bytes: ArraySlice<UInt8>) -> LogTransfer {
        let piece = Array(bytes.prefix(isFile ? ObservabilityLimits.logBatchBytes : ObservabilityLimits.logWriteBytes))
        while isFile || isWritable(within: 0) {
            // Safety: the array lends its storage for the call, and the count is its own.
            let count = unsafe Glibc.write(number, piece, piece.count)
            if count >= 0 { return .wrote(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .full
            default: return .failed
            }
        }
        return .full
    }

    public func waitUntilWritable(atMost limit: Duration) {
        _ = isWritable(within: Int32(clamping: limit.wholeNanoseconds / 1_000_000))
    }

    /// Whether a write would not block; a reader that is gone counts as writable, so that the write tells.
    private func isWritable(within milliseconds: Int32) -> Bool {
        var interest = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        // Safety: one pollfd, lent for the call, and the count says one.
        return unsafe poll(&interest, 1, milliseconds) != 0
    }
}
