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
            let readme = ServiceReadme(of: "Kits")
            let routes = ServiceReadme.rows(of: site.service.routes(in: site.database))
            #expect(try readme.difference("routes", header: ["method", "path", "operation"], rows: routes) == nil)
            let topics = ServiceReadme.rows(
                telling: KitManagement.publishes, hearing: site.service.subscriptions())
            #expect(try readme.difference("topics", header: ["", "topic", "event"], rows: topics) == nil)
            let policy = KitPolicy.allCases.map { policy in
                ["\(policy)", policy.statuses.map { "`\($0.rawValue)`" }.joined(separator: ", ")]
            }
            #expect(try readme.difference("policy", header: ["kits", "statuses"], rows: policy) == nil)
        }
    }
}
