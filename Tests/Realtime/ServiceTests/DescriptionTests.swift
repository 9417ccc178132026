import RealtimeService
import ServiceTestKit
import Testing

@Suite("Realtime as it is described")
struct DescriptionTests {
    @Test("both documents keep the official schemas, and their examples their own")
    func official() async throws {
        try await withService(RealtimeCommunication.self) { site in
            let findings = try site.descriptionFindings()
            #expect(findings == [])
        }
    }
}
