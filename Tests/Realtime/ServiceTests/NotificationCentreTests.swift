import EventLoop
import Identifiers
import JSON
import PlatformProtocol
import RealtimeService
import ServiceTestKit
import TestKit
import Testing

private let path = "/api/v1/notifications"

private func booking(_ status: BookingStatus, version: Int, title: String = "Tasting") throws -> BookingSnapshot {
    let actor = try #require(ActorID("client"))
    let now = Timestamp(secondsSinceEpoch: 1_795_000_000)
    return BookingSnapshot(
        id: BookingID(UUID128(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0001)), version: version,
        reference: "BR-20261205-A3B9C2", organizationID: .first, createdBy: actor, updatedBy: actor,
        cannabisBookingType: .productDemo, cannabisProducts: [],
        operationalRequirements: OperationalRequirements(
            isPublic: true, expectedAttendance: 80, minimumAge: 21, hasConsumption: false, hasSampling: false,
            hasSales: true),
        title: title, description: "", status: status, stage: .intake, operationalStatus: .notChecked,
        state: .california, startDateTime: now, endDateTime: now.advanced(by: .seconds(7_200)),
        timezone: "America/Los_Angeles", eventDates: [now], assignedStaff: [], assignedKits: [], currency: .usd,
        budgetApproved: false, createdAt: now, updatedAt: now)
}

private func moved(_ old: BookingStatus, _ new: BookingStatus, version: Int) throws -> BookingStatusChanged {
    let snapshot = try booking(new, version: version)
    return BookingStatusChanged(
        oldStatus: old, newStatus: new, changedBy: snapshot.updatedBy, changedAt: snapshot.updatedAt,
        statusTransitionReason: "Status updated", booking: snapshot)
}

private func approved(version: Int) throws -> BookingApproved {
    let snapshot = try booking(.approved, version: version)
    return BookingApproved(
        approvedBy: snapshot.updatedBy, approvedAt: snapshot.updatedAt, eventDates: snapshot.eventDates,
        booking: snapshot)
}

@Suite("The notification centre")
struct NotificationCentreTests {
    @Test("a move that has a type of its own is notified once, by that type, and another by the general event")
    func onePerMove() async throws {
        try await withService(RealtimeCommunication.self) { site in
            try await site.hear(moved(.pendingApproval, .approved, version: 3), version: 3, from: .booking)
            try await site.hear(approved(version: 4), version: 4, from: .booking)
            try await site.hear(moved(.approved, .onHold, version: 5), version: 5, from: .booking)
            let list = try await site.get(path, as: .client)
            #expect(list.text("items", 0, "type") == "booking_on_hold", "\(list)")
            #expect(list.text("items", 1, "type") == "booking_approved")
            #expect(list["items", 2] == .null)
            #expect(list.text("items", 1, "body").contains("Tasting"))
        }
    }

    @Test("whoever asked for a booking is told about it, another client is not, nor another organisation")
    func readers() async throws {
        try await withService(RealtimeCommunication.self) { site in
            try await site.hear(approved(version: 4), version: 4, from: .booking)
            #expect(try await site.get("\(path)?total=true", as: .client)["page", "total"] == 1)
            let other = TestCaller(.client, in: .first, subject: "somebody else")
            #expect(try await site.get("\(path)?total=true", as: other)["page", "total"] == 0)
            #expect(try await site.get("\(path)?total=true", as: .stranger)["page", "total"] == 0)
            let one = try await site.get(path, as: .client).text("items", 0, "id")
            #expect(try await site.get("\(path)/\(one)", as: .client).status == 200)
            #expect(try await site.get("\(path)/\(one)", as: other).status == 404)
            #expect(try await site.get("\(path)/\(one)", as: .stranger).status == 404)
            #expect(try await site.post("\(path)/\(one)/read", as: .stranger).status == 404)
        }
    }

