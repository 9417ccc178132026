import Identifiers
import PlatformProtocol
import ServiceTestKit
import StaffDomain
import StaffService
import Testing

@Suite("The README of StaffAssignment")
struct ReadmeTests {
    @Test("its tables are those the program runs by")
    func tables() async throws {
        try await withService(StaffAssignment.self) { site in
            let readme = ServiceReadme(of: "Staff")
            let routes = ServiceReadme.rows(of: site.service.routes(in: site.database))
            let topics = ServiceReadme.rows(telling: StaffAssignment.publishes, hearing: site.service.subscriptions())
            let policy = CrewPolicy.allCases.map { policy in
                ["\(policy)", policy.statuses.map { "`\($0.rawValue)`" }.joined(separator: ", ")]
            }
            let differences = [
                try readme.difference("routes", header: ["method", "path", "operation"], rows: routes),
                try readme.difference("topics", header: ["", "topic", "event"], rows: topics),
                try readme.difference("policy", header: ["people", "statuses"], rows: policy),
            ]
            #expect(differences.compactMap { $0 } == [])
        }
    }
}
