// postgres-bench is our side of `deploy/bench postgres`: the server that both clients are measured on, and our client.
//
// Purpose: a booking is created, or read by its id, by our client and by pgbench, with the same statements over the same
// tables. The statements are written once, in `Store`, and pgbench's scripts are made from them. Model: `serve` starts a
// private server that forces every commit to the disk, migrates and fills the database of bookings, says where it is in
// one line of JSON and stays; `script` prints what pgbench runs; `load` keeps a number of callers busy on one loop; and
// `overload` sends many times more than can be served. Each prints one line of JSON.
// Failure: whatever fails ends the program with the error, but for units of a load, which are counted.
// Not here: rounds, peers, comparisons and bars, which are rishi-bench's; HTTP.

import EventLoop
import Foundation

@main
struct Main {
    static func main() {
        do {
            let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
            switch arguments.command {
            case .serve: try BenchServer.run(bookings: arguments.number("bookings"))
            case .script: print(try PeerScript(for: arguments.workload, pipelined: arguments.has("pipelined")).text)
            case .variables: try printLine(PeerScript.constants)
            case .load: try printLine(try Loop.runMain { loop in try await Load(arguments).run(on: loop) })
            case .overload: try printLine(try Loop.runMain { loop in try await Overload(arguments).run(on: loop) })
            }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    static func printLine(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
    }
}
