public import Identifiers
public import JSON

/// What the payloads about one date of a booking have in common.
public protocol EventInstancePayload: EventPayload {
    var eventID: EventInstanceID { get }
    var bookingID: BookingID { get }
}

extension EventInstancePayload {
    public var aggregateID: UUID128 { eventID.uuid }
}

/// An approved booking has its dates. It is about the booking and takes one of its versions.
public struct EventInstancesGenerated: Sendable, Equatable {
    public let eventIDs: [EventInstanceID]
    public let generatedBy: ActorID
    public let generatedAt: Timestamp
    public let booking: BookingSnapshot

    public init(
        eventIDs: [EventInstanceID], generatedBy: ActorID, generatedAt: Timestamp, booking: BookingSnapshot
    ) {
        self.eventIDs = eventIDs
        self.generatedBy = generatedBy
        self.generatedAt = generatedAt
        self.booking = booking
    }
}

extension EventInstancesGenerated: BookingEventPayload {
    public static let type = EventType.eventInstancesGenerated

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, eventIDs: [EventInstanceID], generatedBy: ActorID, generatedAt: Timestamp,
                _: Int, booking: BookingSnapshot
            ) in
            Self(eventIDs: eventIDs, generatedBy: generatedBy, generatedAt: generatedAt, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("eventIds", \.eventIDs, .array(.id(), count: 1...366)),
        Field("generatedBy", \.generatedBy, .actor),
        Field("generatedAt", \.generatedAt, .eventTime),
        Field("totalEvents", \.eventIDs.count, .integer(1...366)),
        Field("booking", \.booking, .nested()))
}

/// Somebody answers for a date.
public struct EventManagerAssigned: Sendable, Equatable {
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let managerID: ActorID
    public let assignedBy: ActorID
    public let assignedAt: Timestamp
    /// When it starts.
    public let eventDate: Timestamp
    public let location: PlaceBrief

    public init(
        eventID: EventInstanceID, bookingID: BookingID, managerID: ActorID, assignedBy: ActorID, assignedAt: Timestamp,
        eventDate: Timestamp, location: PlaceBrief
    ) {
        self.eventID = eventID
        self.bookingID = bookingID
        self.managerID = managerID
        self.assignedBy = assignedBy
        self.assignedAt = assignedAt
        self.eventDate = eventDate
        self.location = location
    }
}

extension EventManagerAssigned: EventInstancePayload {
    public static let type = EventType.eventAssignedToManager

    public static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("managerId", \.managerID, .actor, classified: .pii),
        Field("assignedBy", \.assignedBy, .actor),
        Field("assignedAt", \.assignedAt, .eventTime),
        Field("eventDate", \.eventDate, .eventTime, "When it starts"),
        Field("location", \.location, .nested()))
}

/// A date is being prepared.
public struct EventPreparationStarted: Sendable, Equatable {
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let startedBy: ActorID
    public let startedAt: Timestamp
    public let preparationTasks: [PreparationTask]

    public init(
        eventID: EventInstanceID, bookingID: BookingID, startedBy: ActorID, startedAt: Timestamp,
        preparationTasks: [PreparationTask]
    ) {
        self.eventID = eventID
        self.bookingID = bookingID
        self.startedBy = startedBy
        self.startedAt = startedAt
        self.preparationTasks = preparationTasks
    }
}

extension EventPreparationStarted: EventInstancePayload {
    public static let type = EventType.eventPreparationStarted

    public static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("startedBy", \.startedBy, .actor),
        Field("startedAt", \.startedAt, .eventTime),
        Field("preparationTasks", \.preparationTasks, .array(.nested(), count: 0...200)))
}

/// Something to be done before a date.
public struct PreparationTask: Sendable, Equatable {
    public let id: PreparationTaskID
    public let description: String
    public let assignedTo: ActorID?
    public let dueDate: Timestamp

    public init(
        id: PreparationTaskID, description: String, assignedTo: ActorID? = nil, dueDate: Timestamp
    ) {
        self.id = id
        self.description = description
        self.assignedTo = assignedTo
        self.dueDate = dueDate
    }
}

extension PreparationTask: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("description", \.description, .string(length: 1...2_000)),
        Field("assignedTo", \.assignedTo, .actor.optional, classified: .pii),
        Field("dueDate", \.dueDate, .eventTime))
}

/// Everything that a date needs is there; what is not says so.
public struct EventReady: Sendable, Equatable {
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let readyBy: ActorID
    public let readyAt: Timestamp
    public let staffAssigned: Bool
    public let kitsAssigned: Bool
    public let logisticsConfirmed: Bool
    public let venueConfirmed: Bool

    public init(
        eventID: EventInstanceID, bookingID: BookingID, readyBy: ActorID, readyAt: Timestamp, staffAssigned: Bool,
        kitsAssigned: Bool, logisticsConfirmed: Bool, venueConfirmed: Bool
    ) {
        self.eventID = eventID
        self.bookingID = bookingID
        self.readyBy = readyBy
        self.readyAt = readyAt
        self.staffAssigned = staffAssigned
        self.kitsAssigned = kitsAssigned
        self.logisticsConfirmed = logisticsConfirmed
        self.venueConfirmed = venueConfirmed
    }
}

extension EventReady: EventInstancePayload {
    public static let type = EventType.eventReady

    public static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("readyBy", \.readyBy, .actor),
        Field("readyAt", \.readyAt, .eventTime),
        Field("staffAssigned", \.staffAssigned, .bool),
        Field("kitsAssigned", \.kitsAssigned, .bool),
        Field("logisticsConfirmed", \.logisticsConfirmed, .bool),
        Field("venueConfirmed", \.venueConfirmed, .bool))
}
