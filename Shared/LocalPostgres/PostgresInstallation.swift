import Foundation

/// Where PostgreSQL's programs are, and as whom they may run.
struct PostgresInstallation: Sendable {
    /// The folder of `postgres`, `initdb`, `psql` and `pg_dump`. Debian's wrappers in the search path choose a server
    /// by themselves, and are passed by.
    let binaries: String
    /// The user that takes root's place, since the server refuses to be root.
    let serverUser: String?

    /// The newest version in the folder of Debian's packages, or the one that `RISHI_POSTGRES_BIN` names. Data that are
    /// there already are of one `version`, which alone can read them.
    static func find(version: Int? = nil) throws(LocalPostgresError) -> PostgresInstallation {
        let named = ProcessInfo.processInfo.environment["RISHI_POSTGRES_BIN"]
        guard let binaries = named ?? newest(under: "/usr/lib/postgresql", version), hasServer(binaries) else {
            if let version, named == nil { throw .wrongVersion(version) }
            throw .notInstalled
        }
        guard geteuid() == 0 else { return PostgresInstallation(binaries: binaries, serverUser: nil) }
        return PostgresInstallation(binaries: binaries, serverUser: hasUser("postgres") ? "postgres" : "nobody")
    }

    /// The command as the user that the server runs as. `setpriv` replaces itself, so the process is the command's.
    func asServerUser(_ command: [String]) -> [String] {
        guard let serverUser else { return command }
        return ["setpriv", "--reuid=\(serverUser)", "--regid=\(group(of: serverUser))", "--clear-groups", "--"]
            + command
    }

    /// The server's user and its group, as chown(1) takes them.
    var serverOwner: String? { serverUser.map { "\($0):\(group(of: $0))" } }

    private func group(of user: String) -> String { user == "nobody" ? "nogroup" : user }

    private static func newest(under folder: String, _ wished: Int?) -> String? {
        // A folder that is not there has no versions in it.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let newest = versions.compactMap(Int.init).filter {
            $0 >= LocalPostgresLimits.versionMin && (wished ?? $0) == $0 && hasServer("\(folder)/\($0)/bin")
        }.max()
        return newest.map { "\(folder)/\($0)/bin" }
    }

    private static func hasServer(_ binaries: String) -> Bool {
        ["postgres", "initdb", "psql", "pg_dump"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: "\(binaries)/\($0)")
        }
    }

    private static func hasUser(_ name: String) -> Bool {
        // Without the file there are no users either.
        let users = (try? String(contentsOfFile: "/etc/passwd", encoding: .utf8)) ?? ""
        return users.split(separator: "\n").contains { $0.hasPrefix(name + ":") }
    }
}
