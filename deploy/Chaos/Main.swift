// platform-chaos: the whole platform while everything goes wrong, and a checker that has seen all of it.
//
// Purpose: what the platform promises (every fact reaches everyone who needs it, once in effect; nothing acknowledged is
// lost; no venue is taken twice) is tried on the real seven processes, under load through the gateway. Model: a run is
// some rounds; each has a fresh platform, clients that draw their requests and faults that are drawn from one seed; then
// the faults stop, the platform comes to rest, and what it has left behind in its databases and on its topics is
// compared with what the clients were told. A control run, whose databases lack what protects them, must be found out.
// Failure: exit status 1 for a violation, and for a control in which none was found; the seed is printed.
// Not here: single modules between two awaits (SimulationTests), the backbone alone at a named instruction of its own
// (`events-bench crash`).

import EventLoop
import Foundation
import ServiceRuntime

@main
struct Main {
    static func main() {
        ProcessSignals.block()
        do {
            guard let options = try ChaosOptions(Array(CommandLine.arguments.dropFirst())) else {
                write(ChaosOptions.usage, to: .standardOutput)
                return
            }
            let report = try Loop.runMain { loop in
                try await ChaosRun(options, on: loop) { line in write(line, to: .standardError) }.carryOut()
            }
            write(options.asJSON ? report.json : report.table, to: .standardOutput)
            exit(report.isGood ? 0 : 1)
        } catch let error as ChaosUsage {
            write("\(error)\n\n\(ChaosOptions.usage)", to: .standardError)
            exit(2)
        } catch {
            write("platform-chaos: \(error)", to: .standardError)
            exit(1)
        }
    }

    private static func write(_ text: String, to output: FileHandle) {
        // A reader that has gone away misses nothing it wanted.
        try? output.write(contentsOf: Data((text + "\n").utf8))
    }
}
