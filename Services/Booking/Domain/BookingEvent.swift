public import Identifiers

/// Everything that can have happened to a booking, one case for each type on the wire: what tells them is a switch
/// that does not compile without a new one.
public enum BookingEvent: Sendable, Equatable {
    case created
    case statusChanged(StatusChange)
    case submitted
    case approved(notes: String?)
    case rejected(reason: String, allowResubmission: Bool)
    case changesRequested([AskedChange])
    case updated([BookingField], needsReapproval: Bool)
    case cancelled(reason: String)
    case stageAdvanced(StageChange)
    case operationalVerified(OperationalStatus, [ReadinessItem])
    case confirmed
    case checkedIn
    case completed
    case expired(reason: String)
}

/// A move from one status to another.
public struct StatusChange: Sendable, Equatable {
    public let from: BookingStatus
    public let to: BookingStatus
    public let type: BookingTransitionType
    public let impact: ImpactLevel
    /// What the table says.
    public let transitionReason: String
    /// What a person says.
    public let notes: String?
}

/// A step of the work, forward, or back by rework.
public struct StageChange: Sendable, Equatable {
    public let from: BookingStage
    public let to: BookingStage
    public let isRework: Bool
    public let reason: String?
}

/// One thing that has to be changed before a booking can be approved.
public struct AskedChange: Sendable, Hashable {
    public let field: String
    public let reason: String
    public let suggestedValue: String?

    public init(field: String, reason: String, suggestedValue: String? = nil) {
        self.field = field
        self.reason = reason
        self.suggestedValue = suggestedValue
    }
}

/// Who changes a booking, as the history tells it.
public struct ChangeAuthor: Sendable, Hashable {
    /// In what capacity.
    public enum Kind: String, CaseIterable, Sendable {
        /// The client, or a contact of theirs.
        case guest
        /// Somebody of the organisation or of the venue.
        case business
        /// The platform itself: an event handled, a deadline passed, a saga.
        case system
    }

    public let id: ActorID
    public let kind: Kind

    public init(_ id: ActorID, _ kind: Kind) {
        self.id = id
        self.kind = kind
    }
}

/// What one rule did. The events have consecutive versions and the last one is the booking's; each is told with the
/// booking as it stands after all of them, so whoever stops at any of them holds nothing half-made.
public struct BookingChange: Sendable, Equatable {
    /// An event and the version of the booking that it makes.
    public struct Told: Sendable, Equatable {
        public let version: Int
        public let event: BookingEvent
    }

    /// Empty when there was nothing to change.
    public let events: [Told]
    /// A row of the history, when status or stage changed.
    public let history: BookingHistoryEntry?
    public let by: ChangeAuthor
    public let at: Timestamp

    public var isEmpty: Bool { events.isEmpty }
}

/// From what to what, by whom, when and why.
public struct BookingHistoryEntry: Sendable, Equatable {
    /// The booking's version after the change.
    public let version: Int
    /// Nil when it was made.
    public let fromStatus: BookingStatus?
    public let toStatus: BookingStatus
    public let fromStage: BookingStage?
    public let toStage: BookingStage
    public let by: ChangeAuthor
    public let at: Timestamp
    public let reason: String?
}
