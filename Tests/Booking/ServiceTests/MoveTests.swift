import BookingDomain
import Identifiers
import JSON
import PlatformProtocol
import ServiceTestKit
import TestKit
import Testing

@testable import BookingService

@Suite("Moving bookings", .serialized)
struct MoveTests {
    @Test("from a draft through every rework to its end: each move is told by its general event and its own")
    func whole() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit")
            let one = "\(path)/\(id)"
            func move(_ verb: String, _ body: String? = nil, to status: String, leases: [String]) async throws {
                let answer = try await site.post("\(one)/\(verb)", body)
                #expect(answer.status == 200, "\(verb): \(answer)")
                #expect((answer["status"] == .string(status)) || answer["newStatus"] == .string(status), "\(answer)")
                #expect(try await site.leases(id) == leases, "\(verb)")
            }
            try await move("reject", #"{"reason":"Holiday"}"#, to: "rejected", leases: [])
            try await move("status", #"{"newStatus":"draft"}"#, to: "draft", leases: ["hold"])
            try await move("submit", to: "pending_approval", leases: ["hold"])
            let changes = #"{"changes":[{"field":"title","reason":"Too short"}]}"#
            try await move("request-changes", changes, to: "changes_requested", leases: ["hold"])
            try await move("submit", to: "pending_approval", leases: ["hold"])
            try await move("approve", #"{"notes":"Fine"}"#, to: "approved", leases: ["firm"])
            try await move("hold", to: "on_hold", leases: ["firm"])
            try await move("resume", to: "approved", leases: ["firm"])
            try await site.judge(id, of: 1)
            try await move("confirm", to: "confirmed", leases: ["firm"])
            site.clock.advance(by: .seconds(10 * 86_400))
            try await move("start", to: "in_progress", leases: ["firm"])
            try await move("complete", #"{"actualCost":900}"#, to: "completed", leases: [])

            let told = try await site.told()
            #expect(told.map(\.aggregateVersion) == Array(1...told.count))
            for (index, envelope) in told.enumerated() where envelope.type == .bookingStatusChanged {
                let move = try envelope.payload(as: BookingStatusChanged.self)
                #expect(move.booking.version == envelope.aggregateVersion && move.booking.status == move.newStatus)
                guard let own = move.newStatus.ownEvent(from: move.oldStatus) else { continue }
                #expect(told[index + 1].type == own)
                #expect(told[index + 1].causationID == envelope.causationID)
            }
            let history = try await site.get("\(one)/history?limit=200")
            guard case .array(let entries) = history["items"] else { return }
            #expect(entries.count == 13)
            #expect(history["items", 0, "fromStatus"] == .null)
            let page = try await site.get("\(one)/history?limit=5&total=true")
            #expect(page["page", "total"] == 13)
            let next = try await site.get("\(one)/history?limit=5&cursor=\(page.text("page", "nextCursor"))")
            #expect(next["items", 0] == history["items", 5])
        }
    }

    @Test("a cancelled booking is told so that whoever has taken something for it lets it go, and its slot is free")
    func cancelled() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            for verbs in [[], ["submit"], ["submit", "approve"], ["submit", "approve", "hold"]] {
                let id = try await site.booking()
                for verb in verbs { _ = try await site.post("\(path)/\(id)/\(verb)") }
                let answer = try await site.post("\(path)/\(id)/cancel", #"{"reason":"Rain"}"#)
                #expect(answer["progress", "cancellationReason"] == "Rain", "\(answer)")
                #expect(try await site.leases(id).isEmpty)
                let told = try await site.told().last { $0.type == .bookingCancelled }
                let payload = try #require(try told?.payload(as: BookingCancelled.self))
                #expect(payload.booking.id.description == id && payload.booking.status == .cancelled)
                #expect(payload.reason == "Rain")
            }
        }
    }

    @Test(
        "what the table does not have is refused with what it has",
        arguments: [
            ([], "approve", ["pending_approval", "cancelled"]),
            (["submit", "approve"], "start", ["confirmed", "on_hold", "cancelled"]),
            (["submit"], "complete", ["approved", "changes_requested", "rejected", "cancelled", "expired"]),
            (["cancel"], "submit", []),
            (["submit", "approve", "hold"], "confirm", ["approved", "cancelled"]),
        ])
    func refused(_ verbs: [String], _ verb: String, _ allowed: [String]) async throws {
        try await withService(BookingManagement.self) { site in
            let id = try await site.booking(body: Sample.body(site, location: nil))
            for verb in verbs { #expect(try await site.post("\(path)/\(id)/\(verb)").status == 200) }
            let before = try await site.told().count
            let answer = try await site.post("\(path)/\(id)/\(verb)")
            #expect(answer.status == 400 && answer.text("code") == "invalid_transition", "\(answer)")
            #expect(answer["allowed"] == .array(allowed.map { .string($0) }))
            #expect(try await site.told().count == before)
        }
    }

    @Test("a no-show is known when it should have begun, and frees the slot")
    func noShow() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit", "approve")
            try await site.judge(id, of: 1)
            #expect(try await site.post("\(path)/\(id)/confirm").status == 200)
            let early = try await site.post("\(path)/\(id)/no-show")
            #expect(early.status == 422 && early.text("rule") == "booking_too_early", "\(early)")
            site.clock.advance(by: .seconds(10 * 86_400))
            #expect(try await site.post("\(path)/\(id)/no-show").text("status") == "no_show")
            #expect(try await site.leases(id).isEmpty)
        }
    }

