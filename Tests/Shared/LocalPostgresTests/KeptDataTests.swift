import ChildProcesses
import Foundation
import TestKit
import Testing

@testable import LocalPostgres

@Suite("Data that are kept") struct KeptDataTests {
    private let place = FileManager.default.temporaryDirectory
        .appending(path: "kept\(UInt32.random(in: 0 ... .max))").path(percentEncoded: false)

    @Test("what was committed is there at the next start, and no port is opened")
    func kept() async throws {
        defer { remove() }
        let first = try await keep()
        try await first.run("CREATE TABLE notes (text text); INSERT INTO notes VALUES ('kept')")
        #expect(try await first.run("SHOW fsync") == "on")
        #expect(try await first.run("SHOW listen_addresses") == "")
        await first.close()
        #expect(processes(naming: place + "/data/data").isEmpty)
        let second = try await keep()
        #expect(try await second.run("SELECT text FROM notes") == "kept")
        await second.close()
        #expect(try log().contains("database system was not properly shut down") == false)
    }

    @Test("an owner that is killed leaves no server, and its last commit")
    func killed() async throws {
        defer { remove() }
        let result = try await #require(
            processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
        ) {
            let place = FileManager.default.temporaryDirectory
                .appending(path: "kept\(UInt32.random(in: 0 ... .max))").path(percentEncoded: false)
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let server = try await PostgresServer.keeping(dataIn: place + "/data", log: place + "/log")
            try await server.run("CREATE TABLE notes (text text); INSERT INTO notes VALUES ('kept')")
            try FileHandle.standardOutput.write(contentsOf: Data("\n<\(place)>\n".utf8))
            kill(getpid(), SIGKILL)
        }
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        let place = String(try #require(output.split(separator: "<").last?.split(separator: ">").first))
        // At once, while the keeper may still be at work.
        let next = try await PostgresServer.keeping(dataIn: place + "/data", log: place + "/log")
        #expect(try await next.run("SELECT text FROM notes") == "kept")
        #expect(processes(naming: place + "/data/data").count == 1)
        await next.close()
        try FileManager.default.removeItem(atPath: place)
    }

    @Test("a lock file whose number is another program's by now does not keep the server from starting")
    func stale() async throws {
        defer { remove() }
        let first = try await keep()
        await first.close()
        let stale = "\(place)/data/data/postmaster.pid"
        try "\(getpid())\n\(place)/data/data\n".write(toFile: stale, atomically: true, encoding: .utf8)
        let second = try await keep()
        #expect(try await second.run("SELECT 1") == "1")
        await second.close()
    }

    @Test("a killed server is started again on the same data")
    func restarted() async throws {
        defer { remove() }
        let server = try await keep()
        try await server.run("CREATE TABLE notes (text text); INSERT INTO notes VALUES ('kept')")
        server.process?.signal(SIGKILL)
        await server.ended()
        try await server.start()
        #expect(try await server.run("SELECT text FROM notes") == "kept")
        await server.close()
    }

    @Test("data of a version that is not installed are left alone, and the version is named")
    func otherVersion() async throws {
        defer { remove() }
        try FileManager.default.createDirectory(atPath: place + "/data/data", withIntermediateDirectories: true)
        try "9\n".write(toFile: place + "/data/data/PG_VERSION", atomically: true, encoding: .utf8)
        let error = await #expect(throws: LocalPostgresError.self) { try await keep() }
        #expect(error?.description.hasPrefix("the data here are of PostgreSQL 9, which is not installed") == true)
    }

    @Test("a folder that the server's user may not enter is a link to one that it may", .enabled(if: geteuid() == 0))
    func unreachable() async throws {
        defer { remove() }
        let (closed, elsewhere) = (place + "/closed", place + "/elsewhere")
        try FileManager.default.createDirectory(atPath: closed, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: closed)
        for _ in 1...2 {
            let server = try await PostgresServer.keeping(
                dataIn: closed + "/data", log: place + "/log", elsewhere: elsewhere)
            try await server.run("CREATE TABLE IF NOT EXISTS notes (text text)")
            #expect(server.folder.path.hasPrefix(elsewhere))
            await server.close()
        }
    }

    @Test("a path that is too long for a socket has its socket elsewhere, which goes with the server")
    func longPath() async throws {
        defer { remove() }
        let long = place + "/" + String(repeating: "l", count: 80)
        try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: true)
        let server = try await PostgresServer.keeping(dataIn: long + "/data", log: place + "/log")
        #expect(server.socketFolder.hasPrefix("/tmp/rishi-socket-"))
        #expect(try await server.run("SELECT 1") == "1")
        await server.close()
        #expect(!FileManager.default.fileExists(atPath: server.socketFolder))
    }

    private func keep() async throws -> PostgresServer {
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        return try await PostgresServer.keeping(dataIn: place + "/data", log: place + "/log")
    }

    private func log() throws -> String { try String(contentsOfFile: place + "/log", encoding: .utf8) }

    private func remove() {
        // What stays behind in the temporary folder is only litter.
        try? FileManager.default.removeItem(atPath: place)
    }
}
