public import Identifiers
import Synchronization

/// How many errors the last hour saw, to the minute and in constant memory.
public final class RecentErrors: Sendable {
    private static let minutes = 60

    private struct State {
        var counts = [Int](repeating: 0, count: RecentErrors.minutes)
        /// The minute, counted from 1970, that was written last.
        var minute: Int64 = .min
    }

    private let state = Mutex(State())

    public init() {}

    public func record(at moment: Timestamp) {
        state.withLock { state in
            Self.forget(in: &state, before: moment)
            state.counts[Self.slot(of: state.minute)] += 1
        }
    }

    public func count(at moment: Timestamp) -> Int {
        state.withLock { state in
            Self.forget(in: &state, before: moment)
            return state.counts.reduce(0, +)
        }
    }

    /// Clears the minutes that have passed since the last one written. A clock set back writes to the newest minute.
    private static func forget(in state: inout State, before moment: Timestamp) {
        let minute = moment.secondsSinceEpoch / 60
        guard minute > state.minute else { return }
        let first = max(state.minute, minute - Int64(minutes)) + 1
        for passed in first...minute { state.counts[slot(of: passed)] = 0 }
        state.minute = minute
    }

    private static func slot(of minute: Int64) -> Int {
        let remainder = Int(minute % Int64(minutes))
        return remainder < 0 ? remainder + minutes : remainder
    }
}
