import EventLoop
import Identifiers
import JSON
import LocalPlatform
import PlatformProtocol
import ServiceTestKit
import TestKit
import Testing

extension SystemTests {
    @Test(
        "each of the seven is killed while bookings are made: what was acknowledged is there, once, and so is all that follows from it"
    )
    func kills() async throws {
        try await withPlatform { site in
            let venue = try await site.venue()
            let (acknowledged, isOver) = (Recorded<[Int: String]>([:]), Recorded(false))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: site.loop) {
                    for day in 100... {
                        guard !isOver.value else { return }
                        let id = try await bookForCertain(venue, day: day, at: site)
                        acknowledged.update { $0[day] = id }
                        try await site.loop.sleep(for: .milliseconds(50))
                    }
                }
                do {
                    for service in ServiceName.allCases {
                        let before = acknowledged.value.count
                        try await site.kill(service)
                        try await wait(until: "bookings are made again", every: .milliseconds(100)) {
                            acknowledged.value.count > before + 2
                        }
                    }
                } catch {
                    isOver.update { $0 = true }
                    throw error
                }
                isOver.update { $0 = true }
                try await group.waitForAll()
            }
            let ids = Set(acknowledged.value.values)
            #expect(ids.count == acknowledged.value.count)
            // One more was made to see whether the venue is known.
            #expect(try await bookings(at: site).count == ids.count + 1)
            for id in ids {
                #expect(try await site.get("/bookings/\(id)").status == 200)
                try await wait(until: "the law was asked and a notification made", every: .milliseconds(100)) {
                    let (checks, told) = (try await site.checks(of: id), try await site.notifications(of: id))
                    return checks > 0 && told > 0
                }
                // Once in effect, however often it came.
                #expect(try await site.checks(of: id) == 1)
                #expect(try await site.notifications(of: id) == 1)
            }
        }
    }

    /// The id of a booking that was made and submitted.
    private func bookForCertain(_ venue: String, day: Int, at site: SystemSite) async throws -> String {
        let made = try await site.insist("/bookings", site.bookingBody(venue, day: day), key: "make-\(day)")
        try #require(made.status == 201, "\(made)")
        let id = made.text("id")
        let submitted = try await site.insist("/bookings/\(id)/submit", nil, key: "submit-\(day)")
        try #require(submitted.status == 200, "\(submitted)")
        return id
    }

    /// The id of every booking of the organisation, page by page.
    private func bookings(at site: SystemSite) async throws -> Set<String> {
        var (ids, path) = (Set<String>(), "/bookings?limit=100")
        while true {
            let answer = try await site.get(path)
            guard case .array(let items) = answer["items"] else { return ids }
            for index in items.indices { ids.insert(answer.text("items", index, "id")) }
            let cursor = answer.text("page", "nextCursor")
            guard !cursor.isEmpty else { return ids }
            path = "/bookings?limit=100&cursor=\(cursor)"
        }
    }
}
