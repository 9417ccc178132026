public import Identifiers
public import PlatformProtocol

/// What must be kept although its time is over, and who said so.
public struct LegalHold: Sendable, Equatable {
    public let id: UUID128
    public let scope: HoldScope
    public let reason: String
    public let placedBy: String
    public let placedAt: Timestamp
    public let release: Release?

    /// Its end.
    public struct Release: Sendable, Equatable {
        public let by: String
        public let at: Timestamp
    }
}

/// What a hold covers.
public enum HoldScope: Sendable, Hashable {
    case everything
    case organization(OrganizationID)
    case aggregate(AggregateType, UUID128)
    /// An aggregate, as far as its events are one organisation's.
    case aggregateOf(OrganizationID, AggregateType, UUID128)
}
