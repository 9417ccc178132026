/// The wire of the platform, shared by the gateway and the six services: who may do what (`PermissionTable`), how
/// sensitive it is (`DataClassification`), which services there are (`ServiceDescriptor`), what an error looks like
/// (`Problem`), and what the services tell each other (`TopicRegistry`, `Envelope`, the payloads).
///
/// Model. Everything is a value or a table of values. The gateway and the services read the same tables, and the API
/// description and the documents are printed from them, so none of the three can drift from the others.
///
/// Failure. What is not in a table is refused: an operation nobody listed has no role that may call it.
///
/// Not here, on purpose: any rule of a service, any I/O, any verification of who calls (that is `Identity`). Ownership
/// is stated here and checked by the service that has the row.

public import Identifiers

/// What somebody is on the platform. The raw value is the name in tokens and documents.
public enum Role: String, CaseIterable, Sendable {
    /// Runs the platform; the only human role that spans organisations.
    case platformAdmin = "platform_admin"
    /// Runs one organisation.
    case orgAdmin = "org_admin"
    /// Approves and plans.
    case manager
    /// Runs events on site.
    case fieldManager = "field_manager"
    /// Works at events; sees own assignments.
    case brandAgent = "brand_agent"
    /// Requests bookings; sees own ones.
    case client
    /// Sees bookings at own venues.
    case venue
    /// Has reservations; sees own ones.
    case guest
    /// Answers compliance questions and keeps the rules.
    case complianceOfficer = "compliance_officer"
    /// Another service of ours, acting for itself.
    case service

    /// The role with exactly this name: no case folding, no look-alikes.
    public init?(exactly name: String) {
        guard let role = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name.utf8) }) else { return nil }
        self = role
    }

    /// The most sensitive class of data this role may read at all; fields above it are masked.
    public var clearance: DataClassification {
        switch self {
        case .platformAdmin, .orgAdmin, .complianceOfficer, .service: .pii
        case .manager: .restricted
        case .fieldManager, .brandAgent, .client, .venue: .confidential
        case .guest: .internal
        }
    }
}

/// Some roles, as bits: asking whether two sets meet is one instruction.
@frozen
public struct RoleSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public init(_ role: Role) {
        rawValue =
            switch role {
            case .platformAdmin: 1 << 0
            case .orgAdmin: 1 << 1
            case .manager: 1 << 2
            case .fieldManager: 1 << 3
            case .brandAgent: 1 << 4
            case .client: 1 << 5
            case .venue: 1 << 6
            case .guest: 1 << 7
            case .complianceOfficer: 1 << 8
            case .service: 1 << 9
            }
    }

    public static let platformAdmin = RoleSet(.platformAdmin)
    public static let orgAdmin = RoleSet(.orgAdmin)
    public static let manager = RoleSet(.manager)
    public static let fieldManager = RoleSet(.fieldManager)
    public static let brandAgent = RoleSet(.brandAgent)
    public static let client = RoleSet(.client)
    public static let venue = RoleSet(.venue)
    public static let guest = RoleSet(.guest)
    public static let complianceOfficer = RoleSet(.complianceOfficer)
    public static let service = RoleSet(.service)

    /// The roles in the order of their declaration.
    public var roles: [Role] {
        Role.allCases.filter { contains(RoleSet($0)) }
    }

    /// The highest clearance among them; none clears only what is public.
    public var clearance: DataClassification {
        roles.map(\.clearance).max() ?? .public
    }

    /// Whether the sets have a role in common.
    @inlinable
    public func meets(_ other: RoleSet) -> Bool {
        rawValue & other.rawValue != 0
    }
}
