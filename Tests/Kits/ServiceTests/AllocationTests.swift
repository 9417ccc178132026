import EventLoop
import Identifiers
import JSON
import KitsService
import PlatformProtocol
import Postgres
import ServiceTestKit
import TestKit
import Testing

@Suite("Kits for bookings")
struct AllocationTests {
    @Test("a kit is taken with its preparation and its ways, told, given back, and taken again")
    func allocate() async throws {
        try await withService(KitManagement.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            let next = TestBooking(2, from: site.hours(30))
            try await site.hear(booking, version: 3)
            try await site.hear(next, version: 3)
            let instance = try await site.stock()
            let made = try await site.allocate(instance, to: booking, #","notes":"Fragile""#)
            #expect(made.status == 201, "\(made)")
            let one = "\(kits)/\(made.text("id"))"
            #expect(made.field("Location") == one)
            #expect(try await site.get(one).json == made.json)
            let told = try #require(try await site.told().last)
            let snapshot = try told.payload(as: KitAssignedToActivity.self).assignment
            #expect(snapshot.startTime == booking.start.advanced(by: .seconds(-3 * 3_600)))
            #expect(snapshot.endTime == booking.end.advanced(by: .seconds(2 * 3_600)))
            #expect(snapshot.notes == "Fragile")
            #expect(snapshot.state == .california)
            let refused = try await site.allocate(instance, to: next)
            #expect(refused.status == 409)
            #expect(refused["conflictingWindow", "end"] == .string(snapshot.endTime.description))
            let released = try await site.post("\(one)/release", #"{"reason":"not needed","expectedVersion":1}"#)
            #expect(released["status"] == "closed", "\(released)")
            #expect(try await site.toldTypes() == [.kitAssignedToActivity, .kitReleased])
            #expect(try await site.allocate(instance, to: next).status == 201)
            #expect(try await site.post("\(one)/release").text("code") == "invalid_transition")
            let stale = try await site.post("\(one)/release", #"{"expectedVersion":1}"#)
            #expect(stale.text("code") == "version_conflict")
        }
    }

    @Test("what touches the plant does not leave its state, and the rule is named")
    func stateLine() async throws {
        try await withService(KitManagement.self) { site in
            var booking = TestBooking(1, from: site.hours(24))
            booking.state = .nevada
            try await site.hear(booking, version: 1)
            let refused = try await site.allocate(try await site.stock(), to: booking)
            #expect(refused.status == 422)
            #expect(refused.text("code") == "compliance_refused")
            #expect(refused["rule"] == "plant_touching_stays_in_state")
            #expect(try await site.told().isEmpty)
            #expect(try await site.allocate(try await site.stock(kit(touches: false)), to: booking).status == 201)
        }
    }

    @Test("what is not known here is not there, and roles reach no further than theirs")
    func tenancy() async throws {
        try await withService(KitManagement.self) { site in
            var foreign = TestBooking(1, from: site.hours(24))
            foreign.organization = .second
            try await site.hear(foreign, version: 1)
            let own = TestBooking(2, from: site.hours(24))
            try await site.hear(own, version: 1)
            let instance = try await site.stock()
            let strange = try await site.stock(as: .stranger)
            #expect(try await site.allocate(instance, to: foreign).status == 404)
            #expect(try await site.allocate(strange, to: own).status == 404)
            #expect(try await site.allocate(instance, to: TestBooking(3, from: site.hours(1))).status == 404)
            #expect(try await site.told().isEmpty)
            let one = "\(kits)/\(try await site.allocate(instance, to: own).text("id"))"
            #expect(try await site.get(one, as: .stranger).status == 404)
            #expect(try await site.post("\(one)/release", as: .stranger).status == 404)
            #expect(try await site.get(kits, as: .stranger)["items"] == [])
            let agent = TestCaller(.brandAgent, in: .first, subject: "agent")
            #expect(try await site.get(one, as: agent).status == 404)
            #expect(try await site.get(kits, as: agent)["items"] == [])
            #expect(try await site.post("\(one)/release", as: agent).status == 403)
        }
    }

    @Test("the same request again gets the same answer, and another one under its key is refused")
    func idempotency() async throws {
        try await withService(KitManagement.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking, version: 1)
            let instance = try await site.stock()
            func send(_ notes: String) async throws -> SiteAnswer {
                let body = #"{"bookingId":"\#(booking.id)","instanceId":"\#(instance)","notes":"\#(notes)"}"#
                return try await site.send("POST", kits, body, as: .manager, ("Idempotency-Key", "k1"))
            }
            let first = try await send("a")
            #expect(first.status == 201)
            let again = try await send("a")
            #expect(again.response.body == first.response.body)
            #expect(again.field("Idempotent-Replayed") == "true")
            #expect(try await send("b").text("code") == "idempotency_key_reused")
            #expect(try await site.told().count == 1)
        }
    }

    @Test("of fifty that want one kit at one time, one gets it")
    func race() async throws {
        try await withService(KitManagement.self) { site in
            let bookings = (1...50).map { TestBooking($0, from: site.hours(24)) }
            for booking in bookings { try await site.hear(booking, version: 1) }
            let instance = try await site.stock()
            let loop = site.database.loop
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for booking in bookings {
                    group.addTask(executorPreference: loop) { try await site.allocate(instance, to: booking).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 201 }.count == 1)
            #expect(statuses.filter { $0 == 409 }.count == 49, "\(statuses)")
            #expect(try await site.told().count == 1)
        }
    }

    @Test("lists are narrowed down by booking, kit, status and time")
    func lists() async throws {
        try await withService(KitManagement.self) { site in
            let instance = try await site.stock()
            for number in 1...3 {
                let booking = TestBooking(number, from: site.hours(24 * number))
                try await site.hear(booking, version: 1)
                #expect(try await site.allocate(instance, to: booking).status == 201)
            }
            func total(_ query: String) async throws -> JSONValue {
                try await site.get("\(kits)?total=true&\(query)")["page", "total"]
            }
            #expect(try await total("instanceId=\(instance)&status=assigned") == 3)
            #expect(try await total("bookingId=\(TestBooking(2, from: site.hours(0)).id)") == 1)
            #expect(try await total("from=\(site.hours(31).description)&to=\(site.hours(60).description)") == 1)
            #expect(try await total("conflict=time&conflict=state_line") == 0)
            let first = try await site.get("\(kits)?limit=2&sort=-startTime")
            let rest = try await site.get("\(kits)?limit=2&sort=-startTime&cursor=\(first.text("page", "nextCursor"))")
            #expect(rest["items", 0, "bookingId"] == .string("\(TestBooking(1, from: site.hours(0)).id)"))
        }
    }
}
