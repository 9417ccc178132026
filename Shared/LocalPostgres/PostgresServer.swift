// LocalPostgres: a PostgreSQL of one's own, for as long as a program wants it.
//
// Purpose: tests and benches need a real server that nobody else uses, that starts at once and that is gone when they
// are. Model: a temporary folder holds the data, the log and a socket, in memory unless durability is asked for; the
// server runs the binaries of the installed package on that folder, as an ordinary user even under root, and listens on
// the socket and on a free loopback port. Whoever starts a server holds a lock on the folder (ServerFolder), and a
// keeper, a process of its own, waits for that lock: however the owner ends, killed or not, the lock falls, the keeper
// ends the server and removes the folder. What a keeper that was killed too left behind goes with the next start on the
// machine.
// Kept data are the other mode: their folder is the caller's and stays, a commit is on the disk, there is the socket
// alone and no port, and the keeper of an owner that is gone asks the server to write everything down
// (PostgresServer+Kept).
// Failure: a server that does not start throws with the end of its log; a port that was taken meanwhile is replaced.
// Not here: any contact with the cluster that the package made or with settings in the environment, and a connection:
// the statements of administration go through psql, so that the client under test does not test itself.

import ChildProcesses
import Foundation
import Synchronization

/// A private PostgreSQL server in a folder of its own, which goes when the process that started it goes.
public final class PostgresServer: Sendable {
    /// How much of a crash of the machine the server survives.
    public enum Durability: Sendable {
        /// Nothing is forced to the disk: a crash of the server is survived, one of the machine is not.
        case fast
        /// As in production: a commit is on the disk before it is answered.
        case durable
    }

    /// The superuser, which the socket lets in without a password.
    public static let superuser = "postgres"
    /// What the superuser says over TCP.
    public let password: String
    /// The folder of the socket: what libpq takes as its host.
    public var socketFolder: String { folder.socket }
    /// The port, of the socket as of TCP. It is the same after a restart.
    public var port: Int { state.withLock { $0.port } }

    let folder: ServerFolder
    let installation: PostgresInstallation
    let isShared: Bool
    private let arguments: [String]
    private let state: Mutex<State>

    private struct State {
        var port: Int
        var process: RunningProgram?
        var databasesMade = 0
    }

    /// Starts a server. `settings` are those of `postgresql.conf`, as text.
    public convenience init(
        _ durability: Durability = .fast, settings: [String: String] = [:]
    ) async throws(LocalPostgresError) {
        try await self.init(durability, settings: settings, isShared: false)
    }

    init(
        _ durability: Durability, settings: [String: String], isShared: Bool
    ) async throws(LocalPostgresError) {
        installation = try PostgresInstallation.find()
        let prototype = try await Prototype.only.prepared(by: installation)
        password = prototype.password
        folder = try await ServerFolder.make(for: installation, durability)
        self.isShared = isShared
        let merged = Self.settings(durability).merging(settings) { $1 }
        arguments = merged.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        state = Mutex(State(port: 0))
        do {
            try await prototype.copy(to: folder, by: installation)
            try await startOnFreePort()
        } catch {
            await folder.remove()
            throw error
        }
    }

    /// A server on data that stay.
    init(
        _ installation: PostgresInstallation, keeping folder: ServerFolder, settings: [String: String]
    ) async throws(LocalPostgresError) {
        self.installation = installation
        self.folder = folder
        password = ""
        isShared = false
        let merged = Self.settings(.durable).merging(["listen_addresses": ""]) { $1 }.merging(settings) { $1 }
        arguments = merged.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        state = Mutex(State(port: Self.keptPort))
        do {
            try await start()
        } catch {
            await folder.remove()
            throw error
        }
    }

    /// Ends the server and removes its folder unless its data are kept; returns when both are done. A program that ends
    /// need not call it.
    public func close() async {
        precondition(!isShared, "the shared server belongs to every test of the process")
        await folder.remove()
    }

    private static func settings(_ durability: Durability) -> [String: String] {
        var settings = [
            "listen_addresses": "127.0.0.1",
            "dynamic_shared_memory_type": "mmap",  // In the data folder, so that a crash leaves nothing in /dev/shm.
            // Every suite of a process has its tests run at once, each with pools of its own, on the one shared server.
            "max_connections": "1000",
            "log_min_messages": "warning",
            "log_line_prefix": "%m [%p] %q%u@%d ",
            "timezone": "UTC",
        ]
        if durability == .fast {
            settings.merge([
                "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
                // Plans and counts of dead rows must not depend on when a background worker came by.
                "autovacuum": "off", "shared_buffers": "64MB",
            ]) { $1 }
        }
        return settings
    }

    private func startOnFreePort() async throws(LocalPostgresError) {
        var attempts = 1
        while true {
            let port = Int.random(in: LocalPostgresLimits.ports)
            state.withLock { $0.port = port }
            do {
                return try await start()
            } catch {
                guard error.saysAddressInUse, attempts < LocalPostgresLimits.portAttemptsMax else { throw error }
                attempts += 1
            }
        }
    }

    /// Starts the server again after `stop` or `kill`, on the same folder and port.
    public func start() async throws(LocalPostgresError) {
        let deadline = ContinuousClock.now + LocalPostgresLimits.startMax
        while true {
            do {
                return try await start(until: deadline)
            } catch {
                guard error.saysMemoryInUse, ContinuousClock.now < deadline else { throw error }
                // They notice within moments; a start that was cancelled goes on for the reason below.
                _ = try? await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private func start(until deadline: ContinuousClock.Instant) async throws(LocalPostgresError) {
        let port = port
        let logged = folder.logBytes()
        let process = try Program.start(
            installation.asServerUser(
                [installation.binaries + "/postgres", "-D", folder.data, "-k", folder.socket, "-p", "\(port)"]
                    + arguments
            ),
            log: folder.log)
        state.withLock { $0.process = process }
        // The server itself writes into its lock file when it takes connections.
        while !folder.serverIsReady(process.pid) {
            guard process.isRunning, ContinuousClock.now < deadline else {
                process.signal(SIGKILL)
                throw .cannotStart(log: folder.endOfLog(after: logged))
            }
            // A start that was cancelled half-way would leave a server in an unknown state: it goes on.
            _ = try? await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Returns when the server process that was started last has ended.
    public func ended() async {
        await process?.ended()
    }

    var process: RunningProgram? { state.withLock { $0.process } }

    /// A number for a new database, unique in this server.
    func nextDatabaseNumber() -> Int {
        state.withLock {
            $0.databasesMade += 1
            return $0.databasesMade
        }
    }
}
