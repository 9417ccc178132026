public import Identifiers
public import JSON

/// What regulators would want to know of an event.
public struct CannabisContext: Sendable, Hashable {
    public var complianceRelevant: Bool
    public var auditRequired: Bool
    /// Whether it means something else in another state.
    public var stateSpecific: Bool
    public var regulatoryImpact: RegulatoryImpact

    public init(
        complianceRelevant: Bool, auditRequired: Bool, stateSpecific: Bool, regulatoryImpact: RegulatoryImpact
    ) {
        self.complianceRelevant = complianceRelevant
        self.auditRequired = auditRequired
        self.stateSpecific = stateSpecific
        self.regulatoryImpact = regulatoryImpact
    }
}

extension CannabisContext: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("complianceRelevant", \.complianceRelevant, .bool),
        Field("auditRequired", \.auditRequired, .bool),
        Field("stateSpecific", \.stateSpecific, .bool),
        Field("regulatoryImpact", \.regulatoryImpact, .oneOf()))
}
