import ChildProcesses
import Foundation
import TestKit
import Testing

@Suite("Other programs")
struct ChildProcessTests {
    @Test("its lines come one by one, the last one's end is nil, and its status stays")
    func lines() async throws {
        let child = try ChildProcess(["/bin/sh", "-c", "echo one; echo two; exit 7"])
        #expect(await child.line() == "one")
        #expect(await child.line() == "two")
        #expect(await child.line() == nil)
        await child.ended()
        #expect(child.hasEnded && child.status == 7 && !child.wasKilled)
    }

    @Test("a program that reads its input ends when it is asked to stop")
    func stops() async throws {
        let child = try ChildProcess(["/bin/cat"])
        #expect(!child.hasEnded)
        await child.stop()
        #expect(child.status == 0)
    }

    @Test("a program that does not read its input is ended by the shell that does")
    func keeps() async throws {
        let child = try ChildProcess(keeping: [ChildProcess.neighbour("local-broker")])
        #expect(await child.line()?.contains("bootstrapServers") == true)
        #expect(!child.hasEnded)
        await child.stop()
        #expect(child.status == 0)
    }

    @Test("many that come and go at once are all seen to end, although some are started while others live")
    func many() async throws {
        let longest = try ChildProcess(["/bin/cat"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let child = try ChildProcess(["/bin/sleep", "600"])
                    child.signal(SIGKILL)
                    await child.ended()
                    #expect(child.wasKilled)
                }
            }
            try await group.waitForAll()
        }
        #expect(!longest.hasEnded)
        await longest.stop()
    }

    @Test("a program that is not there is named")
    func missing() {
        #expect(throws: ProgramNotStarted.self) { try ChildProcess(["/nonexistent/program"]) }
    }
}
