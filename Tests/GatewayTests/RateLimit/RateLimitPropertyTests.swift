import TestKit
import Testing

@testable import GatewayCore

/// Random arrivals of a client that idles, trickles and bursts. A failure names its seed.
@Suite("Properties of the sliding window")
struct RateLimitPropertyTests {
    static let seeds: [UInt64] = [1, 2, 3, 5, 8, 13, 21, 34]

    /// Gaps in nanoseconds, multiples of the tick of a ten-second window so that the model and the log agree exactly.
    static func gap(_ random: inout SeededRandom) -> UInt64 {
        switch random.below(20) {
        case 0: random.below(16 * second / 16) * 16
        case 1...4: random.below(second / 16) * 16
        default: random.below(50_000_000 / 16) * 16
        }
    }

    @Test("exact mode decides as the definition does, arrival by arrival", arguments: seeds)
    func exactAgainstModel(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for limit in [1, 3, 20, 100, 128] {
            let single = try SingleLimit(limit: limit)
            var model = ArrivalModel(limit: limit, window: 10 * second)
            var now: UInt64 = 0
            for step in 0..<4000 {
                now += Self.gap(&random)
                let decision = single.admit(at: now)
                #expect(decision.isAdmitted == model.admit(at: now), "seed \(seed), limit \(limit), step \(step)")
                #expect(Int(decision[0].remaining) == limit - model.count(at: now), "seed \(seed), step \(step)")
            }
            #expect(model.worstWindow <= limit, "seed \(seed)")
        }
    }

    @Test("with arbitrary nanoseconds exact mode still never admits more than the limit", arguments: seeds)
    func exactOffTheTick(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let single = try SingleLimit(limit: 7)
        var model = ArrivalModel(limit: 7, window: 10 * second)
        var now: UInt64 = 0
        for _ in 0..<4000 {
            now += random.below(3 * second)
            if single.admit(at: now).isAdmitted { model.record(now) }
        }
        #expect(model.worstWindow <= 7, "seed \(seed)")
    }

    @Test("waiting exactly as long as told finds room, and a moment less does not", arguments: seeds)
    func waiting(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for limit in [1, 3, 20, 128, 129, 150, 1000] {
            let single = try SingleLimit(limit: limit)
            let tick: UInt64 = 16
            let early = limit <= 128 ? tick : 1
            var now: UInt64 = 0
            var refusals = 0
            for step in 0..<8000 where refusals < 200 {
                now += Self.gap(&random) / UInt64(limit)
                let decision = single.admit(at: now)
                guard !decision.isAdmitted else { continue }
                refusals += 1
                let wait = decision[0].wait
                let told = decision.retryAfterSeconds(of: single.limiter)
                #expect(1...10 ~= told, "seed \(seed), limit \(limit), step \(step)")
                #expect(told * second + tick >= wait, "seed \(seed), limit \(limit), step \(step)")
                #expect(told * second < wait + second, "seed \(seed), step \(step)")
                #expect(!single.admit(at: now + wait - early).isAdmitted, "seed \(seed), limit \(limit), step \(step)")
                let waitsWholeSeconds = random.below(2) == 0
                now += waitsWholeSeconds ? max(told * second, wait) : wait
                #expect(single.admit(at: now).isAdmitted, "seed \(seed), limit \(limit), step \(step)")
            }
            #expect(refusals > 20, "seed \(seed), limit \(limit): the arrivals must meet the limit")
        }
    }

    @Test("the wait told with an admission is when the room grows", arguments: seeds)
    func growing(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for limit in [5, 128, 129, 400] {
            let single = try SingleLimit(limit: limit)
            var now: UInt64 = 0
            for step in 0..<500 {
                now += Self.gap(&random) / 8
                let standing = single.admit(at: now)[0]
                let later = single.limiter.standing(single.charge, at: now + standing.wait)
                #expect(later.remaining > standing.remaining, "seed \(seed), limit \(limit), step \(step)")
                now += standing.wait
            }
        }
    }

    @Test("asking again while refused never prolongs the wait", arguments: [20, 128, 129, 300])
    func noPenalty(limit: Int) throws {
        let patient = try SingleLimit(limit: limit)
        let eager = try SingleLimit(limit: limit)
        for number in 0..<limit {
            _ = patient.admit(at: UInt64(number) * 1600)
            _ = eager.admit(at: UInt64(number) * 1600)
        }
        let wait = patient.admit(at: second)[0].wait
        for attempt in 0..<5000 {
            #expect(!eager.admit(at: second + UInt64(attempt) * 16).isAdmitted)
        }
        #expect(patient.admit(at: second + wait).isAdmitted)
        #expect(eager.admit(at: second + wait).isAdmitted)
    }
}