    @Test("a rejection needs a reason, and one for good is final")
    func rejection() async throws {
        try await withService(BookingManagement.self) { site in
            let id = try await site.booking("submit", body: Sample.body(site, location: nil))
            for body in ["{}", #"{"reason":""}"#, #"{"reason":" "}"#] {
                let answer = try await site.post("\(path)/\(id)/reject", body)
                #expect(answer.status == 422 && answer.text("errors", 0, "pointer") == "/reason", "\(answer)")
            }
            let body = #"{"reason":"No","allowResubmission":false}"#
            #expect(try await site.post("\(path)/\(id)/reject", body)["progress", "allowedStatuses"] == [])
            let again = try await site.post("\(path)/\(id)/status", #"{"newStatus":"draft"}"#)
            #expect(again.status == 400 && again["allowed"] == [], "\(again)")
        }
    }

    @Test("versions: a stale one is 409 from the body and 412 from the header, and both say what it is")
    func versions() async throws {
        try await withService(BookingManagement.self) { site in
            let id = try await site.booking("submit", body: Sample.body(site, location: nil))
            let inBody = try await site.post("\(path)/\(id)/approve", #"{"expected_version":1}"#)
            #expect(inBody.status == 409 && inBody["currentVersion"] == 4, "\(inBody)")
            let inHeader = try await site.send("POST", "\(path)/\(id)/approve", as: .manager, ("If-Match", "\"1\""))
            #expect(inHeader.status == 412 && inHeader["currentVersion"] == 4, "\(inHeader)")
            let both = try await site.post("\(path)/\(id)/approve", #"{"expected_version":4,"expectedVersion":4}"#)
            #expect(both.status == 422, "\(both)")
            let right = try await site.send("POST", "\(path)/\(id)/approve", as: .manager, ("If-Match", "\"4\""))
            #expect(right.status == 200 && right.field("ETag") == "\"7\"", "\(right)")
            let read = try await site.send("GET", "\(path)/\(id)", as: .manager, ("If-None-Match", "\"7\""))
            #expect(read.status == 304)
        }
    }

    @Test("whoever names a status gets around neither the rule nor the roles of the verb that leads there")
    func status() async throws {
        let crew = TestCaller(.fieldManager, in: .first, subject: "crew")
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit")
            let forbidden = try await site.post("\(path)/\(id)/status", #"{"newStatus":"approved"}"#, as: crew)
            #expect(forbidden.status == 403, "\(forbidden)")
            let body = #"{"newStatus":"approved","newStage":"staffing","reason":"Fine","metadata":{"why":"asked"}}"#
            let moved = try await site.send("PUT", "\(path)/\(id)/status", body)
            #expect(moved.status == 200 && moved.text("newStatus") == "approved", "\(moved)")
            let approved = try await site.told().last { $0.type == .bookingApproved }
            #expect(try approved?.payload(as: BookingApproved.self).notes == "Fine")
            let unready = try await site.post("\(path)/\(id)/status", #"{"newStatus":"confirmed"}"#)
            #expect(unready.status == 422 && unready["items", 0, "item"] == "compliance", "\(unready)")
            let stage = #"{"newStatus":"approved","newStage":"logistics"}"#
            #expect(try await site.post("\(path)/\(id)/status", stage, as: crew).text("newStage") == "logistics")
            let back = #"{"newStatus":"approved","newStage":"staffing","isRework":true,"reason":"More people"}"#
            #expect(try await site.post("\(path)/\(id)/status", back).text("newStage") == "staffing")
            let beyond = try await site.post("\(path)/\(id)/status", #"{"newStatus":"approved","newStage":"closed"}"#)
            #expect(beyond.status == 400 && beyond.text("from") == "staffing", "\(beyond)")
        }
    }

    @Test(
        "the law's refusal names the rule that is broken and where it is written; a refusal of what it was says nothing"
    )
    func law() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit")
            let finding = RuleFinding(
                ruleID: "ca.events.age", ruleVersion: "1", area: .ageVerification, outcome: .failed, severity: .major,
                message: "Guests have to be 21", facts: [:],
                citation: RuleCitation(
                    section: "BPC 26140", title: "Age", url: nil, verifiedOn: .epoch, confidence: .confirmed),
                leastChange: "Hold guests to 21")
            try await site.judge(id, .nonCompliant, of: 1, findings: [finding])
            let refused = try await site.post("\(path)/\(id)/approve")
            #expect(refused.status == 422 && refused.text("code") == "compliance_refused", "\(refused)")
            #expect(refused["rules", 0, "ruleId"] == "ca.events.age")
            #expect(refused["rules", 0, "citation"] == "BPC 26140")
            let change = #"{"city":"Berkeley","expectedVersion":4}"#
            #expect(try await site.send("PATCH", "\(path)/\(id)", change).status == 200)
            #expect(try await site.post("\(path)/\(id)/approve").status == 200)
        }
    }
}
