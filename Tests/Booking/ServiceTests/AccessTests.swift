import HTTPServer
import Identifiers
import JSON
import PlatformProtocol
import ServiceTestKit
import TestKit
import Testing

@testable import BookingService

@Suite("Who reaches which booking", .serialized)
struct AccessTests {
    @Test("another organisation finds no booking on any route, and nobody without a token gets anywhere")
    func tenancy() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit")
            let reference = try await site.get("\(path)/\(id)").text("reference")
            let before = try await site.told().count
            let routes = site.service.routes(in: site.database)
            #expect(routes.count == 22)
            for route in routes where route.operation.path.contains("{") {
                let target = route.operation.path.replacing("{bookingId}", with: id)
                    .replacing("{reference}", with: reference)
                let method = "\(route.operation.method.name)"
                let body =
                    route.contract.accepts?.example.map { String(decoding: $0.bytes, as: UTF8.self) }
                    ?? (method == "POST" ? "{}" : nil)
                let answer = try await site.send(method, target, body, as: .stranger, ("If-Match", "*"))
                #expect(answer.status == 404, "\(method) \(target) \(answer)")
                #expect(!answer.response.body.contains(reference) || target.contains(reference))
                #expect(try await site.send(method, target, body, as: nil).status == 401, "\(method) \(target)")
            }
            #expect(try await site.get(path, as: .stranger)["items"] == [])
            #expect(try await site.told().count == before)
        }
    }

    @Test("every example of a request is one that its operation can read")
    func examples() async throws {
        try await withService(BookingManagement.self) { site in
            let readers: [String: ([UInt8]) throws -> Void] = [
                "createBooking": { _ = try BookingForm(json: $0) }, "replaceBooking": { _ = try BookingForm(json: $0) },
                "updateBooking": { _ = try BookingChanges(json: $0) },
                "rejectBooking": { _ = try RejectBooking(json: $0) },
                "requestBookingChanges": { _ = try RequestBookingChanges(json: $0) },
                "completeBooking": { _ = try CompleteBooking(json: $0) },
                "cancelBooking": { _ = try CancelBooking(json: $0) },
                "replaceBookingStatus": { _ = try ChangeBookingStatus(json: $0) },
                "changeBookingStatus": { _ = try ChangeBookingStatus(json: $0) },
                "runOperationalCheck": { _ = try RunOperationalCheck(json: $0) },
            ]
            for route in site.service.routes(in: site.database) {
                guard let body = route.contract.accepts else { continue }
                let example = try #require(body.example, "\(route.operation.name)")
                let read = readers[route.operation.name] ?? { _ = try BookingAction(json: $0) }
                #expect(throws: Never.self, "\(route.operation.name)") { try read(example.bytes) }
            }
        }
    }

    @Test("clients see and change what they made or what is for them, and nothing else")
    func clients() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let mine = try await site.post(path, Sample.body(site), as: .client)
            #expect(mine.status == 201, "\(mine)")
            let theirs = try await site.booking("submit", body: Sample.body(site, days: 11))
            let brand = "0192f0c1-0000-7000-8000-0000000000c1"
            let forMe = try await site.booking(body: Sample.body(site, days: 12, #","clientId":"\#(brand)""#))
            #expect(try await site.get("\(path)?total=true", as: .client)["page", "total"] == 1)
            #expect(try await site.get("\(path)/\(theirs)", as: .client).status == 404)
            #expect(try await site.get("\(path)/\(theirs)/history", as: .client).status == 404)
            #expect(try await site.get("\(path)/\(theirs)/operational-check", as: .client).status == 404)
            #expect(try await site.post("\(path)/\(theirs)/cancel", as: .client).status == 404)
            #expect(try await site.post("\(path)/\(mine.text("id"))/submit", as: .client).status == 200)
            #expect(try await site.post("\(path)/\(mine.text("id"))/approve", as: .client).status == 403)
            let history = try await site.get("\(path)/\(mine.text("id"))/history", as: .client)
            #expect(history["items", 0, "changedByKind"] == "guest", "\(history)")
            let other = TestCaller(.client, in: .first, subject: brand)
            #expect(try await site.get("\(path)?total=true", as: other)["page", "total"] == 1)
            #expect(try await site.get("\(path)/\(forMe)", as: other).status == 200)
            #expect(try await site.get("\(path)/\(mine.text("id"))", as: other).status == 404)
        }
    }

    @Test("who works on a booking sees it for as long as they do; who runs a venue sees what is booked there")
    func crewsAndVenues() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.open(Sample.location(by: "host"))
            let id = try await site.booking("submit")
            _ = try await site.booking(body: Sample.body(site, location: nil))
            let agent = TestCaller(.brandAgent, in: .first, subject: "agent")
            let host = TestCaller(.venue, in: .first, subject: "host")
            #expect(try await site.get("\(path)/\(id)", as: agent).status == 404)
            try await site.assign(id, as: "agent")
            #expect(try await site.get("\(path)?total=true", as: agent)["page", "total"] == 1)
            try await site.assign(id, as: "agent", status: .cancelled, isReleased: true, version: 2)
            #expect(try await site.get("\(path)/\(id)", as: agent).status == 404)
            #expect(try await site.get("\(path)?total=true", as: host)["page", "total"] == 1)
            #expect(
                try await site.get("\(path)/\(id)", as: TestCaller(.venue, in: .first, subject: "else")).status == 404)
            #expect(try await site.post("\(path)/\(id)/no-show", as: host).status == 400)
            #expect(try await site.post("\(path)/\(id)/no-show", as: agent).status == 403)
        }
    }

    @Test("who spans organisations names one, in the query or in the body")
    func platformAdmin() async throws {
        try await withService(BookingManagement.self) { site in
            #expect(try await site.get(path, as: .platformAdmin).status == 400)
            let body = Sample.body(site, location: nil, #","organizationId":"\#(OrganizationID.first)""#)
            let made = try await site.post(path, body, as: .platformAdmin)
            #expect(made.status == 201, "\(made)")
            #expect(try await site.get(path).text("items", 0, "id") == made.text("id"))
            let both = try await site.post("\(path)?organizationId=\(OrganizationID.second)", body, as: .platformAdmin)
            #expect(both.status == 404)
        }
    }
}
