import EventLoop
import Foundation
import Testing

@testable import LocalPlatform

extension SystemTests {
    @Test("the README's tour does what it says, word for word")
    func tour() async throws {
        try await withPlatform { site in
            let told = try await run(try tourOfReadme(), at: site)
            for expected in [
                // What is answered, by the law and its source, by the decision, by what is missing.
                "time_conflict", "\"citation\"", "\"status\":\"approved\"", "\"readiness\"",
                // What the stream shows meanwhile.
                "BOOKING_CREATED", "COMPLIANCE_CHECKED", "BOOKING_APPROVED", "STAFF_ASSIGNED_TO_BOOKING",
                "KIT_ASSIGNED_TO_ACTIVITY",
            ] {
                #expect(told.contains(expected), "\(expected) is missing in\n\(told)")
            }
            // One thing only goes wrong, and is meant to.
            #expect(told.components(separatedBy: "\"type\":\"/problems/").count == 2, "\(told)")
        }
    }

    /// The first block of commands below the tour's heading.
    private func tourOfReadme() throws -> String {
        let readme = try String(contentsOfFile: Checkout.repository + "/README.md", encoding: .utf8)
        let section = try #require(readme.components(separatedBy: "### A tour of five minutes\n").dropFirst().first)
        let block = try #require(section.components(separatedBy: "```sh\n").dropFirst().first)
        return try #require(block.components(separatedBy: "\n```").first)
    }

    /// What the commands said. Only where the gateway is, and where the key of its tokens, differ from what is written.
    private func run(_ commands: String, at site: SystemSite) async throws -> String {
        let commands = commands.replacing("http://127.0.0.1:8080", with: site.platform.running.url)
            .replacing("deploy/token", with: "\(Checkout.programs)/rishi token --data \(site.checkout.path)")
        let output = "\(site.checkout.path)/tour"
        let shell = try SpawnedProcess(
            SpawnedProcess.Launch(
                "/bin/bash", ["-euc", commands], environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], output: output),
            on: site.loop)
        let end = await shell.ended()
        let text = try String(contentsOfFile: output, encoding: .utf8)
        #expect(end == .exited(0), "\(text)")
        return text
    }
}
