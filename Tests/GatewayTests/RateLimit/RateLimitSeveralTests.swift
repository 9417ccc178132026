import PlatformProtocol
import Testing

@testable import GatewayCore

@Suite("Several limits at once")
struct RateLimitSeveralTests {
    let limiter: RateLimiter

    init() throws {
        limiter = try RateLimiter(
            policies: [
                RateLimitPolicy(name: "default", limit: 5, windowSeconds: 10),
                RateLimitPolicy(name: "writes", limit: 2, windowSeconds: 10),
                RateLimitPolicy(name: "organization", limit: 200, windowSeconds: 10),
                RateLimitPolicy(name: "address", limit: 3, windowSeconds: 60),
            ], keysMax: 1000)
    }

    func charge(_ policy: UInt8, _ key: UInt64) -> RateLimitCharge {
        RateLimitCharge(policy: RateLimitPolicyIndex(place: policy), key: RateLimitKey(bits: key))
    }

    func charges(_ all: RateLimitCharge...) -> RateLimitCharges {
        var charges = RateLimitCharges()
        for charge in all { charges.append(charge) }
        return charges
    }

    /// The upper bits choose the shard, so these keys lie in one, or in three in either order.
    static let keys: [(UInt64, UInt64, UInt64)] = [
        (1, 1, 1), (1, 2, 3), (1 << 60, 1 << 61, 1 << 62), (1 << 62, 1 << 61, 1 << 60), (1 << 60, 1, 1 << 60),
    ]

    @Test("all must have room, and none is charged when one has none", arguments: keys)
    func allOrNone(first: UInt64, second: UInt64, third: UInt64) {
        let all = charges(charge(0, first), charge(1, second), charge(2, third))
        for _ in 0..<2 { #expect(limiter.admit(all, at: 0).isAdmitted) }
        for _ in 0..<10 {
            let refused = limiter.admit(all, at: 0)
            #expect(!refused.isAdmitted)
            #expect(refused.count == 3)
            #expect(refused[0].isAdmitted && !refused[1].isAdmitted && refused[2].isAdmitted)
            #expect(refused[0].remaining == 3 && refused[1].remaining == 0 && refused[2].remaining == 198)
            #expect(refused.retryAfterSeconds(of: limiter) == 10)
        }
        #expect(limiter.standing(charge(0, first), at: 0).remaining == 3)
        #expect(limiter.standing(charge(2, third), at: 0).remaining == 198)
    }

    @Test("a key first seen in a refused request takes no place", arguments: keys)
    func noTrace(first: UInt64, second: UInt64, third: UInt64) {
        for _ in 0..<2 { _ = limiter.admit(charge(1, second), at: 0) }
        #expect(limiter.usage.keys == 1)
        #expect(!limiter.admit(charges(charge(0, first), charge(1, second), charge(2, third)), at: 0).isAdmitted)
        #expect(limiter.usage.keys == 1)
    }

    @Test("after the longest of several waits the request is admitted")
    func longestWait() {
        for _ in 0..<3 { _ = limiter.admit(charge(3, 9), at: 0) }
        for _ in 0..<2 { _ = limiter.admit(charge(1, 8), at: 0) }
        let all = charges(charge(1, 8), charge(3, 9))
        let refused = limiter.admit(all, at: 0)
        #expect(refused.retryAfterSeconds(of: limiter) == 60)
        #expect(limiter.admit(all, at: refused.retryAfterSeconds(of: limiter) * second).isAdmitted)
    }

    @Test("equal keys under different policies are counted apart")
    func policiesApart() {
        for _ in 0..<2 { #expect(limiter.admit(charge(1, 7), at: 0).isAdmitted) }
        #expect(!limiter.admit(charge(1, 7), at: 0).isAdmitted)
        #expect(limiter.admit(charge(0, 7), at: 0).isAdmitted)
    }

    @Test("equal names of different kinds are different keys, and a secret changes them all")
    func keying() {
        let keying = RateLimitKeying(secret: (1, 2))
        let other = RateLimitKeying(secret: (1, 3))
        let names: [[UInt8]] = [[], [0], [0, 0], Array("a".utf8), Array(1...8), Array(1...9), Array(1...16)]
        var seen: Set<RateLimitKey> = []
        for kind in RateLimitKeying.Kind.allCases {
            for name in names {
                seen.insert(keying.key(kind, name.span))
                seen.insert(other.key(kind, name.span))
                #expect(keying.key(kind, name.span) == keying.key(kind, name.span))
            }
            seen.insert(keying.key(kind, high: 1, low: 2))
            seen.insert(keying.key(kind, high: 2, low: 1))
        }
        #expect(seen.count == RateLimitKeying.Kind.allCases.count * (2 * names.count + 2))
    }

    @Test("the fields are those of the draft")
    func fields() {
        _ = limiter.admit(charge(0, 1), at: 0)
        #expect(
            limiter.admit(charge(0, 1), at: 7 * second).fields(of: limiter)
                == "RateLimit-Policy: \"default\";q=5;w=10\r\nRateLimit: \"default\";r=3;t=3\r\n")
        for _ in 0..<2 { _ = limiter.admit(charge(1, 1), at: 7 * second) }
        #expect(
            limiter.admit(charges(charge(0, 1), charge(1, 1)), at: 9 * second).fields(of: limiter)
                == """
                RateLimit-Policy: "default";q=5;w=10, "writes";q=2;w=10\r
                RateLimit: "default";r=3;t=1, "writes";r=0;t=8\r
                Retry-After: 8\r\n
                """)
    }

