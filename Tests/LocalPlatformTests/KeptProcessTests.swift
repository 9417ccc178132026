import EventLoop
import Foundation
import ServiceRuntime
import TestKit
import Testing

@testable import LocalPlatform

@Suite("A process that is kept running") struct KeptProcessTests {
    @Test("one that dies is reported with its last lines and started again")
    func dies() async throws {
        try await keeping(#"echo "life of $$"; if [ ! -e again ]; then touch again; exit 3; fi; exec sleep 600"#) {
            scene, kept, keeping in
            try await wait(until: "it runs again", status: { scene.text }) { kept.wasReady.isOpen && kept.pid != nil }
            try await wait(until: "both lives are logged") { log(scene).split(separator: "\n").count == 2 }
            await kept.stop()
            await keeping.drained()
            let life = try #require(log(scene).split(separator: "\n").first)
            #expect(scene.text.contains("child ended with status 3; its last lines:\n    \(life)"))
            #expect(scene.text.contains("child is started again in 0.50 s"))
        }
    }

    @Test("one whose settings are wrong is given up at once, with what it said")
    func hopeless() async throws {
        try await keeping("echo RISHI_X: is required; exit 78", isReady: false) { scene, kept, keeping in
            let errors = Recorded<[LocalPlatformError]>([])
            kept.onHopeless = { error in errors.update { $0.append(error) } }
            await keeping.drained()
            #expect(errors.value == [.hopeless("child", why: "    RISHI_X: is required")])
        }
    }

    @Test("one that does not end when it is asked to is killed")
    func stubborn() async throws {
        try await keeping("trap '' TERM; touch started; while :; do sleep 0.01; done") { scene, kept, keeping in
            try await wait(until: "it has set its trap") {
                FileManager.default.fileExists(atPath: scene.checkout + "/started")
            }
            let pid = try #require(kept.pid)
            await kept.stop(within: .milliseconds(100))
            await keeping.drained()
            #expect(!isAlive(pid))
            #expect(scene.text.contains("child did not end within 0 s and is killed"))
        }
    }

    @Test("asked to start again it does so at once, with what it is launched with by then")
    func restarted() async throws {
        try await keeping(#"echo "$WORD" >> words; exec sleep 600"#) { scene, kept, keeping in
            func words() -> String { scene.contents(scene.checkout + "/words") }
            try await wait(until: "it has started") { words() == "a\n" }
            try "b".write(toFile: scene.checkout + "/word", atomically: true, encoding: .utf8)
            await kept.restart()
            try await wait(until: "it has started again") { words() == "a\nb\n" }
            await kept.stop()
            await keeping.drained()
            #expect(!scene.text.contains("ended"), "what was asked for is not reported as a death")
        }
    }

    private func log(_ scene: Scene) -> String { scene.contents(scene.folder.log(of: "child")) }

    /// Keeps a shell with this script running beside `body`, in the scene's folder.
    private func keeping(
        _ script: String, isReady: Bool = true,
        _ body: @escaping @Sendable (Scene, KeptProcess, TaskSet) async throws -> Void
    ) async throws {
        let scene = try Scene()
        defer { scene.remove() }
        try await withLoop { loop in
            let log = scene.folder.log(of: "child")
            let kept = KeptProcess(
                "child", log: log, on: loop, say: scene.say,
                launch: {
                    let word = scene.contents(scene.checkout + "/word")
                    return SpawnedProcess.Launch(
                        "/bin/sh", ["-c", "cd \(scene.checkout); \(script)"],
                        environment: ["PATH": "/usr/bin:/bin", "WORD": word.isEmpty ? "a" : word], output: log)
                }, isReady: { isReady })
            let tasks = TaskSet(on: loop)
            tasks.add { await kept.keep() }
            try await body(scene, kept, tasks)
            await kept.stop(within: .zero)
            tasks.cancelAll()
            await tasks.drained()
        }
    }
}
