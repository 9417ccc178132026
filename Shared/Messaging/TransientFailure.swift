/// A failure that may say that the event, or the request, is not to blame: something that is needed is away. A consumer
/// waits and tries again for as long as it takes, and nothing is dead-lettered.
///
/// Errors of a handler's own dependencies (an open circuit, a timeout) conform; what does not is taken for the event's
/// own fault after a few attempts. The database's errors are known without it.
public protocol TransientFailure: Error {
    /// Whether this value is such a failure.
    var isTransient: Bool { get }
}
