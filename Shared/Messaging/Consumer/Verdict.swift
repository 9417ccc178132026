import EventLoop
import Observability
import Postgres

/// Whose fault it was that an event was not handled. The one place that says so.
///
/// | thrown | verdict |
/// |---|---|
/// | the process ends or the partition is taken away | cancelled |
/// | COMMIT without an answer | stalled |
/// | time was over for the handler or a statement of its, and the database does not answer | stalled |
/// | time was over for the handler or a statement of its, and the database answers | failed |
/// | the database is away or overloaded, no room in the outbox, a `TransientFailure` | stalled |
/// | anything else | failed |
///
/// Where time was over, nothing in the error says whose fault it was: a handler that asks too much and a database that
/// has stopped end in the same cancelled statement. So the database is asked afterwards, over the same pool and line,
/// with a question that costs nothing (`ConsumerRuntime.databaseAnswers`).
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
    ///   - databaseAnswers: whether the database was well after it; asked only where `needsAnswer` says so.
    init(_ error: any Error, isOverdue: Bool, isCancelled: Bool, databaseAnswers: Bool = true) {
        if Self.needsAnswer(error, isOverdue: isOverdue) {
            self = Self.late(error, isOverdue: isOverdue, databaseAnswers)
        } else if isCancelled, !isOverdue {
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

    /// Whether time was over, so that the verdict depends on whether the database answers.
    static func needsAnswer(_ error: any Error, isOverdue: Bool) -> Bool {
        switch error as? PostgresError {
        // Perhaps there is an effect already. The next attempt finds out.
        case .outcomeUnknown: false
        case .statementTimeout, .deadline(.running): true
        default: isOverdue
        }
    }

    private static func late(_ error: any Error, isOverdue: Bool, _ databaseAnswers: Bool) -> Verdict {
        let error = isOverdue ? HandlerDeadlineExceeded() : error
        return databaseAnswers ? failure(error) : .stalled(label: label(of: error))
    }

    private static func failure(_ error: any Error) -> Verdict {
        let detail =
            (error as? PostgresError)?.description ?? (error as? any SafelyDescribed)?.description
            ?? String(describing: type(of: error))
        return .failed(label: label(of: error), detail: detail)
    }

    private static func label(of error: any Error) -> String {
        let label = (error as? PostgresError)?.label ?? (error as? any SafelyDescribed)?.label
        return label?.description ?? String(describing: type(of: error))
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
        case park
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
            guard failures < settings.attemptsInPlace else { return .park }
            return .retry(after: settings.failureBackoff.pause(after: failures, &random))
        }
    }
}
