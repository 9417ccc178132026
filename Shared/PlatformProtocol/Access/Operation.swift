public import Identifiers

/// One thing a caller can do: a row of the permission table. A class, because a request carries it around and one
/// reference is cheaper than three strings.
public final class Operation: Sendable {
    /// The methods our APIs use.
    public enum Method: UInt8, CaseIterable, Sendable {
        case get
        case post
        case put
        case patch
        case delete

        /// The method's token.
        public var name: StaticString {
            switch self {
            case .get: "GET"
            case .post: "POST"
            case .put: "PUT"
            case .patch: "PATCH"
            case .delete: "DELETE"
            }
        }
    }

    /// Whether an operation leaves anything behind. Those that write are audited.
    public enum Effect: Sendable {
        case reads
        case writes
    }

    /// The name in API descriptions, metrics and audit records; unique.
    public let name: String
    /// Who answers it; nil for what every service answers of itself, the gateway included.
    public let service: ServiceName?
    public let method: Method
    /// The path with `{name}` for each variable segment.
    public let path: String
    /// Who may call it. An empty set means that no identity is asked for.
    public let roles: RoleSet
    /// Those of `roles` that reach only what is their own; the service that has the row checks it.
    public let ownOnly: RoleSet
    public let classification: DataClassification
    public let effect: Effect

    init(
        _ service: ServiceName?, _ method: Method, _ path: String, _ name: String, _ roles: RoleSet,
        own: RoleSet = [], _ classification: DataClassification, _ effect: Effect
    ) {
        self.service = service
        self.method = method
        self.path = path
        self.name = name
        self.roles = roles.union(own)
        ownOnly = own
        self.classification = classification
        self.effect = effect
    }

    /// Whether the service answers it.
    public func isAnswered(by service: ServiceName) -> Bool {
        self.service == service || self.service == nil
    }

    /// Whether anyone may call it, without an identity.
    public var isOpen: Bool { roles.isEmpty }

    public var changesState: Bool { effect == .writes }

    /// Whether a caller with these roles may call it at all.
    public func allows(_ roles: RoleSet) -> Bool {
        isOpen || self.roles.meets(roles)
    }

    /// Whether a caller with these roles reaches only own rows: no role of theirs grants more.
    public func limitsToOwn(_ roles: RoleSet) -> Bool {
        !isOpen && !self.roles.subtracting(ownOnly).meets(roles)
    }
}

/// Groups of roles that the tables name again and again.
extension RoleSet {
    static let admins: RoleSet = [.platformAdmin, .orgAdmin]
    /// Who plans and decides.
    static let planners: RoleSet = admins.union(.manager)
    /// Who runs events.
    static let crews: RoleSet = planners.union(.fieldManager)
    /// Who keeps the rules.
    static let officers: RoleSet = admins.union(.complianceOfficer)
    /// Every human role.
    static let people: RoleSet = crews.union([.brandAgent, .client, .venue, .guest, .complianceOfficer])
    /// Nobody has to say who they are.
    static let anyone: RoleSet = []
}
