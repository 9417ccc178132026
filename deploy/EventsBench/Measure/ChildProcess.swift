import Foundation
import Synchronization

/// A process that this one has started, its lines, and its end. It ends when its standard input does.
final class ChildProcess: Sendable {
    private let process: Process
    private let input: FileHandle
    private let state = Mutex(State())

    private struct State {
        var lines: [String] = []
        var hasSaidAll = false
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Starts a command. What it says on standard error goes to ours.
    init(_ command: [String], environment: [String: String] = [:]) throws {
        process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        self.input = input.fileHandleForWriting
        process.terminationHandler = { [self] _ in change { $0.hasEnded = true } }
        try process.run()
        // Ours would keep the pipe open after the child's end.
        try output.fileHandleForWriting.close()
        DispatchQueue(label: "output").async { [self] in read(output.fileHandleForReading) }
    }

    /// Another part of this program.
    convenience init(
        _ command: Arguments.Command, _ options: [String: String], environment: [String: String] = [:]
    ) throws {
        let arguments = options.sorted { $0.key < $1.key }.flatMap { ["--" + $0.key, $0.value] }
        try self.init([CommandLine.arguments[0], command.rawValue] + arguments, environment: environment)
    }

    var pid: Int32 { process.processIdentifier }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }
    /// Whether SIGKILL was its end.
    var wasKilled: Bool { hasEnded && process.terminationReason == .uncaughtSignal && process.terminationStatus == 9 }

    /// Memory it has, in KiB.
    var residentKiB: Double? {
        // Without the file it has none.
        let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        return text?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }?.split(separator: " ").dropFirst().first
            .flatMap { Double($0) }
    }

    /// The next line it says; nil when it has ended.
    func line() async -> String? {
        while true {
            let (line, isOver) = state.withLock { state in
                (state.lines.isEmpty ? nil : state.lines.removeFirst(), state.hasSaidAll && state.lines.isEmpty)
            }
            if let line { return line }
            if isOver { return nil }
            await changed { !$0.lines.isEmpty || $0.hasSaidAll }
        }
    }

    /// The next line as a value.
    func report<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        guard let line = await line() else { throw BenchFault.childEnded(process.arguments?.first ?? "a child") }
        return try JSONDecoder().decode(type, from: Data(line.utf8))
    }

    func ended() async {
        await changed { $0.hasEnded }
    }

    func kill() {
        if !hasEnded { Foundation.kill(pid, SIGKILL) }
    }

    /// Asks it to end, and waits for that.
    func stop() async {
        try? input.close()  // It may be closed already.
        await ended()
    }

    private func changed(until isEnough: (borrowing State) -> Bool) async {
        while !state.withLock({ isEnough($0) }) {
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    guard !isEnough(state) else { return true }
                    state.waiters.append(continuation)
                    return false
                }
                if isLate { continuation.resume() }
            }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiters = state.withLock { state in
            body(&state)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func read(_ output: FileHandle) {
        var rest = Data()
        while true {
            let more = output.availableData
            guard !more.isEmpty else { return change { $0.hasSaidAll = true } }
            rest += more
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest = Data(rest[rest.index(after: end)...])
                change { $0.lines.append(line) }
            }
        }
    }
}
