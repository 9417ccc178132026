import Foundation

/// A data folder as `initdb` makes it, once a process: copying it takes a tenth of the time (0.04 s beside 0.35 s).
struct Prototype: Sendable {
    static let only = OnceAsync<Prototype, LocalPostgresError>()

    /// The superuser's, in every copy.
    let password: String
    private let folder: ServerFolder

    func copy(to target: ServerFolder, by installation: PostgresInstallation) async throws(LocalPostgresError) {
        let outcome = try await Program.run(
            installation.asServerUser(["cp", "-a", folder.data, target.data]), input: nil, in: nil)
        guard outcome.status == 0 else { throw .noFolder(target.data, why: outcome.output) }
    }

    fileprivate static func make(by installation: PostgresInstallation) async throws(LocalPostgresError) -> Prototype {
        let folder = try await ServerFolder.make(for: installation, .fast)
        let password = String(UInt64.random(in: .min ... .max), radix: 36)
        // The password is read from our file by the shell, since one of root's would be closed to the server's user.
        let script = """
            cat >"$1/password" && "$2/initdb" -D "$1/data" -U \(PostgresServer.superuser) --pwfile="$1/password" \\
                -E UTF8 --lc-collate=C --lc-ctype=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 \\
                --no-sync --no-instructions && rm "$1/password"
            """
        let outcome = try await Program.run(
            installation.asServerUser(["sh", "-c", script, "initdb", folder.path, installation.binaries]),
            input: password, in: folder)
        guard outcome.status == 0 else {
            await folder.remove()
            throw .cannotStart(log: outcome.output)
        }
        return Prototype(password: password, folder: folder)
    }
}

extension OnceAsync<Prototype, LocalPostgresError> {
    func prepared(by installation: PostgresInstallation) async throws(LocalPostgresError) -> Prototype {
        try await value { () async throws(LocalPostgresError) in try await Prototype.make(by: installation) }
    }
}
