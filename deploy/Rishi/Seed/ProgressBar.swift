import Glibc
import Synchronization

/// How far something is: a line that fills on a terminal, a line for each tenth anywhere else.
final class ProgressBar: Sendable {
    private let title: String
    private let total: Int
    private let isTerminal: Bool
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State {
        var done = 0
        var tenths = 0
    }

    /// `write` takes text as it is, without a line end of its own.
    init(
        _ title: String, total: Int, isTerminal: Bool = isatty(STDOUT_FILENO) == 1,
        write: @escaping @Sendable (String) -> Void
    ) {
        (self.title, self.total, self.isTerminal, self.write) = (title, max(1, total), isTerminal, write)
    }

    func advance(by steps: Int = 1) {
        let text = state.withLock { state -> String? in
            guard state.done < total else { return nil }
            state.done = min(total, state.done + steps)
            let tenths = state.done * 10 / total
            defer { state.tenths = tenths }
            if isTerminal { return "\r" + line(state.done) + (state.done == total ? "\n" : "") }
            return tenths > state.tenths ? line(state.done) + "\n" : nil
        }
        if let text { write(text) }
    }

    /// Whatever is left was not needed.
    func finish() {
        advance(by: total)
    }

    private func line(_ done: Int) -> String {
        let filled = done * Self.width / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: Self.width - filled)
        return "\(title) \(bar) \(done * 100 / total) %"
    }

    private static let width = 30
}
