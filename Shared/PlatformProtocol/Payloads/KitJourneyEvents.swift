public import Identifiers
public import JSON

/// A kit is packed.
public struct KitPrepared: Sendable, Equatable {
    public let step: KitStep
    public let preparedBy: ActorID
    public let preparedAt: Timestamp
    public let components: [PreparedComponent]
    public let notes: String?

    public init(
        step: KitStep, preparedBy: ActorID, preparedAt: Timestamp, components: [PreparedComponent], notes: String? = nil
    ) {
        self.step = step
        self.preparedBy = preparedBy
        self.preparedAt = preparedAt
        self.components = components
        self.notes = notes
    }
}

extension KitPrepared: KitStepPayload {
    public static let type = EventType.kitPrepared

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("preparedBy", \.preparedBy, .actor),
        Field("preparedAt", \.preparedAt, .eventTime),
        Field("components", \.components, .array(.nested(), count: 0...500)),
        Field("notes", \.notes, .string(length: 0...2_000).optional))
}

/// A part that is in a kit as it is packed.
public struct PreparedComponent: Sendable, Equatable {
    public let id: KitComponentID
    public let name: String
    public let quantity: Int
    public let condition: PackedCondition

    public init(
        id: KitComponentID, name: String, quantity: Int, condition: PackedCondition
    ) {
        self.id = id
        self.name = name
        self.quantity = quantity
        self.condition = condition
    }
}

extension PreparedComponent: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("name", \.name, .string(length: 1...200)),
        Field("quantity", \.quantity, .integer(1...10_000)),
        Field("condition", \.condition, .oneOf()))
}

/// The condition of a part as it is packed. A damaged one is not.
public enum PackedCondition: String, CaseIterable, Sendable {
    case excellent, good, fair, poor
}

/// A kit left the warehouse in somebody's hands.
public struct KitCheckedOut: Sendable, Equatable {
    public let step: KitStep
    public let checkedOutBy: ActorID
    public let checkedOutAt: Timestamp
    public let checkedOutTo: ActorID
    public let expectedReturnDate: Timestamp

    public init(
        step: KitStep, checkedOutBy: ActorID, checkedOutAt: Timestamp, checkedOutTo: ActorID,
        expectedReturnDate: Timestamp
    ) {
        self.step = step
        self.checkedOutBy = checkedOutBy
        self.checkedOutAt = checkedOutAt
        self.checkedOutTo = checkedOutTo
        self.expectedReturnDate = expectedReturnDate
    }
}

extension KitCheckedOut: KitStepPayload {
    public static let type = EventType.kitCheckedOut

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("checkedOutBy", \.checkedOutBy, .actor),
        Field("checkedOutAt", \.checkedOutAt, .eventTime),
        Field("checkedOutTo", \.checkedOutTo, .actor, classified: .pii),
        Field("expectedReturnDate", \.expectedReturnDate, .eventTime))
}

/// A kit is on its way to the venue.
public struct KitShipped: Sendable, Equatable {
    public let step: KitStep
    public let shippedBy: ActorID
    public let shippedAt: Timestamp
    public let carrier: ShipmentCarrier
    public let route: ShipmentRoute
    /// When it should arrive.
    public let eta: Timestamp
    public let custodySeals: [String]

    public init(
        step: KitStep, shippedBy: ActorID, shippedAt: Timestamp, carrier: ShipmentCarrier, route: ShipmentRoute,
        eta: Timestamp, custodySeals: [String]
    ) {
        self.step = step
        self.shippedBy = shippedBy
        self.shippedAt = shippedAt
        self.carrier = carrier
        self.route = route
        self.eta = eta
        self.custodySeals = custodySeals
    }
}

extension KitShipped: KitStepPayload {
    public static let type = EventType.kitShipped

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("shippedBy", \.shippedBy, .actor),
        Field("shippedAt", \.shippedAt, .eventTime),
        Field("carrier", \.carrier, .nested()),
        Field("route", \.route, .nested()),
        Field("eta", \.eta, .eventTime, "When it should arrive"),
        Field("custodySeals", \.custodySeals, .custodySeals))
}

/// A kit is at the venue.
public struct KitDelivered: Sendable, Equatable {
    public let step: KitStep
    public let deliveredAt: Timestamp
    public let handedTo: ActorID
    public let carrier: ShipmentCarrier
    /// As they were found.
    public let custodySeals: [String]
    /// Degrees Celsius, on arrival.
    public let temperature: JSONDecimal?

    public init(
        step: KitStep, deliveredAt: Timestamp, handedTo: ActorID, carrier: ShipmentCarrier, custodySeals: [String],
        temperature: JSONDecimal? = nil
    ) {
        self.step = step
        self.deliveredAt = deliveredAt
        self.handedTo = handedTo
        self.carrier = carrier
        self.custodySeals = custodySeals
        self.temperature = temperature
    }
}

extension KitDelivered: KitStepPayload {
    public static let type = EventType.kitDelivered

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("deliveredAt", \.deliveredAt, .eventTime),
        Field("handedTo", \.handedTo, .actor, classified: .pii),
        Field("carrier", \.carrier, .nested()),
        Field("custodySeals", \.custodySeals, .custodySeals, "As they were found"),
        Field("temperature", \.temperature, .decimal(-100...100, decimals: 2).optional, "Degrees Celsius, on arrival"))
}

/// A kit is being used.
public struct KitInUse: Sendable, Equatable {
    public let step: KitStep
    public let startedBy: ActorID
    public let startedAt: Timestamp

    public init(
        step: KitStep, startedBy: ActorID, startedAt: Timestamp
    ) {
        self.step = step
        self.startedBy = startedBy
        self.startedAt = startedAt
    }
}

extension KitInUse: KitStepPayload {
    public static let type = EventType.kitInUse

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("startedBy", \.startedBy, .actor),
        Field("startedAt", \.startedAt, .eventTime))
}

/// A kit is on its way back.
public struct KitReturnShipped: Sendable, Equatable {
    public let step: KitStep
    public let shippedBy: ActorID
    public let shippedAt: Timestamp
    public let carrier: ShipmentCarrier
    public let route: ShipmentRoute
    /// When it should arrive.
    public let eta: Timestamp
    public let custodySeals: [String]

    public init(
        step: KitStep, shippedBy: ActorID, shippedAt: Timestamp, carrier: ShipmentCarrier, route: ShipmentRoute,
        eta: Timestamp, custodySeals: [String]
    ) {
        self.step = step
        self.shippedBy = shippedBy
        self.shippedAt = shippedAt
        self.carrier = carrier
        self.route = route
        self.eta = eta
        self.custodySeals = custodySeals
    }
}

extension KitReturnShipped: KitStepPayload {
    public static let type = EventType.kitReturnShipped

    public static let json = JSONType.openRecord(
        Self.init, stepHead,
        Field("shippedBy", \.shippedBy, .actor),
        Field("shippedAt", \.shippedAt, .eventTime),
        Field("carrier", \.carrier, .nested()),
        Field("route", \.route, .nested()),
        Field("eta", \.eta, .eventTime, "When it should arrive"),
        Field("custodySeals", \.custodySeals, .custodySeals))
}
