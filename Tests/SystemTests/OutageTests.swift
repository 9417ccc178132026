import EventLoop
import KafkaMock
import LocalPlatform
import LocalPostgres
import PlatformProtocol
import ServiceTestKit
import TestKit
import Testing

extension SystemTests {
    @Test("while the broker is away bookings are taken; when it is back, everybody hears of them")
    func brokerAway() async throws {
        try await withLoop { loop in
            try await withHostedCluster(on: loop) { cluster in
                let servers = cluster.bootstrapServers.joined(separator: ",")
                try await withPlatform(["KAFKA_BOOTSTRAP_SERVERS": servers]) { site in
                    let venue = try await site.venue()
                    try await cluster.apply(.down(broker: nil))
                    let ids = try await book(venue, for: outage, at: site)
                    for id in ids { #expect(try await site.checks(of: id) == 0) }
                    try await cluster.apply(.up(broker: nil))
                    for id in ids {
                        try await wait(until: "everybody has heard", every: .milliseconds(100)) {
                            let (checks, told) = (try await site.checks(of: id), try await site.notifications(of: id))
                            return checks == 1 && told == 1
                        }
                    }
                }
            }
        }
    }

    /// The ids of bookings made a second apart.
    private func book(_ venue: String, for time: Duration, at site: SystemSite) async throws -> [String] {
        var ids: [String] = []
        let end = MonotonicTime.now + time
        while MonotonicTime.now < end {
            let made = try await site.book(venue, day: 100 + ids.count)
            try #require(made.status == 201, "\(made)")
            ids.append(made.text("id"))
            #expect(try await site.post("/bookings/\(made.text("id"))/submit").status == 200)
            try await site.loop.sleep(for: .seconds(1))
        }
        return ids
    }

    @Test(
        "while PostgreSQL is away everything is refused at once, and for a while; when it is back, everything goes on")
    func databaseAway() async throws {
        let server = try await PostgresServer()
        let outcome: Result<Void, any Error>
        do {
            let place = "host=\(server.socketFolder) port=\(server.port)"
            let settings = [
                "RISHI_DATABASE_ADMIN": "\(place) user=\(PostgresServer.superuser) password=\(server.password)",
                "RISHI_DATABASE_SERVER": place,
            ]
            try await withPlatform(settings) { site in
                let venue = try await site.venue()
                let before = try await site.book(venue, day: 100)
                try #require(before.status == 201, "\(before)")
                await server.kill()
                let end = MonotonicTime.now + outage
                var slowest = Duration.zero
                while MonotonicTime.now < end {
                    for collection in Collection.all {
                        let start = MonotonicTime.now
                        let answer = try await site.get(collection.path)
                        slowest = max(slowest, MonotonicTime.now - start)
                        #expect(
                            answer.status == 503 && answer.field("Retry-After") != nil, "\(collection.path): \(answer)")
                    }
                    #expect(try await site.book(venue, day: 101).status == 503)
                    try await site.loop.sleep(for: .seconds(1))
                }
                #expect(slowest < .seconds(10))
                try await server.start()
                try await wait(until: "a booking is made", every: .milliseconds(100)) {
                    try await site.book(venue, day: 102).status == 201
                }
                for collection in Collection.all {
                    try await wait(until: "\(collection.path) answers", every: .milliseconds(100)) {
                        try await site.get(collection.path).status == 200
                    }
                }
                // What was told before is heard after, as if nothing had been.
                try await wait(until: "the law was asked", every: .milliseconds(100)) {
                    try await site.checks(of: before.text("id")) == 1
                }
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await server.close()
        try outcome.get()
    }

    /// Longer than every patience of the platform's for one request.
    private var outage: Duration { .seconds(30) }
}
