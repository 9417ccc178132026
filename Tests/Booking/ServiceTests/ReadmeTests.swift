import BookingService
import ServiceTestKit
import Testing

@Suite("README of BookingManagement")
struct ReadmeTests {
    @Test("its tables are those of the code; GOLDEN_UPDATE=1 prints them anew")
    func tables() async throws {
        try await withService(BookingManagement.self) { site in
            let differences = try site.readmeDifferences()
            #expect(differences == [])
        }
    }
}
