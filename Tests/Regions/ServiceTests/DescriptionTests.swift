import RegionsService
import ServiceTestKit
import Testing

@Suite("Regions as it is described")
struct DescriptionTests {
    @Test("both documents keep the official schemas, and their examples their own")
    func official() async throws {
        try await withService(GeographicManagement.self) { site in
            let findings = try site.descriptionFindings()
            #expect(findings == [])
        }
    }
}
