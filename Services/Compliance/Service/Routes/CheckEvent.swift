import ComplianceDomain
import Identifiers
import JSON
import PlatformProtocol

/// `POST /check`: an event that somebody asks about. What is left out is not known, which is never the same as no.
struct CheckEvent: Sendable, Equatable {
    let state: USState
    let bookingID: BookingID?
    let cannabisBookingType: CannabisBookingType
    let isPublic: Bool?
    let minimumAge: Int?
    let hasConsumption: Bool?
    let hasSampling: Bool?
    let hasSales: Bool?
    let productCategories: [CannabisProductCategory]?
    let productsAreTested: Bool?
    let startDateTime: Timestamp?
    let endDateTime: Timestamp?
    let timezone: String
    let madeAt: Timestamp?
    let heldLicenses: [String]?
    let venueLicenses: [String]?
    let ageMethods: [AgeVerificationMethod]?
    let adultAudiencePercent: Int?

    /// The same as the rules read it; asked about now, it would be booked now.
    func facts(at now: Timestamp) -> EventFacts {
        var facts = EventFacts()
        facts.bookingType = cannabisBookingType
        facts.isPublic = isPublic
        facts.minimumAge = minimumAge
        facts.hasConsumption = hasConsumption
        facts.hasSampling = hasSampling
        facts.hasSales = hasSales
        facts.productCategories = productCategories.map { Set($0) }
        facts.productsAreTested = productsAreTested
        facts.madeOn = CalendarDay(of: madeAt ?? now, in: timezone)
        facts.startsOn = startDateTime.map { CalendarDay(of: $0, in: timezone) }
        facts.endsOn = endDateTime.map { CalendarDay(of: $0.advanced(by: .microseconds(-1)), in: timezone) }
        facts.heldLicenses = heldLicenses.map { Set($0) }
        facts.venueLicenses = venueLicenses.map { Set($0) }
        facts.ageMethods = ageMethods.map { Set($0) }
        facts.adultAudiencePercent = adultAudiencePercent.map(Double.init)
        return facts
    }
}

extension CheckEvent: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("state", \.state, .oneOf()),
        Field(
            "bookingId", \.bookingID, .id().optional, "Kept with the answer; the booking itself is judged by its events"
        ),
        Field("cannabisBookingType", \.cannabisBookingType, .oneOf()),
        Field("isPublic", \.isPublic, .bool.optional, "Open to people who were not invited"),
        Field("minimumAge", \.minimumAge, .integer(0...120).optional, "The age that guests are held to; 0 is none"),
        Field("hasConsumption", \.hasConsumption, .bool.optional),
        Field("hasSampling", \.hasSampling, .bool.optional),
        Field("hasSales", \.hasSales, .bool.optional),
        Field(
            "productCategories", \.productCategories, .array(.oneOf(), count: 0...8).optional,
            "What is shown, given or sold; an empty list is nothing"),
        Field("productsAreTested", \.productsAreTested, .bool.optional),
        Field("startDateTime", \.startDateTime, .dateTime().optional),
        Field("endDateTime", \.endDateTime, .dateTime().optional),
        Field("timezone", \.timezone, .string(length: 1...64).defaulting(to: "UTC"), "IANA"),
        Field("madeAt", \.madeAt, .dateTime().optional, "When the booking is made; now without it"),
        Field("heldLicenses", \.heldLicenses, .array(.string(length: 1...100), count: 0...100).optional),
        Field("venueLicenses", \.venueLicenses, .array(.string(length: 1...100), count: 0...100).optional),
        Field("ageMethods", \.ageMethods, .array(.oneOf(), count: 0...5).optional),
        Field("adultAudiencePercent", \.adultAudiencePercent, .integer(0...100).optional)
    ).checked { event, faults in
        if let start = event.startDateTime, let end = event.endDateTime, end <= start {
            faults.add("endDateTime", .endNotAfterStart, "must be after startDateTime")
        }
    }

    static let example = CheckEvent(
        state: .california, bookingID: nil, cannabisBookingType: .productDemo, isPublic: true, minimumAge: 21,
        hasConsumption: false, hasSampling: false, hasSales: true, productCategories: [.flower],
        productsAreTested: true, startDateTime: Timestamp(secondsSinceEpoch: 1_804_356_000),
        endDateTime: Timestamp(secondsSinceEpoch: 1_804_370_400), timezone: "America/Los_Angeles", madeAt: nil,
        heldLicenses: nil, venueLicenses: nil, ageMethods: nil, adultAudiencePercent: nil)
}
