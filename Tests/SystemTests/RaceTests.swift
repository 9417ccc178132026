import LocalPlatform
import PlatformProtocol
import ServiceTestKit
import TestKit
import Testing

extension SystemTests {
    @Test(
        "of two hundred who want one place at one time, from two organisations, one gets it and the others are told why"
    )
    func race() async throws {
        try await withPlatform { site in
            let venue = try await site.venue()
            let answers = try await withThrowingTaskGroup(of: SiteAnswer.self) { group in
                for number in 0..<200 {
                    group.addTask(executorPreference: site.loop) {
                        try await site.book(venue, day: 100, as: number.isMultiple(of: 2) ? .manager : .rival)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let won = answers.filter { $0.status == 201 }
            let lost = answers.filter { $0.status == 409 && $0.text("code") == "time_conflict" }
            #expect(won.count == 1)
            #expect(lost.count == 199, "\(answers.map(\.status).reduce(into: [:]) { $0[$1, default: 0] += 1 })")
            // Nothing of the winner's is told to those who lost.
            #expect(!lost.contains { $0.response.body.contains(won.first?.text("id") ?? "") })
        }
    }
}
