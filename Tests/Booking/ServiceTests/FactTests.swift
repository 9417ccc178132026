import BookingDomain
import EventLoop
import Identifiers
import JSON
import Migrations
import PlatformProtocol
import Postgres
import PostgresTestKit
import ServiceTestKit
import TestKit
import Testing

@testable import BookingService

extension ServiceSite where Running == BookingManagement {
    /// Has the service hear that somebody works on a booking, was asked, or does not any more.
    func assign(
        _ booking: String, as user: String, number: UInt64 = 1, status: StaffAssignmentStatus = .accepted,
        isReleased: Bool = false, version: Int = 1
    ) async throws {
        let actor = try #require(ActorID(user))
        let assignment = StaffAssignmentSnapshot(
            id: StaffAssignmentID(UUID128(high: 0xA, low: number)), version: version, organizationID: .first,
            bookingID: try #require(BookingID(booking)), staffID: StaffID(UUID128(high: 0xB, low: number)),
            userID: actor, role: "budtender", status: status, startTime: clock.now,
            endTime: clock.now.advanced(by: .seconds(3600)), currency: .usd, specialRequirements: [], createdBy: actor,
            createdAt: clock.now, updatedAt: clock.now)
        if isReleased {
            let released = StaffAssignmentReleased(
                releasedBy: actor, releasedAt: clock.now, reason: "", assignment: assignment)
            try await hear(released, version: version, from: .staff)
        } else if status == .created {
            let created = StaffAssignmentCreated(createdBy: actor, createdAt: clock.now, assignment: assignment)
            try await hear(created, version: version, from: .staff)
        } else {
            let assigned = StaffAssignedToBooking(
                assignments: [], assignedBy: actor, assignedAt: clock.now,
                booking: BookingBrief(
                    id: assignment.bookingID, title: "x", status: .draft, state: .california, startDateTime: clock.now,
                    endDateTime: assignment.endTime, timezone: "UTC"), totalHourlyRate: 0, skillsMatched: [],
                assignment: assignment)
            try await hear(assigned, version: version, from: .staff)
        }
    }

    /// Has the service hear that a kit was taken for a booking, or let go.
    func take(
        _ booking: String, number: UInt64 = 1, status: KitAssignmentStatus = .assigned, isReleased: Bool = false,
        version: Int = 1
    ) async throws {
        let actor = try #require(ActorID("kits"))
        let assignment = KitAssignmentSnapshot(
            id: KitAssignmentID(UUID128(high: 0xC, low: number)), version: version, organizationID: .first,
            bookingID: try #require(BookingID(booking)), kitTemplateID: KitTemplateID(UUID128(high: 0xD, low: 1)),
            status: status, quantity: 1, startTime: clock.now, endTime: clock.now.advanced(by: .seconds(3600)),
            isPlantTouching: false, assignedBy: actor, assignedAt: clock.now, updatedAt: clock.now)
        if isReleased {
            let released = KitReleased(releasedBy: actor, releasedAt: clock.now, reason: "", assignment: assignment)
            try await hear(released, version: version, from: .kits)
        } else {
            try await hear(KitAssignedToActivity(assignment: assignment), version: version, from: .kits)
        }
    }

    func items(_ booking: String) async throws -> [String: String] {
        let answer = try await get("\(path)/\(booking)/operational-check")
        guard case .array(let items) = answer["items"] else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: items.map { item in
                ("\(SiteText("item".step(into: item)))", "\(SiteText("state".step(into: item)))")
            })
    }
}

/// The text of a JSON string.
private struct SiteText: CustomStringConvertible {
    let description: String

    init(_ value: JSONValue) {
        if case .string(let text) = value { description = text } else { description = "" }
    }
}

@Suite("What other services tell", .serialized)
struct FactTests {
    private static let wishes =
        #","staffRequirements":{"roles":[{"role":"host","count":2}]},"equipmentRequirements":{"kits":1}"#

