import ChildProcesses
import Foundation

extension ChildProcess {
    /// Another part of this program.
    convenience init(
        _ command: Arguments.Command, _ options: [String: String], environment: [String: String] = [:]
    ) throws {
        let arguments = options.sorted { $0.key < $1.key }.flatMap { ["--" + $0.key, $0.value] }
        try self.init(
            [ChildProcess.neighbour("events-bench"), command.rawValue] + arguments, environment: environment)
    }

    /// The next line as a value.
    func report<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        guard let line = await line() else { throw BenchFault.childEnded("a child") }
        return try JSONDecoder().decode(type, from: Data(line.utf8))
    }
}
