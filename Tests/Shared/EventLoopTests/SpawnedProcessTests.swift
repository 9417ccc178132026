import EventLoop
import Foundation
import TestKit
import Testing

@Suite("A child") struct SpawnedProcessTests {
    @Test(
        "how it ended is known to everybody who waits",
        arguments: [("exit 0", .exited(0)), ("exit 7", .exited(7)), ("kill -9 $$", .killed(signal: 9))]
            as [(String, SpawnedProcess.End)])
    func ends(_ script: String, _ expected: SpawnedProcess.End) async throws {
        try await withLoop { loop in
            let child = try SpawnedProcess(Self.shell(script), on: loop)
            async let first = child.ended()
            #expect(await child.ended() == expected)
            #expect(await first == expected)
            #expect(child.end == expected)
            child.signal(SIGKILL)
        }
    }

    @Test("it has what it was given and nothing else: arguments, variables, an empty input, no descriptor")
    func surroundings() async throws {
        let output = FileManager.default.temporaryDirectory.appending(path: "child\(UInt32.random(in: 0 ... .max))")
            .path(percentEncoded: false)
        // One that is there already stays.
        defer { try? FileManager.default.removeItem(atPath: output) }
        try await withLoop { loop in
            // Safety: the string lends its bytes for the call.
            let leak = unsafe open("/dev/null", O_RDONLY)
            defer { close(leak) }
            var launch = Self.shell(
                #"echo "$1|$A|$(cat)"; ls /proc/$$/fd | tr '\n' ' '; echo; echo e >&2"#, "a b")
            launch.environment["A"] = "x=y"
            launch.output = output
            let child = try SpawnedProcess(launch, on: loop)
            #expect(await child.ended() == .exited(0))
        }
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        #expect(lines.first == "a b|x=y|")
        #expect(lines.dropFirst().first?.hasPrefix("0 1 2 ") == true)
        #expect(lines.last == "e")
        let mode = try FileManager.default.attributesOfItem(atPath: output)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("it blocks no signal and ignores none, whatever we do")
    func signals() async throws {
        let output = FileManager.default.temporaryDirectory.appending(path: "mask\(UInt32.random(in: 0 ... .max))")
            .path(percentEncoded: false)
        // One that is there already stays.
        defer { try? FileManager.default.removeItem(atPath: output) }
        try await withLoop { loop in
            // Asked by itself: a shell blocks signals for as long as it starts somebody.
            let child = try SpawnedProcess(
                SpawnedProcess.Launch(
                    "/bin/grep", ["-E", "Sig(Blk|Ign)", "/proc/self/status"], environment: [:], output: output),
                on: loop)
            #expect(await child.ended() == .exited(0))
        }
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        #expect(lines.first == "SigBlk:\t0000000000000000")
        // Signal 32 is the C library's own, and cannot be set by a program.
        #expect(["SigIgn:\t0000000000000000", "SigIgn:\t0000000080000000"].contains(lines.last))
    }

    @Test("a program that is not there is an error at once")
    func missing() async throws {
        try await withLoop { loop in
            let launch = SpawnedProcess.Launch("/nowhere/program", environment: [:], output: "/dev/null")
            #expect(throws: SystemError("execve", code: ENOENT)) { try SpawnedProcess(launch, on: loop) }
        }
    }

    @Test("a task that is cancelled waits no longer, and the child goes on")
    func cancelled() async throws {
        try await withLoop { loop in
            let child = try SpawnedProcess(Self.shell("exec sleep 600"), on: loop)
            let waiting = Task(executorPreference: loop) { await child.ended() }
            waiting.cancel()
            #expect(await waiting.value == nil)
            #expect(child.end == nil)
            child.signal(SIGKILL)
            #expect(await child.ended() == .killed(signal: SIGKILL))
        }
    }

    @Test("it does not outlive the thread it was started from, unless it may")
    func dies() async throws {
        let pids = Recorded<[Int32]>([])
        try await withLoop { loop in
            let bound = try SpawnedProcess(Self.shell("exec sleep 600"), on: loop)
            var launch = Self.shell("exec sleep 600")
            launch.outlivesUs = true
            let free = try SpawnedProcess(launch, on: loop)
            pids.update { $0 = [bound.pid, free.pid] }
        }
        // Its loop is gone, so the test collects: a child that nobody collects hides the ends of all later ones from
        // whoever asks the kernel for any child, as exit tests do.
        try await wait(until: "the bound one has ended") { waitpid(pids.value[0], nil, WNOHANG) == pids.value[0] }
        #expect(Self.commandLine(pids.value[1]).contains("sleep"))
        kill(pids.value[1], SIGKILL)
        try await wait(until: "the free one has ended") { waitpid(pids.value[1], nil, WNOHANG) == pids.value[1] }
    }

    private static func commandLine(_ pid: Int32) -> String {
        // A process that is gone has no file.
        (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
    }

    private static func shell(_ script: String, _ arguments: String...) -> SpawnedProcess.Launch {
        SpawnedProcess.Launch(
            "/bin/sh", ["-c", script, "sh"] + arguments, environment: ["PATH": "/usr/bin:/bin"], output: "/dev/null")
    }
}
