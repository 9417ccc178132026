import ChildProcesses
import Foundation

/// What a test does to a server of its own. The shared one refuses, because every other test stands on it.
extension PostgresServer {
    /// How a server is asked to stop.
    public enum StopMode: Int32, Sendable {
        /// Waits for every client to leave.
        case smart = 15
        /// Ends running transactions, tells the clients and writes everything down.
        case fast = 2
        /// Leaves at once, without writing anything down: the next start recovers.
        case immediate = 3
    }

    /// Stops the server and returns when it has ended. The folder stays, and `start` continues with it.
    public func stop(_ mode: StopMode = .fast) async {
        precondition(!isShared, "the shared server belongs to every test of the process")
        guard let process else { return }
        process.signal(mode.rawValue)
        await process.ended()
    }

    /// Kills the server and every process of it at once, as a power cut would, and returns when they are gone.
    public func kill() async {
        precondition(!isShared, "the shared server belongs to every test of the process")
        guard let process else { return }
        let backends = process.children()
        process.signal(SIGKILL)
        for backend in backends { _ = Foundation.kill(backend, SIGKILL) }
        await process.ended()
        // A backend that still holds the shared memory would keep the next server from starting.
        while backends.contains(where: RunningProgram.isAlive) { _ = try? await Task.sleep(for: .milliseconds(1)) }
    }

    /// Stops and starts.
    public func restart(_ mode: StopMode = .fast) async throws(LocalPostgresError) {
        await stop(mode)
        try await start()
    }

    /// `pg_terminate_backend` for every client of `database`, or of all databases; returns how many there were.
    @discardableResult
    public func terminateConnections(to database: String? = nil) async throws(LocalPostgresError) -> Int {
        let ended = try await run(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            \(database.map { "AND datname = '\($0)'" } ?? "")
            """)
        return Int(ended) ?? 0
    }
}
