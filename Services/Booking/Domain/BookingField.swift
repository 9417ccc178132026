/// The parts of a booking that can be at fault or change, spelled as they travel.
public enum BookingField: String, CaseIterable, Sendable {
    case title, description
    case clientID = "clientId"
    case bookingType = "cannabisBookingType"
    case products = "cannabisProducts"
    case conditions = "operationalRequirements"
    case locationID = "locationId"
    case state, region, city
    case start = "startDateTime"
    case end = "endDateTime"
    case timeZone = "timezone"
    case eventDates
    case recurrence = "recurrencePattern"
    case currency, budget, estimatedCost, actualCost
    case requirements, staffRequirements, equipmentRequirements, metadata
    case assignedStaff, assignedKits
    case source, reason, changes
}

/// One thing that is wrong with what was asked, with the field it is in. An answer lists all of them.
public struct BookingFault: Sendable, Hashable {
    public let field: BookingField
    /// Which of a list.
    public let index: Int?
    /// Which part of a compound, spelled as it travels.
    public let part: String?
    public let rule: Rule

    /// What it breaks.
    public enum Rule: Sendable, Hashable {
        case required
        case tooLong(max: Int)
        case tooMany(max: Int)
        case outOfRange
        case repeated
        case unordered
        case notAfterStart
        case inThePast
        case tooFarAhead
        case unknownZone
        case otherCurrency
        case exclusive(with: BookingField)
        case lastsTooLong
        case overlapsAnother
        case notTheStart
        case beforeStart
    }

    public init(_ field: BookingField, _ rule: Rule, at index: Int? = nil, part: String? = nil) {
        self.field = field
        self.index = index
        self.part = part
        self.rule = rule
    }

    /// A JSON pointer into what was asked.
    public var pointer: String {
        "/\(field.rawValue)" + (index.map { "/\($0)" } ?? "") + (part.map { "/\($0)" } ?? "")
    }

    /// For metrics and for programs that read the answer.
    public var label: StaticString {
        switch rule {
        case .required: "required"
        case .tooLong: "too_long"
        case .tooMany: "too_many"
        case .outOfRange: "out_of_range"
        case .repeated: "repeated"
        case .unordered: "unordered"
        case .notAfterStart: "end_not_after_start"
        case .inThePast: "in_the_past"
        case .tooFarAhead: "too_far_ahead"
        case .unknownZone: "unknown_zone"
        case .otherCurrency: "other_currency"
        case .exclusive: "exclusive"
        case .lastsTooLong: "lasts_too_long"
        case .overlapsAnother: "overlaps_another"
        case .notTheStart: "not_the_start"
        case .beforeStart: "before_start"
        }
    }

    /// For people. It repeats nothing that was sent.
    public var message: String {
        switch rule {
        case .required where field == .title: "Booking title is required"
        case .required: "is required"
        case .tooLong(let max): "is longer than \(max)"
        case .tooMany(let max): "has more than \(max)"
        case .outOfRange: "is out of range"
        case .repeated: "stands there twice"
        case .unordered: "is not in ascending order"
        case .notAfterStart: "End time must be after start time"
        case .inThePast: "Booking cannot be scheduled in the past"
        case .tooFarAhead: "is too far ahead"
        case .unknownZone: "is no IANA time zone"
        case .otherCurrency: "is not in the currency of the booking"
        case .exclusive(let other): "cannot be given together with \(other.rawValue)"
        case .lastsTooLong: "is too long after the start"
        case .overlapsAnother: "begins before the date before it is over"
        case .notTheStart: "does not begin with the start of the booking"
        case .beforeStart: "is before the start of the booking"
        }
    }
}
