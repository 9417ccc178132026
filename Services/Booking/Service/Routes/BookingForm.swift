import BookingDomain
import Identifiers
import JSON
import PlatformProtocol

/// `POST` and `PUT` of a booking: all that a client says of it. The names of the three generations of clients stand
/// beside each other; whoever uses two for one thing is refused, since no rule says which one is meant.
struct BookingForm: Sendable, Equatable {
    let title: String
    let description: String
    let cannabisBookingType: CannabisBookingType
    let clientID: ClientID?
    let cannabisProducts: [CannabisProduct]
    let operationalRequirements: OperationalRequirements?
    let partyOf: Int?
    let locationID: LocationID?
    let venueID: LocationID?
    let state: USState?
    let region: String?
    let city: String?
    let startDateTime: Timestamp?
    let scheduledStart: Timestamp?
    let endDateTime: Timestamp?
    let scheduledEnd: Timestamp?
    let bookingDate: CalendarDay?
    let bookingTime: ClockTime?
    let endTime: ClockTime?
    let durationMinutes: Int?
    let timezone: String?
    let eventDates: [Timestamp]
    let recurrencePattern: RecurrencePattern?
    let currency: Currency
    let budget: Int64?
    let requirements: JSONValue?
    let staffRequirements: JSONValue?
    let equipmentRequirements: JSONValue?
    let metadata: JSONValue?
    let source: String?
    let organizationID: OrganizationID?
    let idempotencyKey: String?
    let expectedVersion: Int?
    let versionExpected: Int?
}

extension BookingForm: JSONCodable {
    static let json: JSONType<BookingForm> = .record(
        Self.init,
        Field("title", \.title, .string(length: 1...BookingLimits.titleLengthMax)),
        Field("description", \.description, .string(length: 0...BookingLimits.descriptionLengthMax).defaulting(to: "")),
        Field("cannabisBookingType", \.cannabisBookingType, .oneOf()),
        Field("clientId", \.clientID, .id().optional, "The brand it is for"),
        Field("cannabisProducts", \.cannabisProducts, CannabisProduct.list.defaulting(to: [])),
        Field("operationalRequirements", \.operationalRequirements, .nested().optional, "What the law asks"),
        Field(
            "party_size", \.partyOf, .integer(1...BookingLimits.attendance.upperBound).optional,
            "Instead of operationalRequirements: a closed party of so many, with neither sales nor samples"),
        Field("locationId", \.locationID, .id().optional, "Its slot is held from now on"),
        Field("venue_id", \.venueID, .id().optional, "Instead of locationId"),
        Field("state", \.state, .oneOf().optional, "The location's without it"),
        Field("region", \.region, .string(length: 1...BookingLimits.regionLengthMax).optional),
        Field("city", \.city, .string(length: 1...BookingLimits.regionLengthMax).optional),
        Field("startDateTime", \.startDateTime, .dateTime().optional),
        Field("scheduledStart", \.scheduledStart, .dateTime().optional, "Instead of startDateTime"),
        Field("endDateTime", \.endDateTime, .dateTime().optional),
        Field("scheduledEnd", \.scheduledEnd, .dateTime().optional, "Instead of endDateTime"),
        Field("booking_date", \.bookingDate, .day.optional, "With booking_time, instead of startDateTime"),
        Field("booking_time", \.bookingTime, ClockTime.json.optional, "On the clocks of the venue"),
        Field("end_time", \.endTime, ClockTime.json.optional, "With booking_date, instead of endDateTime"),
        Field("duration_minutes", \.durationMinutes, .integer(1...44_640).optional, "Instead of endDateTime"),
        Field("timezone", \.timezone, .string(length: 1...64).optional, "IANA; the location's without it"),
        Field(
            "eventDates", \.eventDates, .array(.dateTime(), count: 0...BookingLimits.eventDatesMax).defaulting(to: []),
            "The start of each date when there are several, the first one included"),
        Field("recurrencePattern", \.recurrencePattern, .nested().optional, "Instead of eventDates"),
        Field("currency", \.currency, .currency.defaulting(to: .usd)),
        Field("budget", \.budget, .minorUnits(BookingLimits.money).optional, "The ceiling"),
        Field("requirements", \.requirements, .any.optional),
        Field("staffRequirements", \.staffRequirements, .any.optional, "roles, specialSkills, and whatever else"),
        Field("equipmentRequirements", \.equipmentRequirements, .any.optional, "kits, and whatever else"),
        Field("metadata", \.metadata, .any.optional),
        Field("source", \.source, .string(length: 1...BookingLimits.sourceLengthMax).optional, "Through what it came"),
        Field("organizationId", \.organizationID, .id().optional, "Yours unless your role spans organisations"),
        Field("idempotency_key", \.idempotencyKey, .string(length: 1...255).optional, "Instead of Idempotency-Key"),
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional, "For PUT, instead of If-Match"),
        Field("expected_version", \.versionExpected, .integer(1...Int.max).optional, "Instead of expectedVersion")
    ).checked { form, faults in
        form.times.check(&faults)
        if form.locationID != nil, form.venueID != nil {
            faults.add("/venue_id", .ambiguous, "says the same as locationId: give one of them")
        }
        if form.operationalRequirements != nil, form.partyOf != nil {
            faults.add("/party_size", .ambiguous, "says the same as operationalRequirements: give one of them")
        }
        if form.operationalRequirements == nil, form.partyOf == nil {
            faults.add("/operationalRequirements", .missingMember, "is required")
        }
        if form.expectedVersion != nil, form.versionExpected != nil {
            faults.add("/expected_version", .ambiguous, "says the same as expectedVersion: give one of them")
        }
        if form.place == nil {
            if form.state == nil { faults.add("/state", .missingMember, "is required without a location") }
            if form.timezone == nil { faults.add("/timezone", .missingMember, "is required without a location") }
        }
        form.staffRequirements.check("/staffRequirements", StaffWish.self, &faults)
        form.equipmentRequirements.check("/equipmentRequirements", EquipmentWish.self, &faults)
        if form.jsonBytes().holdsNUL { faults.add("", .badCharacter, "must not contain the character NUL") }
    }

    static let example = BookingForm(
        title: "Autumn tasting", description: "Two ambassadors present the harvest.", cannabisBookingType: .productDemo,
        clientID: nil, cannabisProducts: [],
        operationalRequirements: OperationalRequirements(
            isPublic: true, expectedAttendance: 60, minimumAge: 21, hasConsumption: false, hasSampling: false,
            hasSales: true), partyOf: nil,
        locationID: LocationID(UUID128(high: 0x0192_f0c1_0000_7000, low: 0x8000_0000_0000_0071)), venueID: nil,
        state: .california, region: "bay_area", city: "Oakland",
        startDateTime: Timestamp(secondsSinceEpoch: 1_804_356_000), scheduledStart: nil,
        endDateTime: Timestamp(secondsSinceEpoch: 1_804_370_400), scheduledEnd: nil, bookingDate: nil, bookingTime: nil,
        endTime: nil, durationMinutes: nil, timezone: "America/Los_Angeles", eventDates: [], recurrencePattern: nil,
        currency: .usd, budget: 250_000, requirements: ["languages": ["en", "es"]],
        staffRequirements: ["roles": [["role": "budtender", "count": 2]], "skills": ["retail"]],
        equipmentRequirements: ["kits": 1], metadata: nil, source: "web", organizationID: nil, idempotencyKey: nil,
        expectedVersion: nil, versionExpected: nil)
}

