import Identifiers

/// Why an event was not handled, and how often that was tried.
struct EventFailure: Sendable, Equatable {
    let label: String
    let detail: String
    /// Attempts that failed; 0 for what cannot be read.
    var attempts = 0
    var firstFailure: Timestamp?
}
