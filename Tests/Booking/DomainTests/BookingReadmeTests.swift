import BookingDomain
import Foundation
import Testing

@Suite("The README of booking-management", .serialized)
struct BookingReadmeTests {
    static let tables: [(String, String)] = [
        ("statuses", BookingLifecycle.statusMarkdown), ("stages", BookingLifecycle.stageMarkdown),
        ("readiness", Readiness.markdown), ("fields", EditingPolicy.markdown),
    ]

    @Test("its tables are those the rules go by", arguments: tables)
    func table(name: String, text: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Services/Booking/README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(readme.firstRange(of: "<!-- printed: \(name) -->\n"))
        let end = try #require(readme[start.upperBound...].firstRange(of: "\n<!-- end of \(name) -->"))
        let place = start.upperBound..<end.lowerBound
        if ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1" {
            try readme.replacingCharacters(in: place, with: text).write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(readme[place] == text, "print it anew: GOLDEN_UPDATE=1 swift test --filter BookingReadmeTests")
        }
    }
}
