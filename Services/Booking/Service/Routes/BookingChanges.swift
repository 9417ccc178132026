import BookingDomain
import Identifiers
import JSON
import PlatformProtocol

/// `PATCH` of a booking: what is there changes, `null` empties what may be empty, and all else stays.
struct BookingChanges: Sendable, Equatable {
    let title: String?
    let description: String?
    let cannabisBookingType: CannabisBookingType?
    let clientID: JSONChange<ClientID>
    let cannabisProducts: [CannabisProduct]?
    let operationalRequirements: OperationalRequirements?
    let locationID: JSONChange<LocationID>
    let venueID: LocationID?
    let state: USState?
    let region: JSONChange<String>
    let city: JSONChange<String>
    let startDateTime: Timestamp?
    let scheduledStart: Timestamp?
    let endDateTime: Timestamp?
    let scheduledEnd: Timestamp?
    let timezone: String?
    let eventDates: [Timestamp]?
    let recurrencePattern: JSONChange<RecurrencePattern>
    let currency: Currency?
    let budget: JSONChange<Int64>
    let actualCost: JSONChange<Int64>
    let requirements: JSONChange<JSONValue>
    let staffRequirements: JSONChange<JSONValue>
    let equipmentRequirements: JSONChange<JSONValue>
    let metadata: JSONChange<JSONValue>
    let idempotencyKey: String?
    let expectedVersion: Int?
    let versionExpected: Int?
}

extension BookingChanges: JSONCodable {
    static let json: JSONType<BookingChanges> = .record(
        Self.init,
        Field("title", \.title, .string(length: 1...BookingLimits.titleLengthMax).optional),
        Field("description", \.description, .string(length: 0...BookingLimits.descriptionLengthMax).optional),
        Field("cannabisBookingType", \.cannabisBookingType, .oneOf().optional),
        Field("clientId", \.clientID, .id().change),
        Field("cannabisProducts", \.cannabisProducts, CannabisProduct.list.optional),
        Field("operationalRequirements", \.operationalRequirements, .nested().optional),
        Field("locationId", \.locationID, .id().change),
        Field("venue_id", \.venueID, .id().optional, "Instead of locationId"),
        Field("state", \.state, .oneOf().optional),
        Field("region", \.region, .string(length: 1...BookingLimits.regionLengthMax).change),
        Field("city", \.city, .string(length: 1...BookingLimits.regionLengthMax).change),
        Field("startDateTime", \.startDateTime, .dateTime().optional),
        Field("scheduledStart", \.scheduledStart, .dateTime().optional, "Instead of startDateTime"),
        Field("endDateTime", \.endDateTime, .dateTime().optional),
        Field("scheduledEnd", \.scheduledEnd, .dateTime().optional, "Instead of endDateTime"),
        Field("timezone", \.timezone, .string(length: 1...64).optional),
        Field("eventDates", \.eventDates, .array(.dateTime(), count: 0...BookingLimits.eventDatesMax).optional),
        Field("recurrencePattern", \.recurrencePattern, .nested().change),
        Field("currency", \.currency, .currency.optional),
        Field("budget", \.budget, .minorUnits(BookingLimits.money).change),
        Field("actualCost", \.actualCost, .minorUnits(BookingLimits.money).change, "Once it has begun"),
        Field("requirements", \.requirements, .any.change),
        Field("staffRequirements", \.staffRequirements, .any.change),
        Field("equipmentRequirements", \.equipmentRequirements, .any.change),
        Field("metadata", \.metadata, .any.change),
        Field("idempotency_key", \.idempotencyKey, .string(length: 1...255).optional, "Instead of Idempotency-Key"),
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional, "Instead of If-Match"),
        Field("expected_version", \.versionExpected, .integer(1...Int.max).optional, "Instead of expectedVersion")
    ).checked { changes, faults in
        func ambiguous(_ name: String, _ other: String) {
            faults.add("/\(name)", .ambiguous, "says the same as \(other): give one of them")
        }
        if changes.startDateTime != nil, changes.scheduledStart != nil { ambiguous("scheduledStart", "startDateTime") }
        if changes.endDateTime != nil, changes.scheduledEnd != nil { ambiguous("scheduledEnd", "endDateTime") }
        if changes.locationID != .keep, changes.venueID != nil { ambiguous("venue_id", "locationId") }
        if changes.expectedVersion != nil, changes.versionExpected != nil {
            ambiguous("expected_version", "expectedVersion")
        }
        changes.staffRequirements.applied(to: nil).check("/staffRequirements", StaffWish.self, &faults)
        changes.equipmentRequirements.applied(to: nil).check("/equipmentRequirements", EquipmentWish.self, &faults)
        if changes.jsonBytes().holdsNUL { faults.add("", .badCharacter, "must not contain the character NUL") }
    }

    static let example = BookingChanges(
        title: "Autumn tasting, second evening", description: nil, cannabisBookingType: nil, clientID: .keep,
        cannabisProducts: nil, operationalRequirements: nil, locationID: .keep, venueID: nil, state: nil,
        region: .keep, city: .keep, startDateTime: Timestamp(secondsSinceEpoch: 1_804_442_400), scheduledStart: nil,
        endDateTime: Timestamp(secondsSinceEpoch: 1_804_456_800), scheduledEnd: nil, timezone: nil, eventDates: nil,
        recurrencePattern: .keep, currency: nil, budget: .set(275_000), actualCost: .keep, requirements: .keep,
        staffRequirements: .keep, equipmentRequirements: .keep, metadata: .clear, idempotencyKey: nil,
        expectedVersion: 1, versionExpected: nil)
}

