public import Identifiers

/// Whose rows a unit of work may see. Every unit names it, so that it cannot be forgotten.
public enum Scope: Sendable, Hashable {
    /// The rows of one organisation: `app.org` is set to it, in the same flush and for this unit alone, and
    /// row-level security compares every row with it.
    case organization(UUID128)
    /// No organisation. What the connection's database role may see without one is up to that role's own policies.
    case system

    /// The rows of one organisation.
    public static func organization<Organization: ~Copyable>(_ id: ID<Organization>) -> Scope {
        .organization(id.uuid)
    }
}
