import EventLoop
import Identifiers
import JSON
import LocalPlatform
import ServiceTestKit
import TestKit
import Testing

/// What tests ask of the platform more than once.
extension SystemSite {
    /// The id of a venue that anybody may book, once the service of bookings knows it.
    func venue(_ name: String = "The Copper Room") async throws -> String {
        let made = try await post(
            "/regions/locations",
            """
            {"name": "\(name)", "kind": "shared", "venueType": "event_space", "timezone": "America/Los_Angeles",
             "address": {"line1": "1245 Broadway", "city": "Oakland", "state": "california", "postalCode": "94612"}}
            """)
        try #require(made.status == 201, "\(made)")
        let path = "/regions/locations/\(made.text("id"))"
        let (submitted, approved) = (try await post(path + "/submit"), try await post(path + "/approve", as: .officer))
        try #require(submitted.status == 200 && approved.status == 200, "\(submitted)\n\(approved)")
        // A booking of a place that is not heard of yet is refused, and takes nothing.
        try await wait(until: "the venue is known", every: .milliseconds(100)) {
            try await book(made.text("id"), day: 20).status == 201
        }
        return made.text("id")
    }

    /// Asks for three hours at a venue, some days from now.
    func book(_ venue: String, day: Int, as caller: UserToken = .manager) async throws -> SiteAnswer {
        try await post("/bookings", bookingBody(venue, day: day), as: caller)
    }

    /// Asks under one key until somebody answers who is not in trouble, as a client does that cannot know whether it was
    /// heard.
    func insist(_ path: String, _ body: String?, key: String) async throws -> SiteAnswer {
        while true {
            do {
                let answer = try await send("POST", path, body, as: .manager, ("Idempotency-Key", key))
                if answer.status < 500, answer.text("code") != "idempotency_in_progress" { return answer }
            } catch is NoAnswer, is StreamFault, is SystemError {
                // Nobody was there; the next attempt finds somebody.
            }
            try await loop.sleep(for: .milliseconds(20))
        }
    }

    func bookingBody(_ venue: String, day: Int) -> String {
        let start = now.advanced(by: .seconds(day * 86_400))
        return """
            {"title": "Tasting of day \(day)", "cannabisBookingType": "product_demo", "locationId": "\(venue)",
             "startDateTime": "\(start)", "endDateTime": "\(start.advanced(by: .seconds(10_800)))",
             "timezone": "America/Los_Angeles", "operationalRequirements": {"isPublic": true, "expectedAttendance": 80,
             "minimumAge": 21, "hasConsumption": false, "hasSampling": false, "hasSales": true}}
            """
    }

    /// How often the law was asked about a booking.
    func checks(of booking: String) async throws -> Int {
        let answer = try await get("/compliance/checks?bookingId=\(booking)", as: .officer)
        guard case .array(let items) = answer["items"] else { return 0 }
        return items.count
    }

    /// How many notifications a person has about a booking.
    func notifications(of booking: String) async throws -> Int {
        let answer = try await get("/notifications?limit=200")
        guard case .array(let items) = answer["items"] else { return 0 }
        return items.count { "\($0)".contains(booking) }
    }
}
