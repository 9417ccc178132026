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
            let topics = ServiceReadme.rows(telling: KitManagement.publishes, hearing: site.service.subscriptions())
            let policy = KitPolicy.allCases.map { policy in
                ["\(policy)", policy.statuses.map { "`\($0.rawValue)`" }.joined(separator: ", ")]
            }
            let differences = [
                try readme.difference("routes", header: ["method", "path", "operation"], rows: routes),
                try readme.difference("topics", header: ["", "topic", "event"], rows: topics),
                try readme.difference("policy", header: ["kits", "statuses"], rows: policy),
            ]
            #expect(differences.compactMap { $0 } == [])
        }
    }
}
