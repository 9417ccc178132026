// platform-bench measures the whole platform as `deploy/up` runs it: start, memory, one slice's latency, throughput.
//
// Model: this process starts the seven and the broker from its own build, in a folder that stands for a checkout, with a
// PostgreSQL that forces every commit to the disk, and is their only client. Bookings are made one after the other while
// a WebSocket through the gateway waits for what the law says to each (latency); then by many callers at once
// (throughput), with the processor time that each process spent meanwhile. One line of JSON is printed.
//
// Failure: a request that is not answered as it should be ends it with what was said. Not here: bars, tables and the
// store's own throughput, which are rishi-bench's.

import EventLoop
import Foundation
import LocalPlatform
import PlatformProtocol
import ServiceRuntime

@main
struct PlatformBench {
    static func main() {
        ProcessSignals.block()
        do {
            let options = try BenchSettings(Array(CommandLine.arguments.dropFirst()))
            let figures = try Loop.runMain { loop in try await run(options, on: loop) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            FileHandle.standardOutput.write(try encoder.encode(figures) + Data("\n".utf8))
        } catch {
            FileHandle.standardError.write(Data("platform-bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ options: BenchSettings, on loop: Loop) async throws -> Figures {
        let lines = Lines()
        let platform = try Platform(try options.platform(), on: loop) { lines.add($0) }
        let start = MonotonicTime.now
        let box = Box<Result<Figures, any Error>>()
        try await platform.run { running in
            let up = MonotonicTime.now - start
            do {
                box.value = .success(
                    try await Measurement(platform, running, options, on: loop).run(up: up, ready: lines.ready))
            } catch {
                box.value = .failure(error)
            }
            platform.requestStop()
        }
        guard let outcome = box.value else { throw BenchFault(what: "the platform was not ready: \(lines.all)") }
        return try outcome.get()
    }
}

/// What the platform says while it starts.
// Safety: used on the loop only.
private final class Lines: @unchecked Sendable {
    private(set) var all: [String] = []

    func add(_ line: String) { all.append(line) }

    /// Seconds from a process's start to its readiness, by its name.
    var ready: [String: Double] {
        let found = all.compactMap { line -> (String, Double)? in
            let words = line.split(separator: " ")
            guard words.count == 5, words[1] == "ready", words[2] == "in", let seconds = Double(words[3]) else {
                return nil
            }
            return (String(words[0]), seconds)
        }
        return Dictionary(found, uniquingKeysWith: { first, _ in first })
    }
}

// Safety: used on the loop only.
private final class Box<Value>: @unchecked Sendable {
    var value: Value?
}

/// Something was not as it should be.
struct BenchFault: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}

/// What the command line asks for.
struct BenchSettings: Sendable {
    /// A folder of its own for data, secrets and logs.
    var folder = ""
    var seconds = 5
    /// How many bookings are followed to the law's answer.
    var followed = 200
    /// How many requests a process answers before its memory is looked at again.
    var requests = 100_000
    var callers = 32

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw BenchFault(what: "\(name) needs a value") }
            switch (name, Int(value)) {
            case ("--folder", _): folder = value
            case ("--seconds", let number?): seconds = number
            case ("--followed", let number?): followed = number
            case ("--requests", let number?): requests = number
            case ("--callers", let number?): callers = number
            default: throw BenchFault(what: "unknown: \(name) \(value)")
            }
        }
        guard folder.hasPrefix("/") else {
            throw BenchFault(
                what: "usage: platform-bench --folder PATH [--seconds N] [--followed N] [--requests N] [--callers N]")
        }
    }

    /// The platform of this build and this checkout, its data in the folder. One caller asks for what a thousand would,
    /// so that what the gateway makes of that is not measured.
    func platform() throws -> PlatformOptions {
        let files = FileManager.default
        for part in ["Gateway", "Services", "Shared"] {
            try files.createSymbolicLink(
                atPath: "\(folder)/\(part)", withDestinationPath: "\(files.currentDirectoryPath)/\(part)")
        }
        var environment = ["PATH": "/usr/bin:/bin"]
        for limit in ["REQUESTS", "WRITES", "ORGANIZATION", "ADDRESS"] {
            environment["RISHI_LIMIT_\(limit)"] = "1000000/10s"
        }
        environment["RISHI_LIMIT_CONCURRENT"] = "1000"
        // The local broker waits even when there is something new, which a real one does not.
        environment["KAFKA_FETCH_WAIT_MAX"] = "2ms"
        let programs = Bundle.main.bundleURL.resolvingSymlinksInPath().path(percentEncoded: false)
        return PlatformOptions(
            checkout: folder, programs: programs, portShift: 12_000, environment: environment)
    }
}
