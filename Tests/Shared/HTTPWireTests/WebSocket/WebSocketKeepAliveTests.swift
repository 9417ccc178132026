import HTTPWire
import Testing

@Suite("WebSocket keep-alive")
struct WebSocketKeepAliveTests {
    typealias KeepAlive = WebSocketKeepAlive<ContinuousClock.Instant>
    static let start = ContinuousClock.now

    static func second(_ count: Int) -> ContinuousClock.Instant { start.advanced(by: .seconds(count)) }

    @Test("a silent peer is pinged after the interval and given up after the timeout")
    func silence() {
        var keepAlive = KeepAlive(interval: .seconds(25), timeout: .seconds(20), now: Self.start)
        #expect(keepAlive.decide(at: Self.second(24)) == .wait(until: Self.second(25)))
        #expect(keepAlive.decide(at: Self.second(25)) == .ping(thenUntil: Self.second(45)))
        #expect(keepAlive.decide(at: Self.second(44)) == .wait(until: Self.second(45)))
        #expect(keepAlive.decide(at: Self.second(45)) == .giveUp)
    }

    @Test("anything heard puts the ping off, without a new timer")
    func chatter() {
        var keepAlive = KeepAlive(interval: .seconds(25), timeout: .seconds(20), now: Self.start)
        keepAlive.heard(at: Self.second(20))
        #expect(keepAlive.decide(at: Self.second(25)) == .wait(until: Self.second(45)))
        #expect(keepAlive.decide(at: Self.second(45)) == .ping(thenUntil: Self.second(65)))
        keepAlive.heard(at: Self.second(46))
        #expect(keepAlive.decide(at: Self.second(65)) == .wait(until: Self.second(71)))
    }
}