    @Test("reading is each reader's own, and reading again changes nothing")
    func reading() async throws {
        try await withService(RealtimeCommunication.self) { site in
            let other = TestCaller(.manager, in: .first, subject: "another manager")
            try await site.hear(moved(.confirmed, .noShow, version: 5), version: 5, from: .booking)
            let one = try await site.get(path).text("items", 0, "id")
            let read = try await site.post("\(path)/\(one)/read")
            #expect(read.text("state") == "read", "\(read)")
            let again = try await site.post("\(path)/\(one)/read")
            #expect(again.json == read.json)
            #expect(try await site.get("\(path)?state=unread&total=true")["page", "total"] == 0)
            #expect(try await site.get("\(path)?state=unread&total=true", as: other)["page", "total"] == 1)
        }
    }

    @Test("an event that comes twice past the inbox is refused by the row's key")
    func twice() async throws {
        try await withService(RealtimeCommunication.self) { site in
            let envelope = try site.envelope(of: approved(version: 4), version: 4, from: .booking)
            try await site.hear(envelope)
            await #expect(throws: (any Error).self) { try await site.hear(envelope) }
            #expect(try await site.get("\(path)?total=true", as: .client)["page", "total"] == 1)
        }
    }
}

@Suite("The live stream of the service")
struct LiveStreamTests {
    @Test("an event stream tells what happens, and goes on behind the last event it told")
    func eventStream() async throws {
        try await withService(RealtimeCommunication.self) { site in
            let stream = try await site.open("GET", "\(path)/stream", as: .manager)
            _ = try await stream.read(through: "\r\n\r\n")
            site.service.tell(try site.envelope(of: approved(version: 4), version: 4, from: .booking))
            let told = try await stream.read(through: "BOOKING_APPROVED")
            // A chunk of the response may end just before: CR and LF are one character to Swift.
            let cursor = try #require(told.split(whereSeparator: \.isNewline).first { $0.hasPrefix("id:") })
            stream.close()
            site.service.tell(try site.envelope(of: approved(version: 6), version: 6, from: .booking))
            let id = cursor.dropFirst(3).drop { $0 == " " }
            let back = try await site.open("GET", "\(path)/stream", as: .manager, ("Last-Event-ID", String(id)))
            let missed = try await back.read(through: "\"version\":6")
            #expect(!missed.contains("\"version\":4"))
            back.close()
        }
    }

    @Test("a client sees its own booking live, and nobody sees another organisation's")
    func audience() async throws {
        try await withService(RealtimeCommunication.self) { site in
            let own = try await site.open("GET", "\(path)/stream", as: .client)
            let strange = try await site.open("GET", "\(path)/stream", as: .stranger)
            _ = try await own.read(through: "\r\n\r\n")
            _ = try await strange.read(through: "\r\n\r\n")
            site.service.tell(try site.envelope(of: approved(version: 4), version: 4, from: .booking))
            _ = try await own.read(through: "BOOKING_APPROVED")
            site.service.tell(
                try site.envelope(of: approved(version: 5), version: 5, from: .booking, in: .second))
            let told = try await strange.read(through: "\"version\":5")
            #expect(!told.contains("\"version\":4"))
            own.close()
            strange.close()
        }
    }

    @Test("without a token there is no stream")
    func unauthenticated() async throws {
        try await withService(RealtimeCommunication.self) { site in
            let nobody = try await site.send("GET", "\(path)/stream", as: nil)
            #expect(nobody.status == 401)
            let misspelt = try await site.get("\(path)/stream?topics=x")
            #expect(misspelt.status == 400)
        }
    }
}

@Suite("README of realtime-communication")
struct RealtimeReadmeTests {
    @Test("its tables are those of the code; GOLDEN_UPDATE=1 prints them anew")
    func tables() async throws {
        try await withService(RealtimeCommunication.self) { site in
            let differences = try site.readmeDifferences()
            #expect(differences == [])
        }
    }
}