    /// Ticks round an arrival up by less than 16 ns here, a weighted count waits for the nanosecond after the turn, and
    /// the second loop's clock may be behind the first's: each once told a client one second too many.
    @Test(
        "no client is told to wait longer than the window",
        arguments: [
            (1, 13 * second + 1, 13 * second + 2), (129, 20 * second, 20 * second), (1, 13 * second, 12 * second),
        ])
    func neverLonger(limit: Int, first: UInt64, then: UInt64) throws {
        let single = try SingleLimit(limit: limit)
        for _ in 0..<limit { #expect(single.admit(at: first).isAdmitted) }
        let refused = single.admit(at: then)
        #expect(!refused.isAdmitted)
        #expect(refused[0].wait > 10 * second, "else there is nothing to round")
        #expect(refused.fields(of: single.limiter).hasSuffix(";r=0;t=10\r\nRetry-After: 10\r\n"))
        #expect(
            refused.problemHeaders(of: single.limiter).contains { "\($0.name)" == "Retry-After" && $0.value == "10" })
        #expect(single.admit(at: first + 10 * second + 32).isAdmitted, "who waits as told is 32 ns early at most")
    }

    @Test("a request that is counted nowhere gets no fields")
    func noFields() {
        let decision = limiter.admit(RateLimitCharges(), at: 0)
        #expect(decision.isAdmitted && decision.fields(of: limiter).isEmpty)
    }

    @Test("the fields of a refusal by four policies, each text at its longest, fit the room that was computed for them")
    func longest() throws {
        let policies = (0..<4).map { place in
            RateLimitPolicy(
                name: String(repeating: ["a", "b", "c", "d"][place], count: RateLimiterLimits.nameBytesMax),
                limit: 10_000, windowSeconds: RateLimiterLimits.windowSecondsMax)
        }
        let limiter = try RateLimiter(policies: policies)
        var decision = RateLimitDecision()
        decision.reserve(4)
        for place in 0..<4 {
            decision.record(
                RateLimitStanding(
                    policy: RateLimitPolicyIndex(place: UInt8(place)), isAdmitted: false, remaining: .max, wait: .max),
                at: place)
        }
        let fields = decision.fields(of: limiter)
        #expect(fields.hasSuffix(";r=4294967295;t=86400\r\nRetry-After: 86400\r\n"))
        #expect(fields.utf8.count <= limiter.fieldsBytesMax)
    }
}

extension RateLimitDecision {
    fileprivate func fields(of limiter: RateLimiter) -> String {
        String(
            decoding: [UInt8](capacity: limiter.fieldsBytesMax) { appendFields(to: &$0, of: limiter) }, as: UTF8.self)
    }
}