extension BookingForm {
    var times: BookingTimes {
        BookingTimes(
            startDateTime: startDateTime, scheduledStart: scheduledStart, endDateTime: endDateTime,
            scheduledEnd: scheduledEnd, bookingDate: bookingDate, bookingTime: bookingTime, endTime: endTime,
            durationMinutes: durationMinutes)
    }

    /// Where it is to be.
    var place: LocationID? { locationID ?? venueID }

    var conditions: EventConditions {
        operationalRequirements.map { EventConditions($0) }
            ?? EventConditions(isPublic: false, expectedAttendance: partyOf ?? 1)
    }

    /// Who comes, for counting.
    var partySize: Int { max(1, conditions.expectedAttendance) }

    /// Each date, where they can be told without knowing the venue, and make sense.
    var dateWindows: [TimeWindow]? {
        guard let (start, end) = times.moments else { return nil }
        let duration = start.duration(to: end)
        // What is wrong with them is told by the rule, which is asked with the venue.
        return try? (eventDates.isEmpty ? [start] : eventDates).map {
            try TimeWindow(start: $0, end: $0.advanced(by: duration))
        }
    }

    /// What is asked for, at a place that says what was left out: the state, the zone, the city.
    func details(at venue: LocationSnapshot?, actualCost: Money? = nil) throws -> BookingDetails {
        guard let zone = timezone ?? venue?.timezone, let state = state ?? venue?.address.state else {
            throw VenueRefusal.unknown
        }
        let (start, end) = try times.moments(in: zone)
        return BookingDetails(
            clientID: clientID, title: title, description: description, type: cannabisBookingType,
            products: try cannabisProducts.map { try BookedProduct($0) }, conditions: conditions, locationID: place,
            state: state, region: region ?? venue?.region, city: city ?? venue?.address.city, start: start, end: end,
            timeZone: zone, eventDates: eventDates, recurrence: recurrencePattern.map { Recurrence($0) },
            currency: currency, budget: budget.map { Money(minorUnits: $0, currency: currency) },
            actualCost: actualCost,
            requirements: requirements.map { Document($0) },
            staffRequirements: try staffRequirements.map { try StaffRequirements($0, currency: currency) },
            equipmentRequirements: try equipmentRequirements.map { try EquipmentRequirements($0) },
            metadata: metadata.map { Document($0) })
    }
}

extension JSONValue? {
    /// Whether what is read of it can be read.
    func check<Read: JSONCodable>(_ pointer: String, _ type: Read.Type, _ faults: inout JSONRuleFaults) {
        guard let self else { return }
        do throws(JSONFaults) {
            _ = try Read(json: self.bytes)
        } catch {
            for fault in error.list { faults.add(pointer + fault.pointer, fault.code, fault.message) }
        }
    }
}

extension [UInt8] {
    /// Whether this JSON has a string with the character NUL, which PostgreSQL does not keep. Our own codec writes it in
    /// one way only.
    var holdsNUL: Bool {
        var index = startIndex
        while index < endIndex {
            if self[index] != UInt8(ascii: "\\") {
                index += 1
            } else if self[index...].starts(with: "\\u0000".utf8) {
                return true
            } else {
                index += 2
            }
        }
        return false
    }
}
