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
            #expect(try readme.difference("routes", header: ["method", "path", "operation"], rows: routes) == nil)
            let topics = ServiceReadme.rows(
                telling: StaffAssignment.publishes, hearing: site.service.subscriptions())
            #expect(try readme.difference("topics", header: ["", "topic", "event"], rows: topics) == nil)
            let policy = CrewPolicy.allCases.map { policy in
                ["\(policy)", policy.statuses.map { "`\($0.rawValue)`" }.joined(separator: ", ")]
            }
            #expect(try readme.difference("policy", header: ["people", "statuses"], rows: policy) == nil)
        }
    }
}
