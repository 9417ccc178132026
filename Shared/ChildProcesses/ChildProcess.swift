// ChildProcesses: other programs, started by ours.
//
// Purpose: tests, benches and the private PostgreSQL run other programs, read their lines, and must notice their end.
// Model: Foundation's Process starts them; a thread for each waits for the end (RunningProgram) and one reads its
// lines (ChildProcess). Failure: what cannot be started throws; what has ended says nil instead of a line.
// Not here: Foundation's own news of an end, which comes through a socket that later children inherit, so that whoever
// asks `isRunning` or waits by `waitUntilExit` alone may wait for as long as those live.

import Dispatch
import Foundation
import Synchronization

/// A process that this one has started, its lines, and its end. Its input stays open for as long as we live, so that a
/// program that ends with its input does not outlive us.
public final class ChildProcess: Sendable {
    private let program: RunningProgram
    private let input: FileHandle
    private let state = Mutex(State())

    private struct State {
        var lines: [String] = []
        var hasSaidAll = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Starts a command. What it says on standard error goes to ours.
    public init(_ command: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        self.input = input.fileHandleForWriting
        program = try RunningProgram(process)
        // Ours would keep the pipe open after the child's end.
        try output.fileHandleForWriting.close()
        DispatchQueue(label: "output").async { [self] in read(output.fileHandleForReading) }
    }

    /// Starts a command that does not look at its input, so that it ends with ours all the same: a shell looks, and sends
    /// SIGTERM. The program must unblock that or ask for it, as ours do: what one of libdispatch's threads starts has
    /// inherited its blocked signals.
    public convenience init(keeping command: [String]) throws {
        try self.init(["/bin/sh", "-c", Self.keeper, "keeper"] + command)
    }

    /// The program takes the shell's place, and with it its number. The shell does not wait for anybody: with SIGCHLD
    /// blocked, too, dash's `wait` waits for ever (seen).
    private static let keeper = """
        exec 3<&0
        (cat <&3; kill $$) >/dev/null 2>&1 &
        exec "$@" 3<&- </dev/null
        """

    /// A program that was built beside the running one.
    public static func neighbour(_ name: String) -> String {
        Bundle.main.bundleURL.appending(path: name).path(percentEncoded: false)
    }

    public var pid: Int32 { program.pid }
    public var hasEnded: Bool { !program.isRunning }
    /// The exit status, once it has ended; 128 and a signal's number when that ended it.
    public var status: Int32 { program.status }
    /// Whether SIGKILL was its end.
    public var wasKilled: Bool { program.status == 128 + SIGKILL }

    /// Memory it has, in KiB.
    public var residentKiB: Double? {
        // Without the file it has none.
        let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        return text?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }?.split(separator: " ").dropFirst().first
            .flatMap { Double($0) }
    }

    /// The next line it says; nil when it has ended.
    public func line() async -> String? {
        while true {
            let (line, isOver) = state.withLock { state in
                (state.lines.isEmpty ? nil : state.lines.removeFirst(), state.hasSaidAll && state.lines.isEmpty)
            }
            if let line { return line }
            if isOver { return nil }
            await changed { !$0.lines.isEmpty || $0.hasSaidAll }
        }
    }

    public func ended() async {
        await program.ended()
    }

    /// Sends a signal, unless it has ended.
    public func signal(_ number: Int32) {
        program.signal(number)
    }

    /// Asks it to end, and waits for that.
    public func stop() async {
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
