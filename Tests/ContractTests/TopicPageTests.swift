import Foundation
import PlatformProtocol
import Testing

@Suite("The page of the topics")
struct TopicPageTests {
    static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Shared/PlatformProtocol/README.md")

    @Test("the README of PlatformProtocol prints the registry as it is")
    func readme() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let mark = "<!-- printed from TopicRegistry -->\n"
        let head = try #require(text.range(of: mark))
        try Golden.expect(String(text[..<head.upperBound]) + TopicRegistry.markdown, at: Self.page)
    }
}
