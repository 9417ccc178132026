import EventLoop
import Foundation
import HTTPClient
import HTTPWire
import Identifiers
import JSON
import LocalPlatform
import PlatformProtocol
import ServiceRuntime

/// One run against a platform that is ready.
// Safety: used on the loop only.
final class Measurement: @unchecked Sendable {
    private let platform: Platform
    private let running: RunningPlatform
    private let options: BenchSettings
    private let loop: Loop
    private let caller: HTTPCaller
    private let token: String
    /// Every booking takes an hour of its own at the venue.
    private var hours = 0

    init(_ platform: Platform, _ running: RunningPlatform, _ options: BenchSettings, on loop: Loop) throws {
        (self.platform, self.running, self.options, self.loop) = (platform, running, options, loop)
        var limits = UpstreamLimits()
        limits.connectionsPerEndpointMax = options.callers
        caller = try HTTPCaller(
            Upstream(
                name: "gateway", endpoints: [try NameResolution.address(running.gateway)], on: loop, limits: limits),
            authority: running.gateway.description)
        token = try running.token(at: SystemWallClock().now)
    }

    func run(up: Duration, ready: [String: Double]) async throws -> Figures {
        let idle = resident()
        // As many as there are callers: bookings of one venue take turns.
        var venues: [String] = []
        for _ in 0..<options.callers { venues.append(try await venue()) }
        let compliance = try await followed(options.followed, at: venues[0])
        let creates = try await throughput { [self] number in
            try await post("/bookings", booking(at: venues[number % venues.count]))
        }
        // Everybody else is still busy with those; reading is measured when they are through.
        _ = try await followed(1, at: venues[0])
        let known = try await ask(.get, "/bookings?limit=100", nil)
        guard case .array(let items)? = known["items"] else { throw BenchFault(what: "no bookings: \(known)") }
        let ids = items.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } }
        let reads = try await throughput { [self] number in
            _ = try await ask(.get, "/bookings/\(ids[number % ids.count])", nil)
        }
        var asked = 0
        try await onEachCaller { [self] caller in
            while asked < options.requests {
                asked += 1
                _ = try await ask(.get, "/bookings/\(ids[(asked + caller) % ids.count])", nil)
            }
        }
        return Figures(
            up: seconds(up), ready: ready, residentIdle: idle, residentAfter: resident(), requests: options.requests,
            compliance: compliance, creates: creates, reads: reads)
    }

    // MARK: What is measured

    /// Makes bookings, each when the law has spoken about the one before.
    private func followed(_ count: Int, at venue: String) async throws -> Figures.Latency {
        let watch = try await LiveWatch(of: running, token: token, on: loop)
        defer { watch.close() }
        var values: [Double] = []
        for number in 0..<(count + 10) {
            let start = MonotonicTime.now
            let id = try await post("/bookings", booking(at: venue))
            try await watch.message(about: id, type: "COMPLIANCE_CHECKED")
            // The first ones find nothing warm.
            if number >= 10 { values.append(seconds(MonotonicTime.now - start) * 1_000) }
        }
        return Figures.Latency(values)
    }

    private func throughput(_ ask: @escaping (Int) async throws -> some Any) async throws -> Figures.Throughput {
        let (before, start) = (processor(), MonotonicTime.now)
        let end = start + .seconds(options.seconds)
        var (count, values) = (0, [Double]())
        try await onEachCaller { _ in
            while MonotonicTime.now < end {
                count += 1
                let begun = MonotonicTime.now
                _ = try await ask(count)
                values.append(self.seconds(MonotonicTime.now - begun) * 1_000)
            }
        }
        let time = seconds(MonotonicTime.now - start)
        let spent = processor().merging(before) { ($0 - $1) / Double(max(1, count)) }
        return Figures.Throughput(
            perSecond: Double(count) / time, latency: Figures.Latency(values), processor: spent)
    }

    private func onEachCaller(_ body: @escaping (Int) async throws -> Void) async throws {
        let work = Work(body)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<options.callers {
                group.addTask(executorPreference: loop) { try await work.body(number) }
            }
            try await group.waitForAll()
        }
    }

    // Safety: run on the loop only.
    private struct Work: @unchecked Sendable {
        let body: (Int) async throws -> Void

        init(_ body: @escaping (Int) async throws -> Void) { self.body = body }
    }

    // MARK: Requests

    private func venue() async throws -> String {
        let id = try await post(
            "/regions/locations",
            [
                "name": "Bench Hall", "kind": "shared", "venueType": "event_space", "timezone": "America/Los_Angeles",
                "address": [
                    "line1": "1 Main St", "city": "Oakland", "state": "california", "postalCode": "94612",
                ],
            ])
        _ = try await ask(.post, "/regions/locations/\(id)/submit", nil)
        _ = try await ask(.post, "/regions/locations/\(id)/approve", nil)
        let end = MonotonicTime.now + .seconds(30)
        while true {
            do {
                _ = try await post("/bookings", booking(at: id))
                return id
            } catch let fault as BenchFault {
                guard MonotonicTime.now < end else { throw fault }
                try await loop.sleep(for: .milliseconds(50))
            }
        }
    }

    private func booking(at venue: String) -> JSONValue {
        hours += 1
        let start = SystemWallClock().now.advanced(by: .seconds(40 * 86_400 + hours * 3_600))
        return [
            "title": .string("Booking \(hours)"), "cannabisBookingType": "product_demo", "locationId": .string(venue),
            "startDateTime": .string("\(start)"), "endDateTime": .string("\(start.advanced(by: .seconds(3_000)))"),
            "timezone": "America/Los_Angeles",
            "operationalRequirements": [
                "isPublic": true, "expectedAttendance": 80, "minimumAge": 21, "hasConsumption": false,
                "hasSampling": false, "hasSales": true,
            ],
        ]
    }

    private func post(_ path: String, _ body: JSONValue) async throws -> String {
        let made = try await ask(.post, path, body)
        guard case .string(let id)? = made["id"] else { throw BenchFault(what: "\(path) has no id: \(made)") }
        return id
    }

    private func ask(_ method: HTTPMethod, _ path: String, _ body: JSONValue?) async throws -> JSONValue {
        var fields = HTTPFields()
        try fields.append(HTTPFieldName(.authorization), "Bearer \(token)")
        if body != nil { fields.append(.contentType, literal: "application/json") }
        let answer = try await caller.send(
            HTTPCall(method, "/api/v1" + path, fields: fields, body: body?.bytes, deadline: .now + .seconds(30)))
        guard (200..<300).contains(answer.head.status.code) else {
            throw BenchFault(what: "\(path): \(String(decoding: answer.body, as: UTF8.self))")
        }
        return try JSONValue(parsing: answer.body)
    }

    // MARK: Processes

    /// MiB by process.
    private func resident() -> [String: Double] {
        platform.processes.mapValues { pid in
            // A process that is gone has none.
            let text = (try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8)) ?? ""
            return (text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) * 4_096 / 1_048_576
        }
    }

    /// Microseconds by process.
    private func processor() -> [String: Double] {
        platform.processes.mapValues { pid in
            // A process that is gone has used none since.
            let text = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
            return (user + system) * 1_000_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
        }
    }

    private func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}
