/// Where a relay stands with a batch. Between any two of these its process may die, and `events-bench crash` kills it
/// there.
package enum RelayStep: Sendable {
    /// It has rows, and has sent none of them.
    case read
    /// The broker has answered for all of them, and no row is deleted.
    case acknowledged
    /// What was acknowledged is deleted.
    case deleted
}
