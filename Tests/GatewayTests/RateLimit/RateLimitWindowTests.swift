import Testing

@testable import GatewayCore

@Suite("Counting in a sliding window")
struct RateLimitWindowTests {
    /// 128 is the largest limit counted exactly, 129 the smallest counted by weights.
    static let limits = [1, 2, 20, 100, 128, 129, 500]

    @Test("a burst is admitted up to the limit and not one further", arguments: limits)
    func burst(limit: Int) throws {
        let single = try SingleLimit(limit: limit)
        for number in 1...limit {
            let decision = single.admit(at: 5 * second)
            #expect(decision.isAdmitted)
            #expect(decision[0].remaining == UInt32(limit - number))
        }
        #expect(!single.admit(at: 5 * second).isAdmitted)
    }

    @Test("in exact mode a place is free when its arrival is a whole window old, and a tick earlier it is not")
    func exactBoundary() throws {
        for limit in [1, 20, 128] {
            let single = try SingleLimit(limit: limit)
            for _ in 0..<limit { _ = single.admit(at: 13 * second) }
            #expect(!single.admit(at: 23 * second - 16).isAdmitted)
            #expect(single.admit(at: 23 * second).isAdmitted)
        }
    }

    @Test("in weighted mode the previous window's requests fade in proportion")
    func weighted() throws {
        let single = try SingleLimit(limit: 200)
        for _ in 0..<200 { #expect(single.admit(at: 19 * second).isAdmitted) }
        // At the turn the whole 200 still weigh; a quarter of a window later 150 do.
        #expect(!single.admit(at: 20 * second).isAdmitted)
        #expect(single.admit(at: 20 * second + 1).isAdmitted)
        var admitted = 1
        while single.admit(at: 22 * second + second / 2).isAdmitted { admitted += 1 }
        #expect(admitted == 50)
    }

    @Test("two windows later nothing is remembered", arguments: limits)
    func forgotten(limit: Int) throws {
        let single = try SingleLimit(limit: limit)
        for _ in 0..<limit { _ = single.admit(at: 9 * second) }
        let decision = single.admit(at: 1_000_000 * second)
        #expect(decision.isAdmitted)
        #expect(decision[0].remaining == UInt32(limit - 1))
    }

    @Test("a clock that goes back gives nobody more room", arguments: limits)
    func clockGoingBack(limit: Int) throws {
        let single = try SingleLimit(limit: limit)
        for _ in 0..<limit { _ = single.admit(at: 100 * second) }
        for earlier in [99 * second, 90 * second, 50 * second, 0] {
            let decision = single.admit(at: earlier)
            #expect(!decision.isAdmitted)
            #expect(decision[0].wait >= 100 * second - earlier)
        }
        #expect(!single.admit(at: 100 * second).isAdmitted)
    }

    @Test("the longest window and the largest limit neither trap nor lose count")
    func extremes() throws {
        for (limit, window) in [(1_000_000, 4611), (53_375, 86_400), (128, 86_400)] {
            let single = try SingleLimit(limit: limit, windowSeconds: window)
            let start = UInt64(window) * second * 1000 + 7
            for _ in 0..<limit { _ = single.admit(at: start) }
            let refused = single.admit(at: start)
            #expect(!refused.isAdmitted)
            #expect(single.admit(at: start + refused[0].wait).isAdmitted)
        }
    }

    @Test("a refund gives one place back", arguments: limits)
    func refund(limit: Int) throws {
        let single = try SingleLimit(limit: limit)
        for _ in 0..<limit { _ = single.admit(at: second) }
        #expect(!single.admit(at: second).isAdmitted)
        single.limiter.refund(single.charge, at: second)
        #expect(single.limiter.standing(single.charge, at: second).remaining == 1)
        #expect(single.admit(at: second).isAdmitted)
        #expect(!single.admit(at: second).isAdmitted)
    }
}
