import Foundation
import LocalPostgres
import TestKit
import Testing

@Suite("A private PostgreSQL of one's own") struct PostgresFaultTests {
    @Test("it stops, is killed and restarted, and keeps what was committed")
    func restarts() async throws {
        let server = try await PostgresServer(.durable)
        let database = try await server.database()
        try await database.run("CREATE TABLE notes (text text)")
        for mode in [PostgresServer.StopMode.fast, .immediate, .smart] {
            try await database.run("INSERT INTO notes VALUES ('before \(mode)')")
            await server.stop(mode)
            await #expect(throws: LocalPostgresError.self) { try await database.run("SELECT 1") }
            try await server.start()
        }
        try await database.run("INSERT INTO notes VALUES ('before the kill')")
        await server.kill()
        await #expect(throws: LocalPostgresError.self) { try await database.run("SELECT 1") }
        try await server.start()
        #expect(try await database.run("SELECT count(*) FROM notes") == "4")
        await server.close()
    }

    @Test("a client that is terminated by name is gone, and the others stay")
    func terminates() async throws {
        let server = try await PostgresServer()
        let (cut, kept) = (try await server.database(), try await server.database())
        async let cutAnswer = Result { try await cut.run("SELECT pg_sleep(600)") }
        async let keptAnswer = Result { try await kept.run("SELECT pg_sleep(600)") }
        let count = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname LIKE 'test%'"
        try await wait(until: "both are there") { try await server.run(count) == "2" }
        #expect(try await server.terminateConnections(to: cut.name) == 1)
        let ended = await cutAnswer
        #expect(throws: LocalPostgresError.self) { try ended.get() }
        #expect(try await server.run(count) == "1")
        #expect(try await server.terminateConnections(to: kept.name) == 1)
        _ = await keptAnswer
        await server.close()
    }

    @Test("a durable server syncs and a fast one does not, and a setting of the caller wins")
    func settings() async throws {
        for (durability, expected) in [(PostgresServer.Durability.fast, "off|off"), (.durable, "on|on")] {
            let server = try await PostgresServer(durability, settings: ["max_connections": "7"])
            #expect(
                try await server.run("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
                    == expected)
            #expect(try await server.run("SHOW max_connections") == "7")
            await server.close()
        }
    }

    @Test("closing leaves neither process nor folder")
    func closes() async throws {
        let server = try await PostgresServer()
        let folder = server.socketFolder
        #expect(FileManager.default.fileExists(atPath: folder))
        await server.close()
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(processes(naming: folder).isEmpty)
    }
}

extension Result where Failure == any Error, Success: Sendable {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

@Suite("The end of the owner of a PostgreSQL") struct OwnerEndTests {
    @Test("an owner that is killed leaves neither server nor folder")
    func killed() async throws {
        let result = try await #require(
            processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
        ) {
            let server = try await PostgresServer()
            try FileHandle.standardOutput.write(contentsOf: Data("\n<\(server.socketFolder)>\n".utf8))
            kill(getpid(), SIGKILL)
        }
        let folder = try folder(in: result)
        try await wait(until: "the keeper has cleaned up") {
            !FileManager.default.fileExists(atPath: folder) && processes(naming: folder).isEmpty
        }
    }

    @Test("what is left when the keeper was killed as well goes with the next start")
    func killedWithKeeper() async throws {
        let result = try await #require(
            processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
        ) {
            let server = try await PostgresServer()
            try FileHandle.standardOutput.write(contentsOf: Data("\n<\(server.socketFolder)>\n".utf8))
            for keeper in processes(naming: "keeper\0\(server.socketFolder)") { kill(keeper, SIGKILL) }
            kill(getpid(), SIGKILL)
        }
        let folder = try folder(in: result)
        #expect(!processes(naming: folder + "/data").isEmpty)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -1_000)], ofItemAtPath: folder)
        let next = try await PostgresServer()
        try await wait(until: "the next start has swept") {
            !FileManager.default.fileExists(atPath: folder) && processes(naming: folder).isEmpty
        }
        await next.close()
    }

    private func folder(in result: ExitTest.Result) throws -> String {
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        return String(try #require(output.split(separator: "<").last?.split(separator: ">").first))
    }
}

/// The processes whose command line contains `text`.
func processes(naming text: String) -> [pid_t] {
    // The folder of all processes is always there; a process may be gone before we look at it.
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap(pid_t.init)
    return numbers.filter { number in
        // Without a command line it is not what is looked for.
        (try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8))?.contains(text) == true
    }
}
