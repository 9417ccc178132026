// rishi: the operator's command.
//
// Purpose: what people do to a running platform besides using it: `rishi db` prepares a PostgreSQL server and moves the
// schemas of the services' databases, `rishi topics` makes the topics of a Kafka cluster, `rishi outbox`, `parked` and
// `letters` are about events that have not taken effect, `rishi up`, `down`, `token` and `secrets` are for one machine. Model: arguments and environment become a command, a value that says everything it will
// do; running it is separate, so both are tested without a terminal.
// Failure: exit status 0 means done, 1 that something was refused or failed and nothing half of it stands, 2 that the
// command line makes no sense, 3 that something is found that waits for somebody: migrations to apply, topics to make, refused, parked or dead events. What
// went wrong goes to standard error, and no message holds a password.
// Not here: any logic of a service; what a command does lives in the module that it is about.

import EventLoop
import Foundation
import ServiceRuntime

@main
struct Main {
    private static let commands: [any OperatorCommand.Type] = [
        UpCommand.self, DownCommand.self, TokenCommand.self, SecretsCommand.self, DatabaseCommand.self,
        TopicsCommand.self, OutboxCommand.self, ParkedCommand.self, LettersCommand.self,
    ]

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let environment = OperatorEnvironment(ProcessInfo.processInfo.environment)
        guard let word = arguments.first, word != "--help" else { return write(usage, to: .standardOutput) }
        guard let command = commands.first(where: { $0.name == word }) else {
            write("unknown: \(word)\n\n\(usage)", to: .standardError)
            exit(CommandStatus.misused.rawValue)
        }
        exit(run(command, arguments, environment).rawValue)
    }

    private static func run(
        _ type: any OperatorCommand.Type, _ arguments: [String], _ environment: OperatorEnvironment
    ) -> CommandStatus {
        do {
            guard let command = try type.init(arguments, environment) else {
                write(type.usage, to: .standardOutput)
                return .done
            }
            if command.handlesSignals { ProcessSignals.block() }
            return try Loop.runMain { loop in
                try await command.run(on: loop, environment) { write($0, to: .standardOutput) }
            }
        } catch let error as UsageError {
            write("\(error)\n\n\(type.usage)", to: .standardError)
            return .misused
        } catch {
            write("\(error)", to: .standardError)
            return .failed
        }
    }

    private static var usage: String { commands.map { $0.usage }.joined(separator: "\n\n") }

    /// Without a buffer: whoever follows a log sees a line when it is said.
    private static func write(_ text: String, to output: FileHandle) {
        // A reader that has gone away misses nothing it wanted.
        try? output.write(contentsOf: Data((text + "\n").utf8))
    }
}

/// How a command ends.
enum CommandStatus: Int32 {
    case done = 0
    case failed = 1
    case misused = 2
    case pending = 3
}

/// The command line makes no sense, in this way.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
