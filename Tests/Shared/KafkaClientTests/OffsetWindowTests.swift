import KafkaClient
import TestKit
import Testing

@Suite("The offset window")
struct OffsetWindowTests {
    @Test("the position follows the contiguous run of finished records, whatever order they finish in")
    func contiguous() {
        var window = OffsetWindow(from: 10)
        let begun = (10...13).map { window.begin($0) }
        #expect(begun.allSatisfy { $0 })
        let steps: [(finish: Int64, position: Int64)] = [(12, 10), (10, 11), (13, 11), (11, 14)]
        for step in steps {
            let isFinished = window.finish(step.finish)
            #expect(isFinished)
            #expect(window.position == step.position)
        }
        #expect(window.outstanding == 0)
    }

    @Test("gaps that the log itself has are stepped over")
    func gaps() {
        var window = OffsetWindow(from: 5)
        _ = window.begin(7)
        _ = window.begin(20)
        #expect(window.position == 5)
        _ = window.finish(7)
        #expect(window.position == 8)
        _ = window.finish(20)
        #expect(window.position == 21)
    }

    @Test("a window that knows nothing begins with the first record")
    func unknownStart() {
        var window = OffsetWindow()
        #expect(window.position == nil)
        _ = window.begin(42)
        #expect(window.position == 42)
    }

    @Test("an offset that does not lie beyond the last one is refused")
    func order() {
        var window = OffsetWindow(from: 5)
        for refused in [Int64(4), -1, .max] {
            let begun = window.begin(refused)
            #expect(!begun)
        }
        let begun = [window.begin(5), window.begin(5), window.begin(4)]
        #expect(begun == [true, false, false])
        _ = window.finish(5)
        let again = window.begin(5)
        #expect(!again)
    }

    @Test("a record is finished once, and only when it was handed out")
    func once() {
        var window = OffsetWindow(from: 0)
        _ = window.begin(0)
        _ = window.begin(2)
        let finished = [window.finish(1), window.finish(2), window.finish(2), window.finish(3)]
        #expect(finished == [false, true, false, false])
        let released = window.release(2)
        #expect(!released)
        #expect(window.outstanding == 1)
    }

    @Test("a released record holds the position, though nothing is outstanding")
    func released() {
        var window = OffsetWindow(from: 0)
        for offset in Int64(0)...2 { _ = window.begin(offset) }
        let isReleased = window.release(1)
        #expect(isReleased)
        _ = window.finish(2)
        _ = window.finish(0)
        #expect(window.position == 1)
        #expect(window.outstanding == 0)
        let isFinished = window.finish(1)
        #expect(!isFinished)
    }

    /// Against a plain list of all records: begun in order with gaps, settled in any order.
    @Test(
        "any order of beginnings, ends and returns keeps the position at the first unfinished record", arguments: 1...40
    )
    func anyOrder(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var window = OffsetWindow(from: 0)
        var next: Int64 = 0
        var open: [Int64] = []
        var unfinished: Set<Int64> = []
        var begun: [Int64] = []
        for _ in 0..<800 {
            if open.isEmpty || random.below(100) < 52 {
                next += Int64(random.below(3) == 0 ? random.below(5) : 0)
                let isBegun = window.begin(next)
                #expect(isBegun)
                open.append(next)
                unfinished.insert(next)
                begun.append(next)
                next += 1
            } else {
                let offset = open.remove(at: Int(random.below(UInt64(open.count))))
                if random.below(400) == 0 {
                    _ = window.release(offset)
                } else {
                    _ = window.finish(offset)
                    unfinished.remove(offset)
                }
            }
            #expect(window.outstanding == open.count)
            guard let position = window.position else {
                Issue.record("a window that began knows its position")
                return
            }
            let finished = begun.prefix { !unfinished.contains($0) }
            #expect(position == (finished.last ?? -1) + 1)
            #expect(window.length == begun.count - finished.count)
        }
    }
}
