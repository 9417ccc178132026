/// The command line: a command, and `--name value` pairs or `--name` alone.
struct Arguments: Sendable {
    enum Command: String {
        case serve, script, variables, load, overload
    }

    let command: Command
    private var values: [String: String] = [:]

    init(_ arguments: [String]) throws(BenchFault) {
        guard let command = arguments.first.flatMap(Command.init) else { throw .badArgument(Self.usage) }
        self.command = command
        var name: String?
        for argument in arguments.dropFirst() {
            if argument.hasPrefix("--") {
                name = String(argument.dropFirst(2))
                values[String(argument.dropFirst(2))] = ""
            } else if let pending = name {
                values[pending] = argument
                name = nil
            } else {
                throw .badArgument(Self.usage)
            }
        }
    }

    static let usage = """
        postgres-bench serve --bookings N
        postgres-bench script --workload create|read [--pipelined]
        postgres-bench variables
        postgres-bench load --workload create|read --url URL --connections N --callers N --seconds S --base N --bookings N
        postgres-bench overload --url URL --connections N --rate N --deadline MS --seconds S --base N
        """

    func has(_ name: String) -> Bool { values[name] != nil }

    func text(_ name: String) throws(BenchFault) -> String {
        guard let value = values[name], !value.isEmpty else { throw .badArgument("--\(name) is missing") }
        return value
    }

    func number(_ name: String) throws(BenchFault) -> Int {
        guard let number = Int(try text(name)), number > 0 else { throw .badArgument("--\(name): a number above zero") }
        return number
    }

    var workload: Workload {
        get throws(BenchFault) {
            guard let workload = Workload(rawValue: try text("workload")) else {
                throw .badArgument("--workload: create or read")
            }
            return workload
        }
    }
}

/// What is measured.
enum Workload: String {
    /// The six rows of a new booking, committed together.
    case create
    /// One booking by its id, every column decoded.
    case read
}

/// Why this program could not do what it was asked for.
enum BenchFault: Error, CustomStringConvertible {
    case badArgument(String)
    case notConnected
    case wrongParameters(statement: String)

    var label: StaticString {
        switch self {
        case .badArgument: "bad_argument"
        case .notConnected: "not_connected"
        case .wrongParameters: "wrong_parameters"
        }
    }

    var description: String {
        switch self {
        case .badArgument(let text): text
        case .notConnected: "the connections could not be opened"
        case .wrongParameters(let statement): "the names of the parameters do not fit: \(statement)"
        }
    }
}
