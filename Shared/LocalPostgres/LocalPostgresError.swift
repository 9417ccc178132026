/// Why there is no private server, or why it refused a statement.
public enum LocalPostgresError: Error, CustomStringConvertible {
    case notInstalled
    /// The data are of this version, which is not installed.
    case wrongVersion(Int)
    case noProgram(String)
    case noFolder(String, why: String)
    case cannotStart(log: String)
    case statementFailed(String)

    /// A bounded name for the kind of failure.
    public var label: StaticString {
        switch self {
        case .notInstalled: "not_installed"
        case .wrongVersion: "wrong_version"
        case .noProgram: "no_program"
        case .noFolder: "no_folder"
        case .cannotStart: "cannot_start"
        case .statementFailed: "statement_failed"
        }
    }

    public var description: String {
        switch self {
        case .notInstalled:
            "PostgreSQL 15 or later is not installed under /usr/lib/postgresql: apt-get install postgresql, or name the folder of "
                + "its programs in RISHI_POSTGRES_BIN"
        case .wrongVersion(let version):
            "the data here are of PostgreSQL \(version), which is not installed: install postgresql-\(version), or move them away"
        case .noProgram(let name): "cannot run \(name)"
        case .noFolder(let path, let why): "cannot use \(path): \(why)"
        case .cannotStart(let log): "the private PostgreSQL did not start:\n\(log)"
        case .statementFailed(let output): "psql: \(output)"
        }
    }

    /// Processes of a server that was killed have not noticed yet, and hold its memory.
    var saysMemoryInUse: Bool {
        guard case .cannotStart(let log) = self else { return false }
        return log.contains("pre-existing shared memory block")
    }

    var saysAddressInUse: Bool {
        guard case .cannotStart(let log) = self else { return false }
        return log.contains("Address already in use")
    }
}
