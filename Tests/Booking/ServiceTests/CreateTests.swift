import BookingService
import Identifiers
import JSON
import PlatformProtocol
import ServiceTestKit
import TestKit
import Testing

@Suite("Making bookings")
struct CreateBookingTests {
    @Test("a booking is made as a draft that holds its slot, is answered with its version, and told")
    func create() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let made = try await site.post(path, Sample.body(site, ##","budget":"1250.50","source":"web""##))
            #expect(made.status == 201, "\(made)")
            #expect(made.text("status") == "draft")
            #expect(made.field("ETag") == "\"1\"")
            #expect(made.field("Location") == "\(path)/\(made.text("id"))")
            // What was left out is the location's.
            #expect(made.text("timezone") == "America/Los_Angeles")
            #expect(made.text("city") == "Oakland")
            #expect(made.response.body.contains(#""budget":1250.50"#))
            #expect(made["progress", "allowedStatuses"] == ["pending_approval", "cancelled"])
            let read = try await site.get("\(path)/\(made.text("id"))")
            #expect(read.json == made.json)
            #expect(try await site.get("\(path)/reference/\(made.text("reference").lowercased())").json == made.json)
            let told = try await site.told()
            #expect(told.map(\.type) == [.bookingCreated])
            let payload = try told[0].payload(as: BookingCreated.self)
            #expect(payload.booking.version == 1 && payload.booking.budget == 125_050)
            #expect(payload.locationRequirements?.capacity == 100)
            let lease = try await site.rows(
                """
                SELECT kind, lower(occupied) = starts_at - interval '60 minutes',
                    upper(occupied) = ends_at + interval '30 minutes', expires_at = hold_expires_at, is_exclusive
                FROM leases JOIN bookings ON bookings.id = booking_id
                """)
            #expect(lease == ["hold|t|t|t|t"])
        }
    }

    @Test("moves are told, each by its general event and its own, and the history has them")
    func moves() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit", "approve")
            #expect(try await site.leases(id) == ["firm"])
            let list = try await site.get("\(path)?status=approved")
            #expect(list.text("items", 0, "id") == id)
            let told = try await site.told()
            #expect(
                told.map(\.type) == [
                    .bookingCreated, .bookingStatusChanged, .bookingSubmitted, .bookingStageAdvanced,
                    .bookingStatusChanged, .bookingApproved, .bookingStageAdvanced,
                ])
            #expect(told.map(\.aggregateVersion) == Array(1...7))
            #expect(Set(told[1...3].map(\.causationID)).count == 1)
            let history = try await site.get("\(path)/\(id)/history")
            #expect(history["items", 1, "toStatus"] == "pending_approval")
            #expect(history["items", 2, "toStatus"] == "approved")
        }
    }
}
