import BookingService
import ServiceTestKit
import Testing

@Suite("Booking as it is described")
struct DescriptionTests {
    @Test("both documents keep the official schemas, and their examples their own")
    func official() async throws {
        try await withService(BookingManagement.self) { site in
            let findings = try site.descriptionFindings()
            #expect(findings == [])
        }
    }
}
