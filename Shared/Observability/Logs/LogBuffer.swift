import Bytes

/// Lines that wait to be written, as a machine: what to do after each line is its answer, never its deed.
struct LogBuffer {
    /// Whether, and how soon, the writer must be told. At most one call of each kind is out at a time.
    enum Wake: Equatable {
        case none
        case soon
        case now
    }

    private var pending: [UInt8] = []
    private var dropped = 0
    private var called = Wake.none
    private var isClosed = false

    mutating func append(_ line: Span<UInt8>, isUrgent: Bool) -> Wake {
        guard !isClosed, pending.count + line.count <= ObservabilityLimits.logBufferBytes else {
            dropped += 1
            return .none
        }
        pending.append(span: line)
        let wanted: Wake = isUrgent || pending.count >= ObservabilityLimits.logBatchBytes ? .now : .soon
        switch (called, wanted) {
        case (.none, _), (.soon, .now):
            called = wanted
            return wanted
        default:
            return .none
        }
    }

    /// Exchanges everything that waits for the empty `storage`, and tells how many lines found no room since the last
    /// time; nil when there is nothing to tell or to write. The next line calls the writer again.
    mutating func take(into storage: inout [UInt8]) -> Int? {
        called = .none
        guard !pending.isEmpty || dropped > 0 else { return nil }
        defer { dropped = 0 }
        swap(&pending, &storage)
        return dropped
    }

    /// From here on lines are dropped.
    mutating func close() {
        isClosed = true
    }
}
