/// The command line: a command, and `--name value` pairs.
struct Arguments: Sendable {
    enum Command: String {
        case measure, crash, sagas
        case crashSagas = "crash-sagas"
        case write, relay, consume, drive
    }

    let command: Command
    private var values: [String: String] = [:]

    static let usage = """
        events-bench measure [--rounds N] [--seconds S] [--only latency|drain|outage]
        events-bench crash [--rounds N] [--stop S] [--plant delete-first|newest-first|no-lock|effect-outside]
        events-bench sagas [--rounds N] [--pairs N] [--driven N]
        events-bench crash-sagas [--rounds N] [--kills N] [--pairs N] [--seed N] [--plant no-memory]
        and what these start: write, relay, consume, drive --database PLACE --broker SERVERS …
        """

    init(_ arguments: [String]) throws(BenchFault) {
        guard let command = arguments.first.flatMap(Command.init) else { throw .badArgument(Self.usage) }
        self.command = command
        var rest = arguments.dropFirst()
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else { throw .badArgument(Self.usage) }
            values[String(name.dropFirst(2))] = value
        }
    }

    func optional(_ name: String) -> String? { values[name] }

    func text(_ name: String) throws(BenchFault) -> String {
        guard let value = values[name], !value.isEmpty else { throw .badArgument("--\(name) is missing") }
        return value
    }

    func number(_ name: String, or usual: Int? = nil) throws(BenchFault) -> Int {
        if values[name] == nil, let usual { return usual }
        guard let number = Int(try text(name)), number >= 0 else { throw .badArgument("--\(name): a number") }
        return number
    }
}

/// Why this program could not do what it was asked for.
enum BenchFault: Error, CustomStringConvertible {
    case badArgument(String)
    case unreadable(String)
    case childEnded(String)
    case tooSlow(String)
    case invalid(String)

    var label: StaticString {
        switch self {
        case .badArgument: "bad_argument"
        case .unreadable: "unreadable"
        case .childEnded: "child_ended"
        case .tooSlow: "too_slow"
        case .invalid: "invalid"
        }
    }

    var description: String {
        switch self {
        case .badArgument(let text): text
        case .unreadable(let what): "cannot read \(what)"
        case .childEnded(let what): "\(what) ended too soon"
        case .tooSlow(let what): "\(what) took too long"
        case .invalid(let why): "THE RUN IS INVALID: \(why)"
        }
    }
}