    @Test("the copy of a location takes what is newer and leaves what is older alone, in any order and twice")
    func locations() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.open(Sample.location(capacity: 100, version: 3))
            try await site.open(Sample.location(capacity: 10, version: 2))
            try await site.open(Sample.location(capacity: 100, version: 3))
            #expect(try await site.rows("SELECT version, capacity FROM locations") == ["3|100"])
            try await site.open(Sample.location(capacity: 10, version: 4))
            let small = try await site.post(path, Sample.body(site))
            #expect(small.text("errors", 0, "code") == "too_small", "\(small)")
        }
    }

    @Test(
        "who works on a booking is told on once for each change; the same fact again, or an older one, changes nothing")
    func staff() async throws {
        try await withService(BookingManagement.self) { site in
            let id = try await site.booking(body: Sample.body(site, location: nil, Self.wishes))
            try await site.assign(id, as: "a", number: 1, status: .created)
            #expect(try await site.told().count == 1)
            #expect(try await site.items(id)["staff"] == "pending")
            try await site.assign(id, as: "a", number: 1, version: 2)
            try await site.assign(id, as: "a", number: 1, version: 2)
            try await site.assign(id, as: "a", number: 1, status: .created, version: 1)
            try await site.assign(id, as: "b", number: 2)
            let booking = try await site.get("\(path)/\(id)")
            #expect(booking["assignedStaff", 0] == .string("\(StaffID(UUID128(high: 0xB, low: 1)))"), "\(booking)")
            #expect(booking["assignedStaff", 1] == .string("\(StaffID(UUID128(high: 0xB, low: 2)))"))
            #expect(try await site.items(id)["staff"] == "satisfied")
            let told = try await site.told()
            #expect(told.map(\.type) == [.bookingCreated, .bookingUpdated, .bookingUpdated])
            #expect(try told[2].payload(as: BookingUpdated.self).changedFields == ["assignedStaff"])
            #expect(
                try await site.get("\(path)?assignedStaff=\(StaffID(UUID128(high: 0xB, low: 2)))").text(
                    "items", 0, "id") == id)
            // It is the event that says so, whatever the status in it.
            try await site.assign(id, as: "a", number: 1, isReleased: true, version: 3)
            try await site.assign(id, as: "a", number: 1, version: 2)
            #expect(try await site.items(id)["staff"] == "pending")
            #expect(try await site.get("\(path)/\(id)?include=staff")["staffCount"] == 1)
        }
    }

    @Test("kits are taken, lost and let go")
    func kits() async throws {
        try await withService(BookingManagement.self) { site in
            let id = try await site.booking(body: Sample.body(site, location: nil, Self.wishes))
            #expect(try await site.items(id)["kits"] == "missing")
            try await site.take(id)
            #expect(try await site.items(id)["kits"] == "satisfied")
            #expect(try await site.get("\(path)/\(id)?include=kits")["kits", 0, "status"] == "assigned")
            try await site.take(id, isReleased: true, version: 2)
            try await site.take(id, version: 1)
            #expect(try await site.items(id)["kits"] == "missing")
            #expect(try await site.get("\(path)/\(id)")["assignedKits"] == [])
        }
    }

    @Test("people who are told about at once, each by another event, are all on the booking")
    func atOnce() async throws {
        try await withService(BookingManagement.self) { site in
            let id = try await site.booking(body: Sample.body(site, location: nil, Self.wishes))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...12 {
                    group.addTask { try await site.assign(id, as: "p\(number)", number: UInt64(number)) }
                }
                try await group.waitForAll()
            }
            #expect(try await site.rows("SELECT cardinality(assigned_staff), version FROM bookings") == ["12|13"])
        }
    }

    @Test("a fact about a booking that is not here is kept, and counts as soon as the booking is looked at")
    func unknownBooking() async throws {
        try await withService(BookingManagement.self) { site in
            let id = "0192f0c1-0000-7000-8000-0000000000b1"
            try await site.assign(id, as: "a", number: 1)
            try await site.assign(id, as: "b", number: 2)
            try await site.take(id)
            try await site.judge(id, of: 1)
            #expect(try await site.told().isEmpty)
            try await site.test.run(
                """
                SELECT set_config('app.org', '\(OrganizationID.first)', false);
                INSERT INTO bookings (id, organization_id, version, reference, booking_type, title, status, stage, state,
                    starts_at, ends_at, time_zone, currency, staff_requirements, created_by, created_at, updated_by,
                    updated_at)
                VALUES ('\(id)', current_organization(), 1, 'BR-20260101-0000A1', 'product_demo', 'Restored', 'draft',
                    'intake', 'CA', now() + interval '10 days', now() + interval '11 days', 'UTC', 'USD',
                    '{"roles":[{"role":"host","count":2}]}', 'test', now(), 'test', now());
                """, as: .app)
            let items = try await site.items(id)
            #expect(items["compliance"] == "satisfied" && items["staff"] == "missing", "\(items)")
            let checked = try await site.post("\(path)/\(id)/operational-check")
            #expect(checked.status == 200, "\(checked)")
            #expect(try await site.items(id)["staff"] == "satisfied")
            #expect(
                try await site.toldTypes() == [.bookingUpdated, .bookingUpdated, .bookingOperationalVerified])
        }
    }

    @Test("a check tells item by item what is proven, is written down, and gates confirming")
    func check() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit", "approve", body: Sample.body(site, Self.wishes))
            let blocked = try await site.post("\(path)/\(id)/confirm")
            #expect(blocked.status == 422 && blocked.text("rule") == "booking_not_ready", "\(blocked)")
            #expect(try await site.get("\(path)/\(id)/operational-check")["blocksConfirm"] == ["staff", "compliance"])
            try await site.judge(id, .conditional, of: 1)
            #expect(try await site.items(id)["compliance"] == "pending")
            try await site.judge(id, .compliant, version: 2, of: 1)
            try await site.judge(id, .nonCompliant, version: 1, of: 1)
            for number in 1...2 { try await site.assign(id, as: "p\(number)", number: UInt64(number)) }
            let looked = try await site.get("\(path)/\(id)/operational-check")
            #expect(looked["blocksConfirm"] == [] && looked["blocksStart"] == ["kits"], "\(looked)")
            #expect(looked["operationalStatus"] == "not_checked")
            let stale = try await site.post("\(path)/\(id)/operational-check", #"{"expectedVersion":1}"#)
            #expect(stale.status == 409)
            let ran = try await site.post("\(path)/\(id)/operational-check", #"{"metadata":{"by":"phone"}}"#)
            #expect(ran["operationalStatus"] == "pending", "\(ran)")
            #expect(ran.field("ETag") == "\"\(site.number(ran, "version"))\"")
            let told = try #require(try await site.told().last)
            let payload = try told.payload(as: BookingOperationalVerified.self)
            #expect(payload.items.map(\.item) == ["staff", "kits", "venue", "compliance", "permits", "payment"])
            #expect(payload.items.map(\.proven) == [true, false, true, true, false, false])
            #expect(try await site.post("\(path)/\(id)/confirm").status == 200)
            // What the law judged was another place.
            _ = try await site.send("PATCH", "\(path)/\(id)", #"{"city":"x"}"#, as: .manager, ("If-Match", "*"))
            #expect(try await site.items(id)["compliance"] == "pending")
        }
    }
}

