import Bytes
public import EventLoop
public import Identifiers
import Synchronization

/// The one place a process's log lines go through. Appending is a short lock; a thread of its own writes, so that a
/// slow reader of stdout never holds up a loop. Error lines are written at once, others within `logDelay` or as soon as
/// a batch is full. The process must ignore SIGPIPE (`ServiceGroup`'s signals see to that).
public final class LogOutput: Sendable {
    private let buffer = Mutex(LogBuffer())
    private let thread: LoopThread
    private let writer = Mutex(Writer())
    private let descriptor: any LogDescriptor
    private let clock: any WallClock
    /// What stands between the time and the message, by level.
    private let betweenTimeAndMessage: [[UInt8]]
    /// The same with the message of access lines.
    private let betweenTimeAndRequest: [[UInt8]]
    private let minimum: Atomic<UInt8>
    private let dropped = Atomic<Int>(0)
    private let isClosing = Atomic<Bool>(false)

    /// What only the thread uses; the lock is never contended.
    private struct Writer {
        var timer: TimerID?
        /// The batch being written, and between batches its storage, so that a steady stream of lines allocates
        /// nothing.
        var batch: [UInt8] = []
        /// How often a full descriptor is still waited for, once the output closes.
        var closingWaits = ObservabilityLimits.logCloseWaits
    }

    /// Starts the writing thread.
    public init(
        service: String, level: LogLevel = .info, clock: any WallClock,
        descriptor: any LogDescriptor = SystemLogDescriptor()
    ) throws(SystemError) {
        let betweenTimeAndMessage = LogLevel.allCases.map { level in
            var bytes: [UInt8] = []
            bytes.append("\",\"level\":\"")
            bytes.append(level.name)
            bytes.append("\",\"service\":")
            bytes.append(jsonString: service)
            bytes.append(",\"message\":")
            return bytes
        }
        self.betweenTimeAndMessage = betweenTimeAndMessage
        betweenTimeAndRequest = betweenTimeAndMessage.map { $0 + Array("\"request\"".utf8) }
        self.clock = clock
        self.descriptor = descriptor
        minimum = Atomic(level.rawValue)
        thread = try LoopThread(name: "log")
    }

    /// The lowest level written. May be changed while the process runs.
    public var level: LogLevel {
        get { LogLevel(rawValue: minimum.load(ordering: .relaxed)) ?? .info }
        set { minimum.store(newValue.rawValue, ordering: .relaxed) }
    }

    /// Lines lost since the start: no room in the buffer, or nobody reads stdout.
    public var droppedLines: Int { dropped.load(ordering: .relaxed) }

    func isEnabled(_ level: LogLevel) -> Bool {
        level.rawValue >= minimum.load(ordering: .relaxed)
    }

    // MARK: Lines

    func begin(_ level: LogLevel, _ message: StaticString, _ context: borrowing LogContext) -> LogLine {
        var opening = betweenTimeAndMessage[Int(level.rawValue)]
        opening.append(jsonString: message)
        return open([], opening, context)
    }

    /// Begins an access line in `storage`.
    func beginRequest(_ level: LogLevel, _ context: borrowing LogContext, in storage: consuming [UInt8]) -> LogLine {
        open(storage, betweenTimeAndRequest[Int(level.rawValue)], context)
    }

    private func open(
        _ storage: consuming [UInt8], _ opening: borrowing [UInt8], _ context: borrowing LogContext
    ) -> LogLine {
        var bytes = consume storage
        let now = clock.now
        let opening = opening.span
        bytes.reserveCapacity(ObservabilityLimits.logLineUsualBytes)
        bytes.append(addingCapacity: 9 + Timestamp.textBytesMax + opening.count + LogContext.bytesMax) {
            (room: inout OutputSpan<UInt8>) in
            room.append("{\"time\":\"")
            now.append(to: &room)
            room.append(span: opening)
            context.append(to: &room)
        }
        return LogLine(into: bytes)
    }

    func append(_ line: borrowing [UInt8], isUrgent: Bool) {
        let bytes = line.span
        switch buffer.withLock({ $0.append(bytes, isUrgent: isUrgent) }) {
        case .none: break
        case .soon: thread.loop.execute { self.writeSoon() }
        case .now: thread.loop.execute { self.writeAll() }
        }
    }

    // MARK: Writing, on the thread

    private func writeSoon() {
        writer.withLock { writer in
            let timer = writer.timer ?? thread.loop.makeTimer { [unowned self] in writeAll() }
            writer.timer = timer
            thread.loop.arm(timer, at: thread.loop.now + ObservabilityLimits.logDelay)
        }
    }

    private func writeAll() {
        writer.withLock { writer in
            while let lost = buffer.withLock({ $0.take(into: &writer.batch) }) {
                if lost > 0 {
                    dropped.add(lost, ordering: .relaxed)
                    write(dropNotice(lost), &writer.closingWaits)
                }
                write(writer.batch, &writer.closingWaits)
                let isLarge = writer.batch.capacity > ObservabilityLimits.logBatchBytes * 4
                writer.batch.removeAll(keepingCapacity: !isLarge)
            }
        }
    }

    private func dropNotice(_ count: Int) -> [UInt8] {
        var line = begin(.warning, "log lines dropped", LogContext())
        line.add(.dropped, count)
        return line.finish()
    }

    /// Writes all of `bytes`, however small the pieces. While the process runs a full descriptor is waited for, and the
    /// buffer bounds what piles up meanwhile; once the output closes, the waits are numbered.
    private func write(_ bytes: [UInt8], _ closingWaits: inout Int) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch descriptor.write(rest) {
            case .wrote(let count):
                rest = rest.dropFirst(count)
            case .full where closingWaits > 0:
                if isClosing.load(ordering: .relaxed) { closingWaits -= 1 }
                descriptor.waitUntilWritable(
                    atMost: ObservabilityLimits.logCloseWait / ObservabilityLimits.logCloseWaits)
            case .full, .failed:
                dropped.add(rest.count { $0 == UInt8(ascii: "\n") }, ordering: .relaxed)
                return
            }
        }
    }

    // MARK: The end

    /// Suspends until what waits has been written.
    public func flush() async {
        await withCheckedContinuation { continuation in
            thread.loop.execute {
                self.writeAll()
                continuation.resume()
            }
        }
    }

    /// Ends the thread and writes what waits, on the calling thread; later lines are dropped. A reader of stdout that
    /// has stalled is waited for no longer than `logCloseWait`.
    public func close() {
        isClosing.store(true, ordering: .relaxed)
        buffer.withLock { $0.close() }
        thread.stop()
        writeAll()
    }
}

extension LogOutput {
    /// Declares `log_lines_dropped_total`.
    public func declareMetrics(in registry: MetricsRegistry) {
        registry.observed("log_lines_dropped_total", "Log lines lost: no room, or nobody reads stdout.", as: .counter) {
            [self] in Double(droppedLines)
        }
    }
}
