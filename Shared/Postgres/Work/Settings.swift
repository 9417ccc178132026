import EventLoop
import Identifiers

extension WorkUnit {
    /// What the unit says in front of its statements when it is sent, and not when it is made: it may have waited for
    /// its connection meanwhile, and the server must not go on for as long after its caller has gone. A unit that names
    /// no deadline has the session's timeout, which was right as long as it did not wait.
    func settings(at now: MonotonicTime) -> SQL? {
        guard let scope else { return nil }
        return scope.settings(deadline: namesDeadline || queuedAt != .never ? deadline : nil, at: now)
    }
}

extension Scope {
    /// The statement in front of a unit's own that says whose rows it may see and, when it named a deadline, how long
    /// the server may take over each statement: a moment less, so that its answer comes in time. Nil when there is
    /// nothing to say.
    func settings(deadline: MonotonicTime?, at now: MonotonicTime) -> SQL? {
        guard let deadline, deadline != .never else {
            guard case .organization(let id) = self else { return nil }
            return "SELECT set_config('app.org', \(text(id)), true)"
        }
        let timeout = String((max(.zero, deadline - now)).milliseconds * 9 / 10 + 1)
        guard case .organization(let id) = self else {
            return "SELECT set_config('statement_timeout', \(timeout), true)"
        }
        return "SELECT set_config('app.org', \(text(id)), true), set_config('statement_timeout', \(timeout), true)"
    }
}

/// The id as the setting holds it.
private func text(_ id: UUID128) -> String { id.description }