extension BookingChanges {
    /// Where it is to move; nil when it stays, or is to be nowhere.
    var place: LocationID? { venueID ?? locationID.applied(to: nil) }

    /// The details after the change.
    func applied(to old: BookingDetails) throws -> BookingDetails {
        var new = old
        new.title = title ?? old.title
        new.description = description ?? old.description
        new.type = cannabisBookingType ?? old.type
        new.clientID = clientID.applied(to: old.clientID)
        new.products = try cannabisProducts.map { try $0.map { try BookedProduct($0) } } ?? old.products
        new.conditions = operationalRequirements.map { EventConditions($0) } ?? old.conditions
        new.locationID = venueID ?? locationID.applied(to: old.locationID)
        new.state = state ?? old.state
        new.region = region.applied(to: old.region)
        new.city = city.applied(to: old.city)
        new.start = startDateTime ?? scheduledStart ?? old.start
        new.end = endDateTime ?? scheduledEnd ?? old.end
        new.timeZone = timezone ?? old.timeZone
        new.eventDates = eventDates ?? old.eventDates
        new.recurrence = recurrencePattern.applied(to: old.recurrence.map { RecurrencePattern($0) })
            .map { Recurrence($0) }
        try applyMoney(to: &new, from: old)
        new.requirements = requirements.applied(to: old.requirements?.value).map { Document($0) }
        new.metadata = metadata.applied(to: old.metadata?.value).map { Document($0) }
        return new
    }

    /// A new currency says what the amounts that stay are in, so none is left in the old one.
    private func applyMoney(to new: inout BookingDetails, from old: BookingDetails) throws {
        let currency = currency ?? old.currency
        func amount(_ change: JSONChange<Int64>, _ old: Money?) -> Money? {
            change.applied(to: old?.minorUnits).map { Money(minorUnits: $0, currency: currency) }
        }
        new.currency = currency
        new.budget = amount(budget, old.budget)
        new.actualCost = amount(actualCost, old.actualCost)
        let staff = staffRequirements.applied(to: old.staffRequirements?.document.value)
        new.staffRequirements = try staff.map { try StaffRequirements($0, currency: currency) }
        let equipment = equipmentRequirements.applied(to: old.equipmentRequirements?.document.value)
        new.equipmentRequirements = try equipment.map { try EquipmentRequirements($0) }
    }
}
