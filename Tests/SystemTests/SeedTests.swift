import EventLoop
import JSON
import ServiceTestKit
import TestKit
import Testing

@testable import LocalPlatform
@testable import rishi

extension SystemTests {
    @Test("the demo organisation is filled once, with bookings in every state of decision")
    func seed() async throws {
        try await withPlatform { site in
            let shown = Recorded("")
            let bar = ProgressBar("demo", total: DemoSeed.steps, isTerminal: true) { text in shown.update { $0 += text }
            }
            #expect(try await DemoSeed(site.platform.running, on: site.loop, bar).run())
            #expect(shown.value.hasSuffix("100 %\n"), "every step was counted, and none twice")
            let bookings = try await site.get("/bookings?limit=100")
            guard case .array(let items) = bookings["items"] else { throw Unexpected(bookings: bookings) }
            #expect(items.count == DemoMarket.all.count * 2)
            let statuses = Set(items.map { "\($0["status"] ?? .null)" })
            #expect(statuses.count >= 4, "\(statuses)")
            #expect(try await !DemoSeed(site.platform.running, on: site.loop, bar).run())
            guard case .array(let still) = try await site.get("/bookings?limit=100")["items"] else { return }
            #expect(still.map { $0["id"] } == items.map { $0["id"] })
        }
    }

    private struct Unexpected: Error {
        let bookings: SiteAnswer
    }
}
