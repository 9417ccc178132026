import EventLoop
import Identifiers

/// What the operator's command can do: a value that says everything it will do, and the doing.
protocol OperatorCommand: Sendable {
    /// Its first word on the command line.
    static var name: String { get }
    /// What `--help` prints.
    static var usage: String { get }
    /// Whether SIGTERM and SIGINT are its own to handle.
    var handlesSignals: Bool { get }

    /// Reads a command line, the first word included; nil when it asks for help.
    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError)

    /// Does it, and tells each step through `say`. Must be called on `loop`.
    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus
}

extension OperatorCommand {
    var handlesSignals: Bool { false }
}

/// Words and options of a command line, taken one after the other.
struct OptionReader {
    private var rest: ArraySlice<String>

    init(_ arguments: ArraySlice<String>) {
        rest = arguments
    }

    mutating func next() -> String? { rest.popFirst() }

    /// What stands behind an option.
    mutating func value(of name: String) throws(UsageError) -> String {
        guard let value = rest.popFirst(), !value.isEmpty else { throw UsageError("\(name) needs a value") }
        return value
    }

    /// The same, as an id.
    mutating func uuid(of name: String) throws(UsageError) -> UUID128 {
        guard let id = UUID128(try value(of: name)) else { throw UsageError("\(name) needs a UUID") }
        return id
    }

    /// The same, as a whole number.
    mutating func number(of name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int {
        guard let number = Int(try value(of: name)), range.contains(number) else {
            throw UsageError("\(name) needs a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
