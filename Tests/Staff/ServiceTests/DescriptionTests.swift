import ServiceTestKit
import StaffService
import Testing

@Suite("Staff as it is described")
struct DescriptionTests {
    @Test("both documents keep the official schemas, and their examples their own")
    func official() async throws {
        try await withService(StaffAssignment.self) { site in
            let findings = try site.descriptionFindings()
            #expect(findings == [])
        }
    }
}
