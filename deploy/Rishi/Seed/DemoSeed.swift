import EventLoop
import Foundation
import Identifiers
import JSON
import LocalPlatform
import PlatformProtocol
import ServiceRuntime

/// Fills an organisation with what one in the middle of its work has, through the API that everybody uses: reviewed
/// venues, people, kits, and bookings in every state of decision. Each request has a key, so that a seed that was
/// interrupted goes on where it was, and one that is there is left alone.
struct DemoSeed: Sendable {
    let client: SeedClient
    let progress: ProgressBar
    private let now: Timestamp

    init(_ running: RunningPlatform, on loop: Loop, _ progress: ProgressBar) throws {
        client = try SeedClient(running, on: loop)
        self.progress = progress
        now = SystemWallClock().now
    }

    /// What each market takes of the bar.
    private static let stepsPerMarket = 13
    static var steps: Int { DemoMarket.all.count * stepsPerMarket }

    /// False when the organisation was seeded before.
    func run() async throws -> Bool {
        let there = try await client.get("/bookings?limit=100", as: .manager, "seed")
        if case .array(let items)? = there["items"], items.count >= DemoMarket.all.count * 2 { return false }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, market) in DemoMarket.all.enumerated() {
                group.addTask(executorPreference: client.loop) { try await fill(market, index) }
            }
            try await group.waitForAll()
        }
        return true
    }

    private func fill(_ market: DemoMarket, _ index: Int) async throws {
        let maker = SeedClient.Actor(role: .manager, subject: market.manager, keys: "demo.\(market.state.rawValue)")
        let officer = SeedClient.Actor(role: .complianceOfficer, subject: "olga", keys: maker.keys)
        let venue = try await made("/regions/locations", venue(of: market), maker, "venue")
        try await done("/regions/locations/\(venue)/submit", nil, maker, "venue.submit")
        try await done("/regions/locations/\(venue)/approve", nil, officer, "venue.approve")
        let person = try await made("/staff/profiles", person(of: market), maker, "person")
        let kit = try await made("/kits/instances", kit(of: market), maker, "kit")

        // The service of bookings hears of a venue a moment after it was approved.
        let soon = try await made(
            "/bookings", booking(of: market, venue, inDays: 45 + index * 3), maker, "soon", waits: true)
        try await client.wait("the law to be asked about a booking") {
            let checks = try await client.get("/compliance/checks?bookingId=\(soon)", as: .complianceOfficer, "olga")
            if case .array(let items)? = checks["items"] { return !items.isEmpty }
            return false
        }
        progress.advance()
        try await done("/bookings/\(soon)/submit", nil, maker, "soon.submit")
        // Where the law says no, the booking stays undecided, and says why.
        let isApproved = try await client.post("/bookings/\(soon)/approve", nil, as: maker, "soon.approve").isSuccess
        progress.advance()
        if isApproved {
            try await done(
                "/staff/assignments",
                ["bookingId": .string(soon), "staffId": .string(person), "role": "brand_ambassador"],
                maker, "soon.person", waits: true)
            try await done(
                "/kits", ["bookingId": .string(soon), "instanceId": .string(kit)], maker, "soon.kit", waits: true)
        } else {
            progress.advance(by: 2)
        }
        let later = try await made("/bookings", booking(of: market, venue, inDays: 100 + index * 3), maker, "later")
        switch index % 4 {
        case 0: try await done("/bookings/\(later)/submit", nil, maker, "later.submit")
        case 1: try await done("/bookings/\(later)/cancel", ["reason": "The client withdrew"], maker, "later.cancel")
        default: progress.advance()
        }
    }

    // MARK: Requests

    private func made(
        _ path: String, _ body: JSONValue, _ actor: SeedClient.Actor, _ step: String, waits: Bool = false
    ) async throws -> String {
        let answer = try await client.insist(path, body, as: actor, step, waits: waits)
        progress.advance()
        guard case .string(let id)? = answer["id"] else { throw SeedRefused(path: path, status: 201, detail: "no id") }
        return id
    }

    private func done(
        _ path: String, _ body: JSONValue?, _ actor: SeedClient.Actor, _ step: String, waits: Bool = false
    ) async throws {
        _ = try await client.insist(path, body, as: actor, step, waits: waits)
        progress.advance()
    }

    // MARK: Bodies

    private func venue(of market: DemoMarket) -> JSONValue {
        [
            "name": .string(market.venue), "kind": "shared", "venueType": "event_space",
            "timezone": .string(market.timeZone), "setUpMinutes": 60, "tearDownMinutes": 30,
            "address": [
                "line1": .string(market.street), "city": .string(market.city),
                "state": .string(market.state.rawValue), "postalCode": .string(market.postalCode),
            ],
        ]
    }

    private func person(of market: DemoMarket) -> JSONValue {
        [
            "displayName": .string(market.person), "userId": .string("demo.\(market.state.rawValue)"),
            "languages": ["en"], "skills": ["tasting", "education"], "expertiseLevel": "experienced",
        ]
    }

    private func kit(of market: DemoMarket) -> JSONValue {
        [
            "name": .string("\(market.city) demo kit"), "template": "product_demo_kit",
            "homeState": .string(market.state.rawValue), "isPlantTouching": false,
        ]
    }

    /// Three hours in the venue's evening, near enough.
    private func booking(of market: DemoMarket, _ venue: String, inDays days: Int) -> JSONValue {
        let day = now.advanced(by: .seconds(days * 86_400)).description.prefix(10)
        return [
            "title": .string(market.title), "cannabisBookingType": .string(market.event.rawValue),
            "locationId": .string(venue), "startDateTime": .string("\(day)T20:00:00Z"),
            "endDateTime": .string("\(day)T23:00:00Z"), "timezone": .string(market.timeZone),
            "operationalRequirements": [
                "isPublic": false, "expectedAttendance": 60, "minimumAge": 21, "hasConsumption": false,
                "hasSampling": false, "hasSales": false,
            ],
        ]
    }
}
