import Identifiers
import Testing

@Suite("Time windows")
struct TimeWindowTests {
    func at(_ minute: Int64) -> Timestamp { Timestamp(secondsSinceEpoch: minute * 60) }

    func window(_ start: Int64, _ end: Int64) throws -> TimeWindow { try TimeWindow(start: at(start), end: at(end)) }

    @Test("a window is never empty and never backwards", arguments: [(10, 10), (11, 10)] as [(Int64, Int64)])
    func refused(start: Int64, end: Int64) {
        #expect(throws: TimeWindowFault.endNotAfterStart) { try window(start, end) }
    }

    @Test("the shortest window is a microsecond")
    func shortest() throws {
        let window = try TimeWindow(start: at(0), end: Timestamp(microsecondsSinceEpoch: 1))
        #expect(window.duration == .microseconds(1))
        #expect(window.contains(at(0)))
        #expect(!window.contains(window.end))
    }

    static let pairs: [(Int64, Int64, Bool)] = [
        (0, 9, false), (0, 10, false), (0, 11, true), (12, 15, true), (10, 20, true), (5, 25, true), (19, 30, true),
        (20, 30, false), (21, 30, false),
    ]

    @Test("touching windows do not overlap; enclosing, enclosed and crossing ones do", arguments: pairs)
    func overlap(start: Int64, end: Int64, expected: Bool) throws {
        let (left, right) = (try window(10, 20), try window(start, end))
        #expect(left.overlaps(right) == expected)
        #expect(right.overlaps(left) == expected)
    }

    @Test("the start is in it, the end is not")
    func contains() throws {
        let window = try window(10, 20)
        #expect([9, 10, 19, 20].map { window.contains(at($0)) } == [false, true, true, false])
        #expect(window.contains(try self.window(10, 20)))
        #expect(window.contains(try self.window(11, 19)))
        #expect(!window.contains(try self.window(9, 20)))
        #expect(!window.contains(try self.window(10, 21)))
    }

    @Test("buffers widen it, and shrinking it to nothing is refused")
    func extended() throws {
        #expect(try window(10, 20).extended(before: .seconds(300), after: .seconds(60)) == window(5, 21))
        #expect(throws: TimeWindowFault.endNotAfterStart) {
            try window(10, 20).extended(before: .seconds(-300), after: .seconds(-300))
        }
    }
}
