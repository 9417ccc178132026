import Foundation
import Testing

/// A table as `Gateway/README.md` must have it between the two comments that bear its name.
struct ReadmeTable {
    let header: [String]
    let rows: [[String]]

    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Gateway/README.md")

    private var text: String {
        ([header, header.map { _ in "---" }] + rows).map { cells in
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }.joined()
    }

    /// Compares the table called `name`, or with `GOLDEN_UPDATE=1` replaces it.
    func check(as name: String) throws {
        let whole = try String(contentsOf: Self.file, encoding: .utf8)
        let start = try #require(whole.firstRange(of: "<!-- printed: \(name) -->\n"))
        let end = try #require(whole[start.upperBound...].firstRange(of: "<!-- end of \(name) -->"))
        let place = start.upperBound..<end.lowerBound
        if ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1" {
            try whole.replacingCharacters(in: place, with: text).write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(
                whole[place] == text,
                "print it anew: GOLDEN_UPDATE=1 swift test --filter GatewayReadmeTests; then look at the difference")
        }
    }
}
