import EventLoop
import Observability
import Postgres

/// Whose fault it was that an event was not handled. The one place that says so.
///
/// | thrown | verdict |
/// |---|---|
/// | the database is away or overloaded, COMMIT without an answer, no room in the outbox, a `TransientFailure` | stalled |
/// | the handler took longer than its deadline | stalled |
/// | the process ends or the partition is taken away | cancelled |
/// | anything else | failed |
enum Verdict: Sendable, Equatable {
    /// Something that is needed is away: wait and try again, for ever.
    case stalled(label: String)
    /// The event or its handler is at fault.
    case failed(label: String, detail: String)
    /// Neither a failure nor an attempt.
    case cancelled

    /// - Parameters:
    ///   - error: what the attempt threw.
    ///   - isOverdue: whether it was ended by its deadline.
    ///   - isCancelled: whether it was ended from outside.
    init(_ error: any Error, isOverdue: Bool, isCancelled: Bool) {
        if isOverdue {
            self = .stalled(label: HandlerDeadlineExceeded().label.description)
        } else if isCancelled {
            self = .cancelled
        } else if let error = error as? PostgresError {
            let label = error.label.description
            self = error.isTransient ? .stalled(label: label) : .failed(label: label, detail: error.description)
        } else if let error = error as? any TransientFailure, error.isTransient {
            self = .stalled(label: Self.label(of: error))
        } else {
            self = Self.failure(error)
        }
    }

    private static func failure(_ error: any Error) -> Verdict {
        let detail = (error as? any SafelyDescribed)?.description ?? String(describing: type(of: error))
        return .failed(label: label(of: error), detail: detail)
    }

    private static func label(of error: any Error) -> String {
        (error as? any SafelyDescribed)?.label.description ?? String(describing: type(of: error))
    }
}

/// A handler took longer than it may. What it did was rolled back.
struct HandlerDeadlineExceeded: SafelyDescribed {
    var label: StaticString { "handler_deadline" }
    var description: String { "\(label)" }
}

/// How often an event was tried, and what comes next.
struct HandlingAttempts: Sendable, Equatable {
    /// What to do with the event.
    enum Next: Sendable, Equatable {
        case retry(after: Duration)
        case deadLetter
        case giveBack
    }

    /// Attempts that were the event's own fault.
    private(set) var failures = 0
    /// Attempts in a row that something else prevented.
    private(set) var stalls = 0

    mutating func next(
        after verdict: Verdict, _ settings: ConsumerRuntimeSettings, _ random: inout some RandomNumberGenerator
    ) -> Next {
        switch verdict {
        case .cancelled: return .giveBack
        case .stalled:
            stalls += 1
            return .retry(after: settings.stallBackoff.pause(after: stalls, &random))
        case .failed:
            stalls = 0
            failures += 1
            guard failures < settings.attemptsInPlace else { return .deadLetter }
            return .retry(after: settings.failureBackoff.pause(after: failures, &random))
        }
    }
}
