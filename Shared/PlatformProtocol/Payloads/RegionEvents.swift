public import Identifiers
public import JSON

/// Somebody works in a region.
public struct RegionStaffAssigned: Sendable, Equatable {
    public let regionID: RegionID
    public let staffID: StaffID
    public let territoryID: TerritoryID?
    public let assignedBy: ActorID
    public let assignedAt: Timestamp

    public init(
        regionID: RegionID, staffID: StaffID, territoryID: TerritoryID? = nil, assignedBy: ActorID,
        assignedAt: Timestamp
    ) {
        self.regionID = regionID
        self.staffID = staffID
        self.territoryID = territoryID
        self.assignedBy = assignedBy
        self.assignedAt = assignedAt
    }
}

extension RegionStaffAssigned: EventPayload {
    public static let type = EventType.regionStaffAssigned

    public var aggregateID: UUID128 { regionID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("regionId", \.regionID, .id()),
        Field("staffId", \.staffID, .id()),
        Field("territoryId", \.territoryID, .id().optional),
        Field("assignedBy", \.assignedBy, .actor),
        Field("assignedAt", \.assignedAt, .eventTime))
}

/// An area has other borders or other rules.
public struct ComplianceZoneUpdated: Sendable, Equatable {
    public let zoneID: ComplianceZoneID
    public let name: String
    public let state: USState
    public let legality: CannabisLegalityStatus
    public let updatedBy: ActorID
    public let updatedAt: Timestamp

    public init(
        zoneID: ComplianceZoneID, name: String, state: USState, legality: CannabisLegalityStatus, updatedBy: ActorID,
        updatedAt: Timestamp
    ) {
        self.zoneID = zoneID
        self.name = name
        self.state = state
        self.legality = legality
        self.updatedBy = updatedBy
        self.updatedAt = updatedAt
    }
}

extension ComplianceZoneUpdated: EventPayload {
    public static let type = EventType.complianceZoneUpdated

    public var aggregateID: UUID128 { zoneID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("zoneId", \.zoneID, .id()),
        Field("name", \.name, .string(length: 1...200)),
        Field("state", \.state, .oneOf()),
        Field("legality", \.legality, .oneOf()),
        Field("updatedBy", \.updatedBy, .actor),
        Field("updatedAt", \.updatedAt, .eventTime))
}

/// The best assignment that was found for a territory.
public struct TerritoryOptimized: Sendable, Equatable {
    public let territoryID: TerritoryID
    public let jobID: OptimizationJobID
    /// Seats that have somebody.
    public let assignments: Int
    public let unfilledSeats: Int
    /// What the search made as small as it could.
    public let cost: JSONDecimal
    /// The share of the cost that could at most still be saved; 0 is proven best.
    public let gap: JSONDecimal
    public let optimizedAt: Timestamp

    public init(
        territoryID: TerritoryID, jobID: OptimizationJobID, assignments: Int, unfilledSeats: Int, cost: JSONDecimal,
        gap: JSONDecimal, optimizedAt: Timestamp
    ) {
        self.territoryID = territoryID
        self.jobID = jobID
        self.assignments = assignments
        self.unfilledSeats = unfilledSeats
        self.cost = cost
        self.gap = gap
        self.optimizedAt = optimizedAt
    }
}

extension TerritoryOptimized: EventPayload {
    public static let type = EventType.territoryOptimized

    public var aggregateID: UUID128 { territoryID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("territoryId", \.territoryID, .id()),
        Field("jobId", \.jobID, .id()),
        Field("assignments", \.assignments, .integer(0...1_000_000), "Seats that have somebody"),
        Field("unfilledSeats", \.unfilledSeats, .integer(0...1_000_000)),
        Field(
            "cost", \.cost, .decimal(0...1_000_000_000_000, decimals: 6), "What the search made as small as it could"),
        Field(
            "gap", \.gap, .decimal(0...1, decimals: 6),
            "The share of the cost that could at most still be saved; 0 is proven best"),
        Field("optimizedAt", \.optimizedAt, .eventTime))
}
