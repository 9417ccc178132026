import EventLoop
import Testing

@testable import HTTPServer

@Suite("The least pace of a transfer")
struct PaceTests {
    private let start = MonotonicTime(nanoseconds: 1_000_000_000_000)

    /// When a peer is given up that moved so many bytes at such seconds after the start.
    private func givenUp(_ moves: [(second: Int, bytes: Int)]) -> Double {
        var pace = Pace(from: start, grace: .seconds(10), bytesPerSecondMin: 1024)
        for move in moves { pace.moved(move.bytes, at: start + .seconds(move.second)) }
        return (pace.deadline - start) / .seconds(1)
    }

    static let table: [(moves: [(second: Int, bytes: Int)], second: Double)] = [
        ([], 10),
        // A kilobyte buys a second, but the grace is never exceeded.
        ([(0, 1024)], 10), ([(2, 1024)], 11), ([(2, 1 << 30)], 12),
        // Fast for long and then silent: the grace again, not a credit of hours.
        ([(1, 1 << 30), (2, 1 << 30), (3, 1 << 30)], 13),
        // A byte every nine seconds buys a millisecond each.
        ([(9, 1)], 10.000976), ([(9, 1), (10, 1)], 10.001952),
        // Exactly the least pace goes on for ever.
        ([(5, 5 * 1024), (10, 5 * 1024), (15, 5 * 1024)], 25),
    ]

    @Test("a peer is given up when its grace is used up, however it used it", arguments: table)
    func deadlines(moves: [(second: Int, bytes: Int)], second: Double) {
        #expect(abs(givenUp(moves) - second) < 0.000_01)
    }
}
