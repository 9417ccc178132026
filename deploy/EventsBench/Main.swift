// events-bench measures the event backbone, and kills it.
//
// Purpose: what the platform promises of events is measured and broken here with the real parts: outbox, relay and
// consumer over a private PostgreSQL and librdkafka's mock cluster, each in a process of its own. Model: `measure` and
// `crash` are supervisors; they start the server and the broker, copy a migrated database for each run, and start this
// program again as `write`, `relay` or `consume`, which say what they have done in lines of JSON. `measure` prints the
// figures that `deploy/bench events` compares with its bars. `crash` stops the leading one of two relays for a while,
// kills its children at named points and at random, starts them again, and has a checker compare the tables with the topic; it ends with status 1 when something was
// lost, doubled or out of order. `crash --plant FAULT` proves that the checker sees it. `sagas` and `crash-sagas` do the
// same to the platform's sagas: how many moves a second, and kills -9 of the processes that drive them.
//
// Failure: what cannot be measured ends the program with the reason. Children end when their standard input does, so
// none outlives its supervisor, however that ends. A run whose topic has dropped events is invalid and ends it too.
// Not here: bars and tables, which are rishi-bench's; a real cluster; faults of the database.

import EventLoop
import Foundation

@main
struct Main {
    static func main() {
        do {
            let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
            exit(try Loop.runMain { loop in try await run(arguments, on: loop) })
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    private static func run(_ arguments: Arguments, on loop: Loop) async throws -> Int32 {
        switch arguments.command {
        case .measure: try await Measurement(arguments, on: loop).run()
        case .crash: return try await CrashRounds(arguments, on: loop).run() ? 0 : 1
        case .sagas: try await SagaMeasurement(arguments, on: loop).run()
        case .crashSagas: return try await SagaCrashRounds(arguments, on: loop).run() ? 0 : 1
        case .drive: return try await ServiceProcess.run(arguments, on: loop) { try SagaRunnerPart($0).services }
        case .write: return try await ServiceProcess.run(arguments, on: loop) { try WriterPart($0).services }
        case .relay: return try await ServiceProcess.run(arguments, on: loop) { try RelayPart($0).services }
        case .consume: return try await ServiceProcess.run(arguments, on: loop) { try ConsumerPart($0).services }
        }
        return 0
    }
}

/// Speaks to the person at the terminal; standard output is for results.
func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// A result, or a step, for whoever started this program.
func printLine(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
}
