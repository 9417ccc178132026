/// What the platform tells about itself: logs, metrics, traces.
///
/// Purpose: an operator can see what each process does, follow one request through all of them, and be woken for the
/// right reasons; and nobody finds a customer's data in it.
///
/// Model: a `Logger` is a value that knows the work it speaks for (`LogContext`); it formats a line and appends it to
/// the `LogOutput`'s bounded buffer, which one thread writes to stdout in batches. A `MetricsRegistry` hands out
/// counters, gauges and histograms once; using them is one atomic addition. A `TraceContext` travels in headers;
/// finished spans wait in a bounded `SpanQueue`.
///
/// Failure: telling must never hurt the work. A full buffer drops and counts; a broken stdout loses lines and counts
/// them; nothing here blocks a loop or throws at its caller.
///
/// Not here: shipping to any collector, sampling by content, log files and their rotation.

/// Writes lines for one piece of work. A value: copy it, give it another context, keep it in whatever does the work.
public struct Logger: Sendable {
    /// What every line of this logger carries.
    public var context: LogContext
    let output: LogOutput

    public init(_ output: LogOutput, context: LogContext = LogContext()) {
        self.output = output
        self.context = context
    }

    /// The same output, speaking for another piece of work.
    public func with(_ context: LogContext) -> Logger {
        Logger(output, context: context)
    }

    /// Whether a line of this level would be written: ask before computing what only the line needs.
    public func isEnabled(_ level: LogLevel) -> Bool {
        output.isEnabled(level)
    }

    /// Writes one line. The message is a constant, so that lines can be counted by it; what varies goes into fields:
    ///
    ///     logger.log(.warning, "pool exhausted") { $0.add(.waiting, queue.count) }
    public func log(_ level: LogLevel, _ message: StaticString, _ fields: (inout LogLine) -> Void = { _ in }) {
        guard output.isEnabled(level) else { return }
        var line = output.begin(level, message, context)
        fields(&line)
        output.append(line.finish(), isUrgent: level >= .error)
    }

    public func debug(_ message: StaticString, _ fields: (inout LogLine) -> Void = { _ in }) {
        log(.debug, message, fields)
    }

    public func info(_ message: StaticString, _ fields: (inout LogLine) -> Void = { _ in }) {
        log(.info, message, fields)
    }

    public func warning(_ message: StaticString, _ fields: (inout LogLine) -> Void = { _ in }) {
        log(.warning, message, fields)
    }

    public func error(_ message: StaticString, _ fields: (inout LogLine) -> Void = { _ in }) {
        log(.error, message, fields)
    }

    /// Writes that something failed with `failure`, described as far as it may be.
    public func error(_ message: StaticString, _ failure: any Error, _ fields: (inout LogLine) -> Void = { _ in }) {
        log(.error, message) { line in
            line.add(error: failure)
            fields(&line)
        }
    }
}
