import Identifiers
import KitsDomain
import KitsService
import PlatformProtocol
import ServiceTestKit
import Testing

@Suite("The README of KitManagement")
struct ReadmeTests {
    @Test("its tables are those the program runs by")
    func tables() async throws {
        try await withService(KitManagement.self) { site in
            let policy = KitPolicy.allCases.map { policy in
                ["\(policy)", policy.statuses.map { "`\($0.rawValue)`" }.joined(separator: ", ")]
            }
            let own = try ServiceReadme(of: "Kits").difference("policy", header: ["kits", "statuses"], rows: policy)
            #expect(try site.readmeDifferences() + [own].compactMap(\.self) == [])
        }
    }
}
