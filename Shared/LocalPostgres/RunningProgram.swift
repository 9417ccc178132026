import Foundation
import Synchronization

/// A process of ours, and a place to wait for its end.
final class RunningProgram: Sendable {
    private let process: Process
    private let end = Mutex(End.awaited(by: []))

    private enum End {
        /// The process runs. Can transition to: happened.
        case awaited(by: [CheckedContinuation<Void, Never>])
        /// The process has ended and was collected.
        case happened
    }

    init(_ process: Process) throws(LocalPostgresError) {
        self.process = process
        process.terminationHandler = { [self] _ in happened() }
        do {
            try process.run()
        } catch {
            process.terminationHandler = nil
            throw .noProgram(process.executableURL?.path ?? "a program without a path")
        }
    }

    var pid: Int32 { process.processIdentifier }

    /// The exit status, once the process has ended.
    var status: Int32 { process.terminationStatus }

    var isRunning: Bool {
        end.withLock { if case .happened = $0 { false } else { true } }
    }

    /// Returns when the process has ended.
    func ended() async {
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
    func signal(_ number: Int32) {
        end.withLock { if case .awaited = $0 { kill(pid, number) } }
    }

    /// The processes it has started itself.
    func children() -> [Int32] {
        // A process that has ended has no children.
        let text = (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { Int32($0) }
    }

    /// Whether a process does anything yet: one that only waits to be collected has no command line.
    static func isAlive(_ pid: Int32) -> Bool {
        // A process that is gone has no file.
        let commandLine = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
        return !commandLine.isEmpty
    }

    private func happened() {
        let waiters = end.withLock { end in
            defer { end = .happened }
            guard case .awaited(let waiters) = end else { return [CheckedContinuation<Void, Never>]() }
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
