// rishi: the operator's command.
//
// Purpose: what people do to a running platform besides using it. Today that is `rishi db`: preparing a PostgreSQL
// server and moving the schemas of the services' databases. Model: arguments and environment become a command, a value
// that says everything it will do; running it is separate, so both are tested without a terminal.
// Failure: exit status 0 means done, 1 that something was refused or failed and nothing half of it stands, 2 that the
// command line makes no sense, 3 that `db status` found migrations to apply. What went wrong goes to standard error,
// and no message holds a password.
// Not here: any logic of a service; what a command does lives in the module that it is about.

import EventLoop
import Foundation

@main
struct Main {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let environment = OperatorEnvironment(ProcessInfo.processInfo.environment)
        do {
            guard let command = try DatabaseCommand(arguments, environment) else {
                print(DatabaseCommand.usage)
                return
            }
            let status = try Loop.runMain { loop in
                try await command.run(on: loop, environment) { print($0) }
            }
            exit(status.rawValue)
        } catch let error as UsageError {
            complain("\(error)\n\n\(DatabaseCommand.usage)")
            exit(CommandStatus.misused.rawValue)
        } catch {
            complain("\(error)")
            exit(CommandStatus.failed.rawValue)
        }
    }

    /// Standard output is for results.
    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
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
