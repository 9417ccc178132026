import Foundation
import Migrations
import PostgresTestKit

/// The tables of a service's README, which are printed from the declarations they describe, so that they cannot drift.
/// `GOLDEN_UPDATE=1` in the environment of a test prints them anew; the difference is for review.
public struct ServiceReadme: Sendable {
    private let file: URL

    /// - Parameter folder: the service's, below `Services`.
    public init(of folder: String) {
        file = URL(filePath: ServiceTestDatabase.checkout.root).appending(path: "Services/\(folder)/README.md")
    }

    /// Compares the table called `name` with what it should be; nil when they are the same.
    public func difference(_ name: String, header: [String], rows: [[String]]) throws -> String? {
        let text = ([header, header.map { _ in "---" }] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
        let whole = try String(contentsOf: file, encoding: .utf8)
        guard let start = whole.firstRange(of: "<!-- printed: \(name) -->\n"),
            let end = whole[start.upperBound...].firstRange(of: "<!-- end of \(name) -->")
        else { return "there is no place for \(name)" }
        let place = start.upperBound..<end.lowerBound
        guard whole[place] != text else { return nil }
        guard ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1" else {
            return "\(whole[place])\nshould be\n\(text)\nPrint it anew with GOLDEN_UPDATE=1 and look at the difference."
        }
        try whole.replacingCharacters(in: place, with: text).write(to: file, atomically: true, encoding: .utf8)
        return nil
    }
}
