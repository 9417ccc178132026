/// Why the platform does not run here, or not any more. Each says what to do.
public enum LocalPlatformError: Error, Equatable, CustomStringConvertible {
    /// Another process has the checkout's lock.
    case alreadyRunning(LockRecord)
    case notRunning
    case portsTaken([TakenPort])
    /// These are not in the build.
    case notBuilt([String])
    case neverStarted(String)
    case notUsable(String, why: String)
    /// A process cannot run as it is set up.
    case hopeless(String, why: String)
    case notReady([String])
    case doesNotEnd(Int32)

    public var label: StaticString {
        switch self {
        case .alreadyRunning: "already_running"
        case .notRunning: "not_running"
        case .portsTaken: "ports_taken"
        case .notBuilt: "not_built"
        case .neverStarted: "never_started"
        case .notUsable: "not_usable"
        case .hopeless: "hopeless"
        case .notReady: "not_ready"
        case .doesNotEnd: "does_not_end"
        }
    }

    public var description: String {
        switch self {
        case .alreadyRunning(let record):
            "the platform runs already in this checkout, as process \(record.pid)"
                + (record.url.map { " at \($0)" } ?? ", and is still starting") + ": deploy/down ends it"
        case .notRunning: "the platform does not run in this checkout"
        case .portsTaken(let ports):
            ports.map(\.description).joined(separator: "\n")
                + "\nNothing was started. End what has them, or move the platform: --port-shift 10000"
        case .notBuilt(let names):
            "not built: \(names.joined(separator: ", ")); swift build -c release --static-swift-stdlib"
        case .neverStarted(let path): "there is no key in \(path): start the platform first, with deploy/up"
        case .notUsable(let path, let why): "cannot use \(path): \(why)"
        case .hopeless(let name, let why): "\(name) cannot run like this:\n\(why)"
        case .notReady(let names):
            "not ready within \(LocalPlatformLimits.startMax.components.seconds) s: \(names.joined(separator: ", "))"
        case .doesNotEnd(let pid): "process \(pid) was asked to end everything and has not yet"
        }
    }
}
