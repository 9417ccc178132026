import EventLoop
import Testing

@testable import Postgres

@Suite("The pace of the line") struct LinePaceTests {
    private func moment(_ milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000 * (1_000 + milliseconds))
    }

    @Test("a line that moves by four every two milliseconds takes half a millisecond for each")
    func steady() {
        var pace = LinePace()
        for step in 0..<200 {
            pace.left(3, staying: 10, at: moment(2 * UInt64(step)))
            pace.left(1, staying: 9, at: moment(2 * UInt64(step)))
        }
        let one = pace.duration(of: 1)
        #expect(one > .microseconds(350) && one < .microseconds(650))
        #expect(pace.duration(of: 100) > one * 99)
        #expect(pace.duration(of: 0) == .zero)
    }

    @Test("the time in which there was no line does not count, nor does a call in which nobody left")
    func idle() {
        var pace = LinePace()
        #expect(pace.duration(of: 1_000) == .zero)
        pace.left(1, staying: 1, at: moment(0))
        pace.left(0, staying: 1, at: moment(4))
        pace.left(1, staying: 0, at: moment(8))
        let before = pace.duration(of: 1)
        #expect(before == .milliseconds(1))
        pace.left(1, staying: 5, at: moment(60_000))
        #expect(pace.duration(of: 1) == before)
    }

    @Test("a standstill is forgotten after a while, and no number overflows")
    func standstill() {
        var pace = LinePace()
        pace.left(1, staying: 9, at: moment(0))
        pace.left(1, staying: 9, at: moment(10_000))
        #expect(pace.duration(of: 1) > .seconds(1))
        #expect(pace.duration(of: .max) > .seconds(1_000_000))
        for step in 1...100 { pace.left(1, staying: 9, at: moment(10_000 + UInt64(step))) }
        #expect(pace.duration(of: 1) < .milliseconds(2))
    }
}
