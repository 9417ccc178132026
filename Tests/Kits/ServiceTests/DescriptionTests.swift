import KitsService
import ServiceTestKit
import Testing

@Suite("Kits as it is described")
struct DescriptionTests {
    @Test("both documents keep the official schemas, and their examples their own")
    func official() async throws {
        try await withService(KitManagement.self) { site in
            let findings = try site.descriptionFindings()
            #expect(findings == [])
        }
    }
}
