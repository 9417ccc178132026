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
            let policy = CrewPolicy.allCases.map { policy in
                ["\(policy)", policy.statuses.map { "`\($0.rawValue)`" }.joined(separator: ", ")]
            }
            let own = try ServiceReadme(of: "Staff").difference("policy", header: ["people", "statuses"], rows: policy)
            #expect(try site.readmeDifferences() + [own].compactMap(\.self) == [])
        }
    }
}