@Suite("Bookings that nobody decides about", .serialized)
struct ExpiryTests {
    @Test("what is overdue expires in its own organisation, once, however many replicas look; drafts do not")
    func sweep() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let overdue = try await site.booking("submit")
            let foreign = try await site.post(path, Sample.body(site, days: 11), as: .stranger).text("id")
            #expect(try await site.post("\(path)/\(foreign)/submit", as: .stranger).status == 200)
            let draft = try await site.booking(body: Sample.body(site, days: 12))
            let decided = try await site.booking("submit", "approve", body: Sample.body(site, days: 13))
            let blocking = try BlockingThread()
            let system = Database(try site.test.settings(as: .system), on: site.database.loop, blocking: blocking)
            let sweep = ExpiringBookings(tools: site.service.tools)
            #expect(try await sweep.run(finding: system, changing: site.database) == 0)
            site.clock.advance(by: .seconds(72 * 3600))
            async let first = sweep.run(finding: system, changing: site.database)
            async let second = sweep.run(finding: system, changing: site.database)
            let counts = try await (first, second)
            #expect(counts.0 + counts.1 == 2)
            #expect(try await sweep.run(finding: system, changing: site.database) == 0)
            await system.close()
            await Task.detached { blocking.stop() }.value
            #expect(try await site.get("\(path)/\(overdue)").text("status") == "expired")
            #expect(try await site.get("\(path)/\(foreign)", as: .stranger).text("status") == "expired")
            #expect(try await site.get("\(path)/\(draft)").text("status") == "draft")
            #expect(try await site.get("\(path)/\(decided)").text("status") == "approved")
            #expect(try await site.leases(overdue).isEmpty)
            let told = try await site.told().filter { $0.type == .bookingExpired }
            #expect(Set(told.map(\.organizationID)) == [.first, .second])
            #expect(told.allSatisfy { $0.userID?.text == "booking-management" })
            #expect(try await site.post("\(path)/\(overdue)/approve").status == 400)
            let history = try await site.get("\(path)/\(overdue)/history")
            #expect(history["items", 2, "changedByKind"] == "system", "\(history)")
        }
    }

    @Test("a decision that comes too late is refused before the sweep has come round")
    func tooLate() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit")
            site.clock.advance(by: .seconds(72 * 3600 + 1))
            let late = try await site.post("\(path)/\(id)/approve")
            #expect(late.status == 422 && late.text("rule") == "booking_decision_too_late", "\(late)")
        }
    }
}
