// rishi-bench measures ours and its peers side by side on this machine.
//
// Model: a bench starts each contender on a free loopback port with a minimal configuration, lets wrk load them in
// interleaved rounds whose order rotates, and compares within each round, so that whatever else the machine does
// hits all of them alike. What is compared is the CPU time the server's processes spend per request: on a machine
// that also runs the load, throughput measures the load too. A row is the median of the rounds' ratios.
//
// Failure: an answer that is not 2xx or a broken socket makes the round invalid for everybody, and is said. A server
// that does not start ends the bench. Whatever was started is stopped by its process id, also on Ctrl-C.
//
// Not here: load from another machine, more than one worker each, tuning of the kernel.
import Foundation

@main
struct Main {
    static func main() {
        let options: BenchOptions
        do {
            options = try BenchOptions(Array(CommandLine.arguments.dropFirst()))
        } catch {
            say("\(error)\n\n\(BenchOptions.usage)")
            exit(2)
        }
        if options.wantsHelp {
            print(BenchOptions.usage)
            exit(0)
        }
        let interrupts = Children.stopAllOnInterrupt(then: Workshop.removeAll)
        defer { withExtendedLifetime(interrupts) {} }
        do {
            if try !run(options), options.isStrict { exit(1) }
        } catch {
            Children.stopAll()
            say("\(error)")
            exit(1)
        }
    }

    /// True if every bar was met.
    private static func run(_ options: BenchOptions) throws -> Bool {
        try OpenFiles.raiseLimit()
        if let warning = Machine.warning { say(warning) }
        var allMet = true
        for bench in options.benches {
            let workshop = try Workshop(bench, options)
            defer { workshop.close() }
            let report = BenchReport(bench: bench, machine: .current, rows: try bench.run(in: workshop))
            if options.printsJSON { print(try report.json) } else { print(report.table) }
            allMet = allMet && report.rows.allSatisfy(\.isMet)
        }
        return allMet
    }
}

/// Speaks to the person at the terminal; standard output is for results.
func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}
