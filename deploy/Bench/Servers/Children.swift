import Dispatch
import Foundation
import Synchronization

/// Every process we started and have not yet seen end, so that none outlives us.
enum Children {
    private static let running = Mutex<Set<Int32>>([])

    static func start(
        _ command: [String], environment: [String: String] = [:], output: Any, errors: Any? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try executable(command[0]))
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors ?? FileHandle.standardError
        try process.run()
        running.withLock { _ = $0.insert(process.processIdentifier) }
        return process
    }

    /// Runs `command` to its end and returns what it wrote.
    static func output(of command: [String]) throws -> Data {
        let pipe = Pipe()
        let process = try start(command, output: pipe, errors: pipe)
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        forget(process)
        return data
    }

    /// Asks a process to end, and ends it if it does not.
    static func stop(_ process: Process) {
        let deadline = ContinuousClock.now + BenchLimits.stopWait
        kill(process.processIdentifier, SIGTERM)
        while process.isRunning {
            if ContinuousClock.now > deadline { kill(process.processIdentifier, SIGKILL) }
            Thread.sleep(forTimeInterval: 0.005)
        }
        forget(process)
    }

    static func forget(_ process: Process) {
        running.withLock { _ = $0.remove(process.processIdentifier) }
    }

    /// Ends every process and waits for it: a server still tidies its folder while it goes.
    static func stopAll() {
        let children = running.withLock { $0 }
        for child in children { kill(child, SIGTERM) }
        let deadline = ContinuousClock.now + BenchLimits.stopWait
        // Foundation collects a child as soon as it has ended; then its number is free.
        for child in children {
            while kill(child, 0) == 0, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.005) }
            if kill(child, 0) == 0 { kill(child, SIGKILL) }
        }
        running.withLock { $0.subtract(children) }
    }

    /// Stops everything, calls `cleanUp` and ends the program on Ctrl-C and its kin, as long as the result is kept.
    static func stopAllOnInterrupt(then cleanUp: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                stopAll()
                cleanUp()
                exit(128 + number)
            }
            source.activate()
            return source
        }
    }

    /// Where `name` is, as a shell would find it, and in the administrator's folders too.
    private static func executable(_ name: String) throws(BenchError) -> String {
        if name.contains("/") { return name }
        let search = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/usr/local/sbin"
        for folder in search.split(separator: ":") {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw .cannotStart(name, why: "it is not installed")
    }
}
