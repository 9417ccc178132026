/// Why there is no private server, or why it refused a statement.
public enum LocalPostgresError: Error, CustomStringConvertible {
    case notInstalled
    case noProgram(String)
    case noFolder(String, why: String)
    case cannotStart(log: String)
    case statementFailed(String)

    /// A bounded name for the kind of failure.
    public var label: StaticString {
        switch self {
        case .notInstalled: "not_installed"
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
        case .noProgram(let name): "cannot run \(name)"
        case .noFolder(let path, let why): "cannot use \(path): \(why)"
        case .cannotStart(let log): "the private PostgreSQL did not start:\n\(log)"
        case .statementFailed(let output): "psql: \(output)"
        }
    }

    var saysAddressInUse: Bool {
        guard case .cannotStart(let log) = self else { return false }
        return log.contains("Address already in use")
    }
}
