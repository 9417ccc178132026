import EventLoop
import HTTPClient
import HTTPWire
import Identifiers
import JSON
import LocalPlatform
import ServiceRuntime

/// Everything that clients of one round share: where they ask, what may be booked, and what they were told.
// Safety: used on the loop only.
final class ChaosLoad: @unchecked Sendable {
    struct Answer: CustomStringConvertible {
        let status: Int
        let body: JSONValue

        /// Whether the state of the thing does not allow what was asked for.
        var isRefusal: Bool { status == 409 || status == 422 || body["code"] == "invalid_transition" }

        var description: String { "\(status) \(String(decoding: body.bytes, as: UTF8.self))" }
    }

    private(set) var venues: [String] = []
    var history = ClientHistory()
    var bodies: [String: JSONValue] = [:]
    private(set) var isOver = false
    private let loop: Loop
    private let caller: HTTPCaller
    private let token: String
    private let start = SystemWallClock().now

    init(_ site: ChaosSite) throws {
        loop = site.loop
        var limits = UpstreamLimits()
        limits.connectionsPerEndpointMax = ChaosLimits.clients * 2
        caller = try HTTPCaller(
            Upstream(
                name: "gateway", endpoints: [try NameResolution.address(site.running.gateway)], on: site.loop,
                limits: limits),
            authority: site.running.gateway.description)
        token = try site.running.token(at: start)
    }

    func end() { isOver = true }

    func contradict(_ what: String) { history.contradictions.append(what) }

    /// Makes the venues, and waits until they can be booked.
    func prepare() async throws {
        for number in 0..<ChaosLimits.venues {
            let made = try await insist(
                "/regions/locations",
                [
                    "name": .string("Hall \(number)"), "kind": "shared", "venueType": "event_space",
                    "timezone": "America/Los_Angeles",
                    "address": [
                        "line1": "1 Main St", "city": "Oakland", "state": "california", "postalCode": "94612",
                    ],
                ], key: "venue-\(number)")
            guard made.status == 201, case .string(let id)? = made.body["id"] else {
                throw ChaosFault("no venue: \(made)")
            }
            for verb in ["submit", "approve"] {
                let answer = try await insist("/regions/locations/\(id)/\(verb)", nil, key: "venue-\(number)-\(verb)")
                guard answer.status == 200 else { throw ChaosFault("\(verb): \(answer)") }
            }
            venues.append(id)
        }
        for (number, venue) in venues.enumerated() {
            var attempt = 0
            while true {
                attempt += 1
                let key = "first-\(number)-\(attempt)"
                // Beyond the windows that clients want.
                let answer = try await insist(
                    "/bookings", booking(key, at: venue, window: ChaosLimits.windows + 10), key: key)
                if answer.status == 201 { break }
                guard answer.status == 422, attempt < 300 else {
                    throw ChaosFault("no booking: \(answer)")
                }
                try await loop.sleep(for: .milliseconds(100))
            }
        }
    }

    func booking(_ title: String, at venue: String, window: Int) -> JSONValue {
        let begin = start.advanced(by: .seconds(40 * 86_400 + window * 3_600))
        return [
            "title": .string(title), "cannabisBookingType": "product_demo", "locationId": .string(venue),
            "startDateTime": .string("\(begin)"), "endDateTime": .string("\(begin.advanced(by: .seconds(3_000)))"),
            "timezone": "America/Los_Angeles",
            "operationalRequirements": [
                "isPublic": true, "expectedAttendance": 80, "minimumAge": 21, "hasConsumption": false,
                "hasSampling": false, "hasSales": true,
            ],
        ]
    }

    /// Asks under one key until somebody answers who is not in trouble, as a client does that cannot know whether it was
    /// heard. Without a key it is a reading.
    func insist(_ path: String, _ body: JSONValue?, key: String?) async throws -> Answer {
        let end = MonotonicTime.now + ChaosLimits.insistMax
        var last = ""
        while MonotonicTime.now < end {
            do {
                let answer = try await ask(path, body, key)
                let code = answer.body["code"]
                if answer.status < 500, answer.status != 429, code != "idempotency_in_progress" {
                    history.operations += 1
                    return answer
                }
                last = "\(answer)"
            } catch let fault as HTTPCallFault {
                last = "\(fault.label)"
            }
            try await loop.sleep(for: .milliseconds(50))
        }
        throw ChaosFault("\(path) was not answered: \(last)")
    }

    private func ask(_ path: String, _ body: JSONValue?, _ key: String?) async throws -> Answer {
        var fields = HTTPFields()
        try fields.append(HTTPFieldName(.authorization), "Bearer \(token)")
        if let key { try fields.append(HTTPFieldName(.idempotencyKey), key) }
        if body != nil { fields.append(.contentType, literal: "application/json") }
        let answer = try await caller.send(
            HTTPCall(
                key == nil ? .get : .post, "/api/v1" + path, fields: fields, body: body?.bytes,
                deadline: .now + ChaosLimits.requestMax))
        // An answer that is no document says nothing beside its status.
        let document = (try? JSONValue(parsing: answer.body)) ?? .null
        return Answer(status: Int(answer.head.status.code), body: document)
    }
}
