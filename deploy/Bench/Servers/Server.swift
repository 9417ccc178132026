import Foundation

/// A server process we started, with its children.
final class Server {
    let name: String
    let port: UInt16
    private let process: Process

    /// Starts `command` with its output in `log`, and waits until the port accepts connections.
    init(
        _ name: String, port: UInt16, command: [String], environment: [String: String] = [:], log: String
    ) throws {
        self.name = name
        self.port = port
        guard FileManager.default.createFile(atPath: log, contents: nil),
            let output = FileHandle(forWritingAtPath: log)
        else { throw BenchError.unreadable(log) }
        process = try Children.start(command, environment: environment, output: output, errors: output)
        let deadline = ContinuousClock.now + BenchLimits.startWait
        while true {
            // Refused until it listens; the deadline decides when that is an error.
            if (try? LoopbackSocket(port: port)) != nil { return }
            guard process.isRunning, ContinuousClock.now < deadline else {
                stop()
                // The log is only there to explain; without it the message is shorter.
                let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw BenchError.cannotStart(name, why: said.isEmpty ? "it does not listen" : String(said.suffix(2000)))
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    var figures: ProcessFigures { ProcessFigures(ofTreeUnder: process.processIdentifier) }

    func stop() {
        Children.stop(process)
    }
}
