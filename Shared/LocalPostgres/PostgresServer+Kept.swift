import Foundation

extension PostgresServer {
    /// Starts a server on the data in the folder `path`, which is made if it is not there and stays. Whoever else had
    /// them and is gone, killed even, has left a server that is waited for and ended first. `log` is the file that the
    /// server's messages are appended to.
    ///
    /// Under root the server is another user, and the folder may be where that one cannot go. The data are then under
    /// `elsewhere`, and `path` is a link to them.
    public static func keeping(
        dataIn path: String, log: String, settings: [String: String] = [:], elsewhere: String = "/var/lib/rishi"
    ) async throws(LocalPostgresError) -> PostgresServer {
        let installation = try PostgresInstallation.find(version: version(of: path + "/data"))
        let folder = try await ServerFolder.kept(path, log: log, elsewhere: elsewhere, for: installation)
        do {
            try await folder.prepareData(by: installation)
        } catch {
            await folder.remove()
            throw error
        }
        return try await PostgresServer(installation, keeping: folder, settings: settings)
    }

    /// Part of the socket's name only: the folder is the server's own, so the number is nobody else's.
    static let keptPort = 5432

    private static func version(of data: String) -> Int? {
        // Data that are not there have no version.
        let text = try? String(contentsOfFile: data + "/PG_VERSION", encoding: .utf8)
        return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}

extension ServerFolder {
    /// The folder of data that stay, locked, with a keeper.
    fileprivate static func kept(
        _ wished: String, log: String, elsewhere: String, for installation: PostgresInstallation
    ) async throws(LocalPostgresError) -> ServerFolder {
        let path = try await reachable(wished, elsewhere: elsewhere, for: installation)
        let lock = try await lockWhenHandedOver(path)
        let socket =
            path.utf8.count <= LocalPostgresLimits.parentPathBytesMax ? path : try await shortFolder(installation)
        // The keeper removes what is not with the data.
        let command = ["sh", "-c", keepingData, "keeper", path] + (socket == path ? [] : [socket])
        let keeper = try Program.start(command, log: "/dev/null")
        return ServerFolder(path: path, socket: socket, log: log, lock: lock, keeper: keeper)
    }

    /// Makes the folder, of the server's user alone. What is under a folder that this user may not enter is moved.
    private static func reachable(
        _ wished: String, elsewhere: String, for installation: PostgresInstallation
    ) async throws(LocalPostgresError) -> String {
        let files = FileManager.default
        // A link leads to where an earlier start has put the data; anything else is the folder itself.
        if let target = try? files.destinationOfSymbolicLink(atPath: wished) {
            return try await make(target, for: installation)
        }
        let path = try await make(wished, for: installation)
        guard await !isReachable(path, for: installation) else { return path }
        // The name says which folder it belongs to; a slash has no place in one.
        let target = "\(elsewhere)/\(wished.split(separator: "/").joined(separator: "-"))"
        do {
            // Only an empty one can be replaced by a link.
            guard try files.contentsOfDirectory(atPath: path).isEmpty else {
                throw LocalPostgresError.noFolder(path, why: "the server's user may not enter it")
            }
            try files.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
            try files.removeItem(atPath: path)
            try files.createSymbolicLink(atPath: path, withDestinationPath: target)
        } catch let error as LocalPostgresError {
            throw error
        } catch {
            throw .noFolder(target, why: "\(error.localizedDescription)")
        }
        return try await make(target, for: installation)
    }

    private static func make(
        _ path: String, for installation: PostgresInstallation
    ) async throws(LocalPostgresError) -> String {
        let owner = installation.serverOwner
        let script = #"mkdir -p "$1" && { [ -z "$2" ] || chown "$2" "$1"; } && chmod 700 "$1""#
        let made = try await Program.run(["sh", "-c", script, "make", path, owner ?? ""], input: nil, in: nil)
        guard made.status == 0 else { throw .noFolder(path, why: made.output) }
        return path
    }

    private static func isReachable(_ path: String, for installation: PostgresInstallation) async -> Bool {
        // A test that cannot be run is one that fails.
        let outcome = try? await Program.run(installation.asServerUser(["test", "-w", path]), input: nil, in: nil)
        return outcome?.status == 0
    }

    private static func shortFolder(_ installation: PostgresInstallation) async throws(LocalPostgresError) -> String {
        let path = "/tmp/rishi-socket-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        let made = try await Program.run(installation.asServerUser(["mkdir", "-m", "700", path]), input: nil, in: nil)
        guard made.status == 0 else { throw .noFolder(path, why: made.output) }
        return path
    }

    /// The lock, once the keeper of an owner that has just gone has ended its server.
    private static func lockWhenHandedOver(_ path: String) async throws(LocalPostgresError) -> FileHandle {
        let deadline = ContinuousClock.now + LocalPostgresLimits.handoverMax
        while true {
            if let lock = lockOwnerFile(of: path) { return lock }
            guard ContinuousClock.now < deadline else {
                throw .noFolder(path, why: "another process has it, or the right to write it is missing")
            }
            // Whoever is cancelled meanwhile gets the lock or the error all the same.
            _ = try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Makes the data, or makes sure that nobody uses them: a server whose keeper was killed too is ended, and its lock
    /// file goes, since the number in it may by now be somebody else's.
    fileprivate func prepareData(by installation: PostgresInstallation) async throws(LocalPostgresError) {
        let ended = try await Program.run(["sh", "-c", Self.endingServer, "end", path], input: nil, in: nil)
        guard ended.status == 0 else { throw .noFolder(path, why: ended.output) }
        guard !FileManager.default.fileExists(atPath: data) else { return }
        // Under another name until it is whole: an interrupted start must not leave half of it as the data.
        let script = """
            rm -rf "$1/data.new" && "$2/initdb" -D "$1/data.new" -U \(PostgresServer.superuser) \\
                -E UTF8 --lc-collate=C --lc-ctype=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 \\
                --no-instructions && mv "$1/data.new" "$1/data"
            """
        let outcome = try await Program.run(
            installation.asServerUser(["sh", "-c", script, "initdb", path, installation.binaries]), input: nil, in: nil)
        guard outcome.status == 0 else { throw .cannotStart(log: outcome.output) }
    }

    /// Ends the server on the data in `$1`, with ever less patience, and removes what a killed one leaves.
    private static let endingServer = """
        asked=0
        while pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && [ -n "$pid" ] &&
            grep -qsF "$1/data" "/proc/$pid/cmdline"; do
            case $asked in 0) kill -INT "$pid" ;; 500) kill -QUIT "$pid" ;; 1000) kill -KILL "$pid" ;; esac
            asked=$((asked + 1))
            sleep 0.02
        done
        rm -f "$1/data/postmaster.pid" "$1"/.s.PGSQL.*
        """

    /// Waits for the owner's end and then does the same, holding the lock until it is done.
    private static let keepingData = """
        exec 9<"$1/owner"
        flock 9
        \(endingServer)
        [ -z "${2:-}" ] || rm -rf "$2"
        """
}
