import RegionsService
import ServiceTestKit
import Testing

@Suite("README of GeographicManagement")
struct ReadmeTests {
    @Test("its tables are those of the code; GOLDEN_UPDATE=1 prints them anew")
    func tables() async throws {
        try await withService(GeographicManagement.self) { site in
            #expect(try site.readmeDifferences() == [])
        }
    }
}
