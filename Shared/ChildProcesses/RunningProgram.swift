import CLinux
import Dispatch
public import Foundation
import Synchronization

/// A process of ours, and a place to wait for its end.
///
/// Foundation starts and collects it, but we wait for it ourselves: Foundation learns of an end through a socket that
/// other processes, started at the same moment, inherit and keep open for as long as they live.
public final class RunningProgram: Sendable {
    private let process: Process
    private let end = Mutex(End.awaited(by: []))

    private enum End {
        /// The process runs. Can transition to: happened.
        case awaited(by: [CheckedContinuation<Void, Never>])
        /// The process has ended with this status.
        case happened(Int32)
    }

    /// Starts a process that is ready to run.
    public init(_ process: Process) throws(ProgramNotStarted) {
        self.process = process
        do {
            try process.run()
        } catch {
            throw ProgramNotStarted(path: process.executableURL?.path ?? "a program without a path")
        }
        // Waiting blocks, so it has a thread of its own.
        DispatchQueue(label: "program").async { [self] in
            let status = clinux_await_end(pid)
            happened(status >= 0 ? status : collectedStatus())
        }
    }

    public var pid: Int32 { process.processIdentifier }

    /// The exit status, once the process has ended; 128 and a signal's number when that ended it.
    public var status: Int32 {
        end.withLock { if case .happened(let status) = $0 { status } else { -1 } }
    }

    public var isRunning: Bool {
        end.withLock { if case .happened = $0 { false } else { true } }
    }

    /// Returns when the process has ended.
    public func ended() async {
        await withCheckedContinuation { continuation in
            let hasHappened = end.withLock { end in
                guard case .awaited(let waiters) = end else { return true }
                end = .awaited(by: waiters + [continuation])
                return false
            }
            if hasHappened { continuation.resume() }
        }
    }

    /// Sends a signal, unless the process is known to have ended: its number may be another's by then.
    public func signal(_ number: Int32) {
        end.withLock { if case .awaited = $0 { kill(pid, number) } }
    }

    /// The processes it has started itself.
    public func children() -> [Int32] {
        // A process that has ended has no children.
        let text = (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { Int32($0) }
    }

    /// Whether a process does anything yet: one that only waits to be collected has no command line.
    public static func isAlive(_ pid: Int32) -> Bool {
        // A process that is gone has no file.
        let commandLine = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
        return !commandLine.isEmpty
    }

    /// The status of a process that Foundation was quicker to collect: it tells in the next moment.
    private func collectedStatus() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }

    private func happened(_ status: Int32) {
        let waiters = end.withLock { end in
            defer { end = .happened(status) }
            guard case .awaited(let waiters) = end else { return [CheckedContinuation<Void, Never>]() }
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

/// A program is not there, or may not be run.
public struct ProgramNotStarted: Error, CustomStringConvertible {
    public let path: String

    public var description: String { "\(path) cannot be started" }
}
