import Foundation
import Identifiers

/// One booking to be created. Everything follows from its number, so that two clients, or two rounds, that are given
/// different numbers never want the same venue in the same window, and both meet the same kind of rows.
struct NewBooking: Sendable {
    static let venues = 2_000
    static let organizations = 20
    /// When the windows begin, in seconds since 1970, and how far apart those of one venue are.
    static let firstStart = 1_800_000_000
    static let windowSeconds = 10_800

    let number: Int

    var venue: Int { number % Self.venues }
    var organization: Int { Self.organization(ofNumber: number) }
    var start: Int { Self.firstStart + number / Self.venues * Self.windowSeconds }

    static func organization(ofNumber number: Int) -> Int { number % venues % organizations }

    /// As `bench_id` makes it on the server.
    static func id(_ number: Int) -> UUID128 { UUID128(high: 0, low: UInt64(truncatingIfNeeded: number)) }
}

/// What is the same in every booking, as long as in a real one.
struct BookingText: Sendable {
    static let shared = BookingText()

    let now = Timestamp(secondsSinceEpoch: 1_790_000_000)
    let nowText = "2026-09-21T14:13:20Z"
    let title = "Autumn tasting with the growers of Mendocino"
    let description = """
        Two ambassadors present the autumn harvest at the counter for three hours. Samples stay sealed; the age of every \
        guest is checked at the door. Parking is behind the house, set-up from the side entrance.
        """
    let products =
        #"[{"sku":"MND-0417","name":"Redwood Haze","quantity":24},{"sku":"MND-0533","name":"Fogline","quantity":12}]"#
    let requirements =
        #"{"ambassadors":2,"kit":"tasting-s","languages":["en","es"],"minimumAge":21,"wheelchairAccess":true}"#
    let actor = "01890a5d-ac96-774b-bcce-b302099a8057"
    let requestHash = "0123456789abcdef0123456789abcdef"
    let metadata = #"{"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","actorKind":"business"}"#
    let headers =
        #"{"event-type":"BOOKING_CREATED","schema-version":"1","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}"#
    /// The event as `event_store` keeps it and as the answer to the request looks.
    let event: String
    /// The event in its envelope, about 1.2 KB.
    let envelope: String

    private init() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057"
        event = """
            {"bookingId":"\(id)","bookingType":"product_demo","city":"Oakland","clientId":"\(id)","currency":"USD",\
            "description":"\(description)","endsAt":"2027-01-15T10:00:00Z","estimatedCostMinor":48000,\
            "locationId":"\(id)","products":\(products),"requirements":\(requirements),"region":"north",\
            "stage":"compliance","startsAt":"2027-01-15T08:00:00Z","state":"CA","status":"pending_approval",\
            "timeZone":"America/Los_Angeles","title":"\(title)","version":1}
            """
        envelope = """
            {"causationId":null,"correlationId":"\(id)","data":\(event),"eventId":"\(id)",\
            "eventType":"BOOKING_CREATED","occurredAt":"2026-09-21T14:13:20.000000Z","organizationId":"\(id)",\
            "schemaVersion":1,"source":"booking-management"}
            """
    }
}
